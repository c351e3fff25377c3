from branch.core.contributions import Option, OptionSource

from .models import members_to_elect, staff_to_admit


class MembersToElect(OptionSource):
    """The members who may be given a seat of the committee."""

    key, permission = "member/seat", "members.change_member"

    def find(self, user, typed, *, on):
        return members_to_elect(on).found_by(user, typed)

    def option(self, found, *, on):
        return Option(found.pk, str(found), found.group_name)


class StaffToAdmit(OptionSource):
    """The colleagues who may be entered as members."""

    key, permission = "staff/member", "members.change_member"

    def find(self, user, typed, *, on):
        return staff_to_admit(on).found_by(user, typed).nearest_first()

    def option(self, found, *, on):
        return Option(found.pk, found.name, f"工号 {found.number}")
