"""A few sealed notes for the fictional school, and the days of the notices that its actions made."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from branch.core.contributions import DemoPart
from branch.core.dated import ONE_DAY
from branch.coverage.chores import OldNotices
from branch.coverage.models import Notice

from .actions import rewrite_note, write_contact_note
from .aid.demo import Drives
from .classes.demo import Postings
from .classes.head_demo import HeadTeachers
from .classes.session_demo import ClassSessions
from .families.demo import Families
from .families.demo_needs import Difficulties
from .families.proposal_demo import FamilyProposals
from .models import Aid, ClassPosting, Contact, FamilyNeed, FamilyPairing, Pairing
from .notices import VisitToJoin, VisitToMake
from .students.contact_demo import Together
from .students.demo import Proposals
from .students.goal_demo import Goals

AFRAID = (
    "放学后一个人在家有些怕，等妈妈下夜班回来才睡。白天上课没有精神，不是不想学。\n\n"
    "和他约好：先到学校自习室写作业，有事打我电话。妈妈愿意和心理教师谈一次，时间由她来定。"
)
ALONE = "说起换座位以后没有人一起吃午饭。没有多问，只说可以来找我。"
# (index of the member, text); index 2 is the demo user "member"
NOTES = (
    (2, AFRAID),
    (2, ALONE),
    (4, "爷爷住院，这两周跟着姑姑住。担心成绩，其实是惦记爷爷。"),
    (6, "听他讲了半小时球队的事。没有谈成绩，他说下次还想来。"),
    (9, "提到弟弟刚上小学，晚上要辅导弟弟，自己的作业写到很晚。"),
)
REWRITTEN = "已问过：班里有两位同学约她一起吃午饭了。先看两周，不必再提换座位的事。"


# what a notice is of, and the day on which it was made
MADE_ON = (
    (Pairing, "started_on"),
    (FamilyPairing, "started_on"),
    (FamilyNeed, "raised_on"),
    (Aid, "entered_on"),
)

__all__ = [
    "ClassSessions",
    "Difficulties",
    "Drives",
    "Families",
    "FamilyProposals",
    "Goals",
    "HeadTeachers",
    "Notices",
    "Postings",
    "Proposals",
    "SealedNotes",
    "Together",
]


class SealedNotes(DemoPart):
    key, title = "walkins.notes", "保密记录"

    def build(self, school):
        for index, text in NOTES:
            author = school.members[index].staff.user
            rows = Contact.objects.notable_by(author, on=school.today).filter(note=None)
            # in the first week of a term there are few contacts
            if contact := rows.order_by("-happened_on", "pk").first():
                _write(contact, text, by=author, on=school.today)


def _write(contact, text, *, by, on):
    afternoon = timezone.make_aware(datetime.combine(contact.happened_on, time(17, 5)))
    note = write_contact_note(contact, text=text, on=on, at=afternoon, by=by)
    if text == ALONE:
        morning = afternoon + timedelta(hours=16)
        rewrite_note(note, text=f"{ALONE}\n\n{REWRITTEN}", version=1, on=on, at=morning, by=by)


class Notices(DemoPart):
    """Those of the last days are unread."""

    key, title = "walkins.notices", "通知"
    # after everything that makes them
    order = 900

    def build(self, school):
        self.today, self.now = school.today, school.now
        for model, field in MADE_ON:
            about = Notice.objects.filter(subject_type=model._meta.label_lower)
            for row in model.objects.filter(pk__in=about.values("subject_id")):
                self._date(Notice.objects.about(row), getattr(row, field), time(9, 5))
        for row in ClassPosting.objects.filter(until_on=None):
            about = Notice.objects.about(row.school_class)
            self._date(about, row.from_on - timedelta(days=5), time(16, 10))
        visits = Notice.objects.filter(subject_type="walkins.homevisit")
        self._date(visits.filter(kind=VisitToMake.key), self.today - ONE_DAY, time(16, 20))
        self._date(visits.filter(kind=VisitToJoin.key), self.today, time(8, 40))
        OldNotices().run(at=school.now)

    def _date(self, notices, day, clock):
        made = min(timezone.make_aware(datetime.combine(day, clock)), self.now)
        is_read = day < self.today - timedelta(days=7)
        notices.update(told_at=made, read_at=made + timedelta(hours=3) if is_read else None)
