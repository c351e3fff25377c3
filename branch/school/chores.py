from datetime import timedelta

from django.utils import timezone

from branch.core.contributions import Chore

from .actions import deal_roll_numbers, delete_past_consents


class RollNumbers(Chore):
    key, title = "school.roll_numbers", "新发的学生编号和家庭编号"

    def run(self, *, at):
        return deal_roll_numbers(on=timezone.localdate(at))


class PastConsents(Chore):
    key, title, interval = "school.past_consents", "到期的肖像同意名单", timedelta(days=1)

    def run(self, *, at):
        return delete_past_consents(on=timezone.localdate(at))
