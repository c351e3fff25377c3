"""Proposals of the fictional school: to answer, answered, declined."""

from datetime import timedelta

from branch.core.contributions import DemoPart
from branch.walkins.students.actions import (
    accept_proposal,
    decline_proposal,
    propose_pairing,
)
from branch.walkins.students.models import (
    PairingProposal,
    Suggester,
    students_to_propose_for,
)


class Proposals(DemoPart):
    """One that waits for the demo user "member", one that was accepted, one that was declined."""

    key, title = "walkins.proposals", "结对建议"
    order = 300

    def build(self, school):
        self.on = school.today
        self.by = school.members[1].staff.user
        self.asked = school.members[2]
        suggester = Suggester(self.on)
        rows = students_to_propose_for(self.by, on=self.on).filter(is_paired=False)
        students = list(rows[:3])
        classes = suggester.classes_of(students)
        for student, step in zip(students, (self._wait, self._accept, self._decline), strict=False):
            step(student, suggester.for_student(student, classes.get(student.pk)))

    def _propose(self, student, member, *, days):
        day = self.on - timedelta(days=days)
        return propose_pairing(student=student, member=member, over_reason="", on=day, by=self.by)

    def _free(self, suggestions):
        return next(
            row.member for row in suggestions if not row.is_full and row.member != self.asked
        )

    def _wait(self, student, suggestions):
        member = self.asked if self.asked in [row.member for row in suggestions] else None
        self._propose(student, member or self._free(suggestions), days=0)

    def _accept(self, student, suggestions):
        proposal = self._propose(student, self._free(suggestions), days=3)
        user = proposal.member.staff.user
        day = self.on - timedelta(days=2)
        accept_proposal(proposal, version=proposal.version, on=day, by=user)

    def _decline(self, student, suggestions):
        proposal = self._propose(student, self._free(suggestions), days=5)
        decline_proposal(
            proposal,
            reason=PairingProposal.Decline.NO_TIME,
            version=proposal.version,
            on=self.on - timedelta(days=4),
            by=proposal.member.staff.user,
        )
