"""Contacts of several people in the fictional school: companions, one that waits to be confirmed, one try."""

from datetime import timedelta

from branch.core.contributions import DemoPart
from branch.school.models import HeadTeacherPost

from .actions import enter_contact, record_try, revise_contact
from .models import Contact, Pairing

# how many of the latest contacts were held together with the head teacher; each second also with the counsellor
TOGETHER = 8
SAID = "课间在图书角碰到，一起看了这周的数学错题。"


class Together(DemoPart):
    """Of the demo user "member": a claim of the head teacher's, and a try of yesterday."""

    key, title = "walkins.together", "协同、代记、没联系上"

    def build(self, school):
        self.school, self.today = school, school.today
        self._name_companions()
        own = Pairing.objects.active().filter(member=school.members[2])
        late = own.overdue_on(self.today).order_by("pk").first()
        near = own.exclude(pk=late and late.pk).order_by("pk").first()
        self._claim(near)
        self._try(late or near)

    def _name_companions(self):
        counsellor = self.school.staff[4]
        rows = Contact.objects.filter(visit=None, pairings__until_on=None)
        for n, contact in enumerate(rows.order_by("-happened_on", "pk")[:TOGETHER]):
            team = {self._head_of(contact.pairings.get()), *([counsellor] if n % 2 else [])}
            team.discard(contact.member.staff)
            revise_contact(
                contact,
                happened_on=contact.happened_on,
                companions=sorted(team, key=lambda person: person.pk),
                version=contact.version,
                on=self.today,
                by=contact.recorded_by,
            )

    def _head_of(self, pairing):
        enrolment = pairing.student.enrolments.active_on(self.today).get()
        posts = HeadTeacherPost.objects.active_on(self.today).select_related("staff__user")
        return posts.get(school_class=enrolment.school_class_id).staff

    def _claim(self, pairing):
        enter_contact(
            pairings=[pairing],
            kind=Contact.Kind.TUTORING,
            happened_on=self._yesterday(pairing),
            fact=SAID,
            on=self.today,
            by=self._head_of(pairing).user,
        )

    def _try(self, pairing):
        record_try(
            pairings=[pairing],
            tried_on=self._yesterday(pairing),
            mode=Contact.Mode.PHONE,
            on=self.today,
            by=pairing.member.staff.user,
        )

    def _yesterday(self, pairing):
        return max(pairing.started_on, self.today - timedelta(days=1))
