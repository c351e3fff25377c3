"""A proposal of a pairing with a family of the fictional school, which waits for the member."""

from branch.core.contributions import DemoPart
from branch.walkins.families.actions import propose_family_pairing
from branch.walkins.families.models import families_to_pair
from branch.walkins.students.models import members_to_pair


class FamilyProposals(DemoPart):
    key, title = "walkins.family_proposals", "家庭结对建议"
    # after the families and who is asked for students
    order = 310

    def build(self, school):
        family = families_to_pair(school.today).first()
        member = members_to_pair(school.today).filter(pairing_count__lt=3).last()
        if family and member:
            by = school.members[1].staff.user
            propose_family_pairing(family=family, member=member, on=school.today, by=by)
