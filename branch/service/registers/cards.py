"""What a member did for the community, on the member's own page and, by the member's consent, in public."""

from branch.core import periods
from branch.core.dated import ONE_DAY
from branch.members.cards import FlagLines, MemberCard

from .models import SEES_ALL
from .reading import done_in

# of the card; the page of the member's service has all
LATEST = 10


class ServiceOfMember(MemberCard):
    """做过的服务 of the year, the latest first, for the member and the committee."""

    key, permission = "service.done", "service.view_own_register"
    template = "service/card_done.html"

    def data(self, member, user, *, on):
        if not user.has_perm(SEES_ALL) and member.staff.user_id != user.pk:
            return None
        done = done_in(member, periods.year(on).until(on))
        if not done:
            return None
        return {"member": member, "done": done[:LATEST], "has_more": len(done) > LATEST}


class ServiceInPublic(FlagLines):
    """Counted deeds and parts in events of the school year, up to the end of the last month.

    Of an event the series is told, of a deed its content in the branch's words; neither the title nor the community.
    """

    key = "service.done"

    def lines(self, member, *, on):
        last = on.replace(day=1) - ONE_DAY
        year = periods.school_year(on)
        if last < year.start:
            return []
        done = done_in(member, year.until(last))
        return [(line.day, line.in_public) for line in done if line.is_counted]
