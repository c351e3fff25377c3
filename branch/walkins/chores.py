from datetime import timedelta

from django.utils import timezone

from branch.core.contributions import Chore
from branch.core.files import sweep

from .actions import announce_due, delete_past_term
from .models import VisitPhoto


class PastTerm(Chore):
    key, title, interval = "walkins.past_term", "到期删除的记录", timedelta(days=1)

    def run(self, *, at):
        on = timezone.localdate(at)
        count = delete_past_term(on=on)
        announce_due(on=on)
        return count


class UnknownPhotos(Chore):
    """A process killed between the end of a transaction and the deletion of a file leaves one."""

    key, title, interval = "walkins.unknown_photos", "没有记录的家访照片", timedelta(days=1)

    def run(self, *, at):
        return sweep(VisitPhoto, "walkins/visitphoto", before=at - timedelta(days=1))
