"""What follows for the branch when a membership ends, or a colleague leaves the school."""

from branch.core.consequences import Consequence, Follow

from .models import FlagPage


class MembershipEnds(Consequence):
    """The offices end and the public page is taken down; roles are no part of a membership."""

    key = step = "members.release"
    order = 10

    def follows(self, member, *, on, by):
        found = [f"不再列入{member.group}的名单，也不计入应到、表决"]
        found += [f"{seat.get_kind_display()}担任到最后一天为止" for seat in member.offices.open()]
        if FlagPage.objects.filter(member=member).exclude(state=FlagPage.State.DRAFT).exists():
            found.append("公开页撤下，公开网站马上不再显示")
        grants = member.staff.user.grants.standing_on(on) if member.staff.user else ()
        found += [
            f"{grant.get_role_display()}的角色不随转出结束，请到“角色任命”办理" for grant in grants
        ]
        return [Follow(says) for says in found]


class MemberLeavesSchool(Consequence):
    key, step = "members.staff_leave", "school.staff_leave"
    order = 20

    def follows(self, staff, *, on, by):
        member = getattr(staff, "member", None)
        if member is None or not member.statuses.filter(until_on=None).exists():
            return []
        seats = "、".join(seat.get_kind_display() for seat in member.offices.open())
        what = f"组织关系和党内职务（{seats}）" if seats else "组织关系"
        return [Follow(f"{what}还在本支部，请支委办理")]
