from datetime import timedelta

from django.contrib.sessions.models import Session

from .contributions import Chore
from .models import Draft, FormToken, HeldFile, UndoStep
from .publishing import publish_finished
from .statistics import analyze


class FormTokens(Chore):
    key, title = "core.form_tokens", "过期的表单令牌"

    def run(self, *, at):
        return FormToken.objects.expired_at(at).delete()[0]


class Drafts(Chore):
    key, title = "core.drafts", "过期和丢弃的草稿"

    def run(self, *, at):
        return Draft.objects.expired_at(at).delete()[0]


class UndoSteps(Chore):
    key, title = "core.undo_steps", "过了当天、不能再撤销的操作"

    def run(self, *, at):
        return UndoStep.objects.expired_at(at).delete()[0]


class HeldFiles(Chore):
    key, title = "core.held_files", "暂存的照片和附件"

    def run(self, *, at):
        return HeldFile.objects.expired_at(at).drop() + HeldFile.sweep(at)


class Sessions(Chore):
    key, title = "core.sessions", "过期的登录会话"

    def run(self, *, at):
        return Session.objects.filter(expire_date__lt=at).delete()[0]


class Statistics(Chore):
    """SQLite has no other; PostgreSQL's own comes late on a small machine, and after a restore not at all."""

    key, title, interval = "core.statistics", "数据库统计", timedelta(days=1)

    def run(self, *, at):
        analyze()
        return 1


class PublicFigures(Chore):
    key, title, interval = "core.public_figures", "公开数字", timedelta(hours=6)

    def run(self, *, at):
        return publish_finished(at=at)
