from django.utils import timezone

from branch.core.contributions import Chore

from .actions import deal_roll_numbers


class RollNumbers(Chore):
    key, title = "school.roll_numbers", "新发的学生编号和家庭编号"

    def run(self, *, at):
        return deal_roll_numbers(on=timezone.localdate(at))
