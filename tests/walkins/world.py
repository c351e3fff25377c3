"""Needs, pairings and contacts, excuses from the duties about them, and notices of them."""

from datetime import date

from django.utils import timezone

from branch.coverage.actions import notify
from branch.coverage.models import Excuse, Notice
from branch.school.models import SchoolClass, Term
from branch.walkins.models import PostingPlan
from branch.walkins.notices import PairingStarted
from tests.door import COMMITTEE
from tests.factories import (
    make_campaign,
    make_class,
    make_contact,
    make_family_need,
    make_family_pairing,
    make_hardship,
    make_need,
    make_note,
    make_pairing,
    make_posting,
    make_session,
    make_student,
    make_visit,
    make_visit_note,
    make_visit_photo,
)
from tests.walkins.aid.books import Books, small
from tests.walkins.claims import make_claim
from tests.walkins.classes.heads import make_member_head, make_waiver
from tests.walkins.goals import make_goal, make_progress, make_subject
from tests.walkins.students.factories import make_family_proposal, make_proposal

SENTENCE = "他说夜里听见雨声就睡不着"
CLASS_AND_PAIR = COMMITTEE | {"member", "head"}
# what is private about a family: own and another's; who may read it, on whatever page
FACTS = "妈妈在菜市场卖菜弟弟上幼儿园", "奶奶带着两个孩子住在厂房里"
ADDRESSES = "桂花巷十七号后院二楼", "柳树湾九组水塔旁平房"
REMARKS = "舅舅答应月底前来修灯", "房东催了两回搬走的事"
# of sessions of the head's class, at which the member helped, and of another class
FEEDBACK = "分组时靠窗两组话少一些", "后半节课有人提前走开了"
# of a task of the teacher's, with a family that the teacher does not know else
TASK = "已经和阅览室说好留座位"
# of a contact recorded for the member, and of one at which the teacher and the member helped
CLAIMED = "课间碰到一起看了错题本"
HELPED = "说起搬到新宿舍的第一周"
# goals of the member's pairing and of another one, and how a trend of each is told
GOALS = "午休到图书角借一本书看", "轮到值日那天早来十分钟"
TRENDS = "古琴：10月9日要多帮一把", "竹笛：10月8日学得轻松"
# why a head teacher lacks hours
WAIVED = "接任晚了没赶上八月的培训"
# why a member is asked although they have as many students as the figure allows: own, another's, and of one who said no
ASKED = "住在同一条街顺路多问一句", "从前带过她的数学兴趣小组"
REFUSED = "原想请她接着带完这一学期"
# goods that reached the pupil of the head's class and one of another
AID = "羊毛围巾与手套各一副", "折叠桌连同护眼灯一套"
# of both, so that the letter to the parents can be printed
ACCEPTED = {"accepted_on": date(2026, 11, 17)}
READ_BY = {
    text: readers
    for own, other in (FACTS, ADDRESSES, REMARKS, AID)
    for text, readers in ((own, CLASS_AND_PAIR), (other, COMMITTEE))
} | {
    **dict.fromkeys((GOALS[0], TRENDS[0]), CLASS_AND_PAIR | {"counsellor"}),
    **dict.fromkeys((GOALS[1], TRENDS[1]), COMMITTEE),
    TASK: COMMITTEE | {"teacher"},
    CLAIMED: CLASS_AND_PAIR,
    HELPED: COMMITTEE,
    WAIVED: COMMITTEE,
    ASKED[0]: COMMITTEE,
    ASKED[1]: COMMITTEE,
    REFUSED: COMMITTEE,
    FEEDBACK[0]: CLASS_AND_PAIR | {"counsellor"},
    # the member is linked to that class
    FEEDBACK[1]: COMMITTEE | {"counsellor", "member"},
}


def add_rows(world):
    """Own: the member's pairing, in the head's class, with an open need. Other: none of these."""
    student, stranger = world.pupils[:2]
    need = make_need(student)
    closed = make_need(stranger, until_on=date(2026, 10, 1), close_reason="met")
    member = world.users["member"].staff.member
    pairing, far = make_pairing(student=student, member=member), make_pairing(student=stranger)
    world.add("need", need, closed)
    world.add("pairing", pairing, far)
    world.add("contact", make_contact(pairing), make_contact(far))
    world.add(
        "proposal",
        make_proposal(student=student, member=member, over_reason=ASKED[0], **ACCEPTED),
        make_proposal(over_reason=ASKED[1], **ACCEPTED),
    )
    make_proposal(
        student=student,
        member=member,
        over_reason=REFUSED,
        closed_on=date(2026, 11, 18),
        closed_as="declined",
        decline_reason="no_time",
    )
    _add_goals(world, pairing, far)
    _add_notes(world, pairing, far)
    _add_claims(world, pairing, far)
    _add_plans(world)
    _add_campaigns(world)
    _add_sessions(world)
    _add_families(world, student, stranger)
    _add_classes(world, stranger)
    world.add("notice", *map(_told, (pairing, far)))
    _add_heads(world)
    _add_aid(world, student, stranger)
    world.add("standing_excuse", *(_excuse(row, world) for row in (pairing, far)))
    secretary = world.users["secretary"].staff.member
    world.rows["excuse"] = {
        "own": {"duty_key": "walkins.member_pairing", "pk": secretary.pk},
        "other": {"duty_key": "walkins.student_pairing", "pk": _waiting(world).pk},
    }


def _add_goals(world, *pairings):
    """A goal and a band of the member's pairing and of another one."""
    world.rows["goal"] = {}
    for whose, pairing, what, told, band in zip(
        ("own", "other"), pairings, GOALS, TRENDS, ("help", "easy"), strict=True
    ):
        day = date(2026, 10, 9 if whose == "own" else 8)
        make_progress(pairing, make_subject(told.partition("：")[0], 90), band, on=day)
        goal = make_goal(pairing, what)
        world.rows["goal"][whose] = {"pk": pairing.pk, "goal_pk": goal.pk}


def _add_classes(world, stranger):
    """Own: the class of the head teacher. Other: that of the stranger, beside which the member stands."""
    member = world.users["member"].staff.member
    linked = stranger.enrolments.get().school_class
    world.add("class_page", world.school_class, linked, far=make_class())
    world.add(
        "posting",
        make_posting(school_class=world.school_class),
        make_posting(school_class=linked, member=member),
    )


def _add_aid(world, student, stranger):
    """Drives with goods for a pupil each, the other one's by lines that the secretary entered; one more waits."""
    drives, lines = [], []
    people = world.users["committee"], world.users["secretary"]
    for pupil, goods, hands in zip((student, stranger), AID, (people, people[::-1]), strict=True):
        books = Books(*hands, on=timezone.localdate(), started_on=timezone.localdate())
        books.income(day=books.on)
        books.given(30_000, pupil, day=books.on, **small(goods))
        drives.append(books.drive)
        lines.append(books.give(10_000, pupil, day=books.on))
    world.add("drive", *drives)
    world.add("aid", *lines)


def _add_heads(world):
    """Posts of members who are none of the users, with a reason and without; other: that of the head, no member."""
    bare, waived = make_member_head(), make_member_head()
    world.add("head_post", bare, world.school_class.head_posts.get())
    world.add("waiver", make_waiver(waived, reason=WAIVED), make_waiver())


def _add_campaigns(world):
    """A campaign for the head's class and one for another; the member and a stranger go to a pupil of each today."""
    visitors = [world.users["member"].staff, None]
    campaigns = []
    for pupil, visitor in zip(world.pupils[:2], visitors, strict=True):
        facts = {"visitor": visitor} if visitor else {}
        make_visit(pupil, happened_on=timezone.localdate(), state="planned", **facts)
        school_class = pupil.enrolments.get().school_class
        campaigns.append(make_campaign(audience="class", school_class=school_class))
    world.add("campaign", *campaigns)


def _add_claims(world, pairing, far):
    """Recorded by the head teacher for the member, and by the committee; the stranger's contact had companions."""
    world.add(
        "claim",
        make_claim(pairing, by=world.users["head"], fact=CLAIMED),
        make_claim(far, by=world.users["committee"]),
    )
    helped = make_contact(far, kind="tutoring", fact=HELPED)
    helped.companions.add(*(world.users[name].staff for name in ("teacher", "member")))


def _add_plans(world):
    """A solved draft with a member beside a class, and one that was published."""
    by, member = world.users["secretary"], world.users["member"].staff.member
    days = {"compared_on": date(2026, 8, 31), "computed_at": timezone.now(), "capacity": 2}
    plans = []
    for published in ({}, {"state": "published", "published_on": date(2026, 9, 1)}):
        begins = {"begins_on": date(2026, 9, 1)} if published else {}
        term = Term.objects.order_by("starts_on").last()
        plan = PostingPlan.objects.create(term=term, started_by=by, **days, **published, **begins)
        plan.lines.create(member=member, school_class=SchoolClass.objects.first(), basis="plain")
        plans.append(plan)
    world.add("plan", *plans)


def _add_sessions(world):
    """A session of the head's class at which the member helped, and one of another class."""
    helpers, sessions = ([world.users["member"].staff], []), []
    for pupil, people, text in zip(world.pupils[:2], helpers, FEEDBACK, strict=True):
        school_class = pupil.enrolments.get().school_class
        facts = {"leaders": [world.users["head"].staff], "companions": people}
        if not people:
            facts = {}
        sessions.append(make_session(school_class, **facts, feedback_line=text))
    world.add("session", *sessions)


def _add_notes(world, pairing, far):
    """Notes of the member, of a colleague, of the member's ended pairing; contacts that have none."""
    ended = make_pairing(
        member=pairing.member, until_on=date(2026, 11, 1), end_reason="other", outcome="paused"
    )
    before = make_contact(ended, happened_on=date(2026, 10, 9))
    notes = {
        "own": make_note(make_contact(pairing, kind="aid"), SENTENCE),
        "other": make_note(make_contact(far, kind="aid"), SENTENCE),
        "ended": make_note(before, SENTENCE),
    }
    world.add("note", **notes)
    both = make_contact(pairing, make_pairing(member=pairing.member), kind="tutoring")
    world.add(
        "bare_contact",
        make_contact(pairing, kind="tutoring"),
        make_contact(far, kind="tutoring"),
        noted=notes["own"].contact,
        ended=before,
        of_two=both,
    )


def _add_families(world, student, stranger):
    """Own: a hardship family of the head's class with which the member is paired and whom the member visits."""
    member = world.users["member"].staff.member
    families = [student.family, stranger.family]
    for child in (student, stranger):
        # an import may have listed one of them
        if not child.hardships.exists():
            make_hardship(child)
    for family, address in zip(families, ADDRESSES, strict=True):
        family.address = address
        family.save()
    world.add(
        "family_pairing",
        make_family_pairing(family=families[0], member=member),
        make_family_pairing(family=families[1]),
    )
    world.add(
        "family_proposal",
        make_family_proposal(family=families[0], member=member),
        make_family_proposal(family=families[1]),
    )
    world.add("holder", member, make_pairing().member)
    teacher = world.users["teacher"].staff
    world.add(
        "family_need",
        make_family_need(families[0], remark=REMARKS[0]),
        make_family_need(families[1], remark=REMARKS[1]),
        task=make_family_need(families[1], kind="place", owner=teacher, remark=TASK),
    )
    visits = _visits(world, student, stranger)
    for visit, fact in zip(visits.values(), FACTS, strict=True):
        visit.fact = fact
        visit.save()
    world.add("visit", **visits)
    world.add("planned_visit", **_visits(world, student, stranger, state="planned"))
    world.add("bare_visit", **_visits(world, student, stranger, mode="online"))
    world.add(
        "visitnote", *(make_visit_note(visits[whose], SENTENCE) for whose in ("own", "other"))
    )
    world.rows["visit_photo"] = {
        whose: {"pk": visit.pk, "photo_pk": make_visit_photo(visit).pk}
        for whose, visit in visits.items()
    }


def _visits(world, student, stranger, **fields):
    visitor = world.users["member"].staff
    return {
        "own": make_visit(student, visitor=visitor, **fields),
        "other": make_visit(stranger, **fields),
    }


def _told(pairing):
    """The notice that the pairing's member gets of it."""
    notify(kind=PairingStarted, users=[pairing.member.staff.user], subject=pairing, by=None)
    return Notice.objects.about(pairing).get()


def _excuse(pairing, world):
    return Excuse.objects.create(
        duty_key="walkins.contact",
        subject_type="walkins.pairing",
        subject_id=pairing.pk,
        reason="学生请假离校",
        from_on=date(2026, 9, 1),
        set_by=world.users["secretary"],
    )


def _waiting(world):
    """A student with an open need and no pairing."""
    student = make_student(name="尚知予")
    make_need(student)
    world.pupils.append(student)
    return student
