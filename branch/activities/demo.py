"""Sign-ups of the fictional school: the events of service that were held, with hours, and one to come."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from branch.core.contributions import DemoPart
from branch.core.files import read_document, stored
from branch.core.periods import year as calendar_year
from branch.ledgers.document import new_document
from branch.school.models import Student

from . import actions
from .models import (
    Activity,
    ActivityPart,
    Attendance,
    Kind,
    Opening,
    Partner,
    Programme,
    Registration,
    SafetyPlan,
    Slot,
)

PARTNERS = (
    ("春晖社区", Partner.Kind.COMMUNITY),
    ("红心塔", Partner.Kind.BRAND),
    ("中央车站", Partner.Kind.UNIT),
    ("桂花街道", Partner.Kind.STREET),
)
# title, what is asked, places, whether pupils may take it, whether it is a consultation
ROLES = (
    ("亲子阅读", "活动室一楼，带读绘本", 12, True, False),
    ("家庭教育咨询", "需有家庭教育指导师证，或由心理教师带", 5, False, True),
    ("现场引导", "提前半小时到，负责签到和秩序", 3, False, False),
    ("摄影和记录", "不拍孩子正脸，先问家长", 1, False, False),
)
# how many members take each role of the event to come; the first role has pupils too
TAKEN = (4, 3, 4, 1)
# the series in which pupils take part
OUT_TOGETHER = "“党团员志愿者在行动”"
PUPILS = 6
# pupils of an earlier event, all of them League members
HELPERS = 18
LEADERS = (9, 12)
SERVICE_KINDS = (
    Kind.VOLUNTEERING,
    Kind.SERVICE_EXPRESS,
    Kind.COMMUNITY_LECTURE,
    Kind.JOINT_PROGRAMME,
)
OPEN_BEFORE, CLOSED_BEFORE = timedelta(days=14), timedelta(hours=15)


class SignUps(DemoPart):
    key, title, order = "activities.signups", "志愿服务", 60

    def build(self, school):
        self.school = school
        self.secretary, self.committee = (member.staff for member in school.members[:2])
        self.partners = [Partner.objects.create(name=name, kind=kind) for name, kind in PARTNERS]
        served = Activity.objects.filter(programme__kind__in=SERVICE_KINDS)
        held = list(served.done().select_related("programme").order_by("starts_at"))
        for turn, activity in enumerate(held):
            self._hold(activity, turn, is_last=activity == held[-1])
        self._issue_statement()
        self._open(self._to_come(served))

    def _issue_statement(self):
        """A statement of the demo user's year, where any of its hours are confirmed."""
        today = self.school.today
        own = Registration.objects.confirmed().filter(staff__user__username="member")
        if row := own.held_within(calendar_year(today)).first():
            actions.issue_statement(year=today.year, on=today, by=row.staff.user)

    def _hold(self, activity, turn, *, is_last):
        """What was signed up for an event of the past, and its hours; the last one waits to be confirmed."""
        seats = Attendance.objects.filter(activity=activity, state=Attendance.State.PRESENT)
        people = [seat.staff for seat in seats.select_related("staff").order_by("pk")]
        if not people:
            return
        opening = self._opened(activity, people)
        if is_last:
            return
        rows = Registration.objects.placed().filter(opening=opening).select_related("staff")
        actions.confirm_hours(
            opening,
            rows=[(row, {"hours": opening.planned_hours, "is_absent": False}) for row in rows],
            served_count=activity.audience_count,
            evidence="签到表、现场照片",
            version=opening.version,
            at=activity.starts_at + timedelta(days=1),
            by=self.secretary.user,
        )
        if activity.programme.name == OUT_TOGETHER:
            # whose rows are deleted by now; their number stays
            Opening.objects.filter(pk=opening.pk).update(pupil_count=HELPERS, league_count=HELPERS)
        self._see_own(opening, activity)
        if turn == 0:
            self._add_late(opening, activity, people)

    def _opened(self, activity, people):
        """An opening that is over, in bulk: one role for each of its people."""
        ends_at = activity.ends_at or activity.starts_at + timedelta(hours=2)
        halves = round((ends_at - activity.starts_at) / timedelta(minutes=30))
        opening = Opening.objects.create(
            activity=activity,
            opens_at=activity.starts_at - OPEN_BEFORE,
            closes_at=activity.starts_at - CLOSED_BEFORE,
            planned_hours=Decimal(halves) / 2,
        )
        self._join(activity)
        slots = _slots_of(opening, len(people))
        Registration.objects.bulk_create(
            Registration(
                opening=opening,
                slot=slots[turn % len(slots)],
                number=turn // len(slots) + 1,
                staff=staff,
                state=Registration.State.PLACED,
                entered_by=staff,
                entered_at=opening.opens_at + timedelta(hours=turn + 1),
            )
            for turn, staff in enumerate(people)
        )
        return opening

    def _see_own(self, opening, activity):
        """The hours of the secretary, who confirmed the others', seen by another."""
        for row in Registration.objects.proposed().filter(opening=opening):
            at = activity.starts_at + timedelta(days=2)
            actions.confirm_proposal(row, at=at, by=self.committee.user)

    def _add_late(self, opening, activity, people):
        """One who came without having signed up, until another has seen it."""
        others = [row.staff for row in self.school.members if row.staff not in people]
        actions.add_late(
            opening,
            staff=others[-1],
            slot=opening.slots.first(),
            hours=opening.planned_hours,
            at=activity.starts_at + timedelta(days=3),
            by=self.secretary.user,
        )

    def _join(self, activity):
        """Set the partner at whose place it is."""
        for partner in self.partners:
            if partner.name in activity.place or partner.name in activity.title:
                Activity.objects.filter(pk=activity.pk).update(partner=partner)

    def _to_come(self, served):
        """The next event of service within three weeks; where the calendar has none, one on a Saturday."""
        now = self.school.now
        near = served.planned().filter(programme__kind=Kind.VOLUNTEERING, starts_at__gt=now)
        near = near.filter(starts_at__lt=now + timedelta(days=21))
        if found := near.order_by("starts_at").first():
            return found
        days = (5 - self.school.today.weekday()) % 7 + 7
        starts_at = timezone.localtime(now + timedelta(days=days)).replace(hour=9, minute=0)
        return actions.plan_activity(
            programme=Programme.objects.get(name=OUT_TOGETHER),
            title="社区服务日",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place="春晖社区",
            host=self.school.members[16].staff,
            at=now,
            by=self.secretary.user,
        )

    def _open(self, activity):
        now, by = self.school.now, self.secretary.user
        opening = actions.open_activity(
            activity,
            rows=[(_Row(order), _columns(role)) for order, role in enumerate(ROLES)],
            opens_at=now - timedelta(days=3),
            closes_at=max(activity.starts_at - CLOSED_BEFORE, now + timedelta(hours=1)),
            planned_hours=Decimal(2),
            meeting_point="8:40 社区活动室门口",
            remark="志愿者马甲，现场领取",
            partner=self.partners[0],
            leaders=[self.school.members[n].staff for n in LEADERS],
            at=now,
            by=by,
        )
        people = self._others_than_the_host(activity)
        for slot, count in zip(opening.slots.all(), TAKEN, strict=True):
            taken, people = people[:count], people[count:]
            actions.add_colleagues(opening, slot=slot, staff=taken, at=now, by=by)
        actions.store_safety_plan(opening, plan=stored(SafetyPlan, _plan()), by=by)
        self._enter_pupils(opening)

    def _others_than_the_host(self, activity):
        """Members to sign up: neither the host nor the demo user, who is to do it."""
        hosts = ActivityPart.objects.filter(activity=activity, role=ActivityPart.Role.HOST)
        left_out = set(hosts.values_list("staff", flat=True))
        people = [row.staff for row in self.school.members[3:] if row.staff.pk not in left_out]
        return [staff for staff in people if not staff.user or staff.user.username != "member"]

    def _enter_pupils(self, opening):
        today = self.school.today
        school_class = self.school.classes[3, 1]
        pupils = Student.objects.in_classes([school_class], on=today).order_by("number")[:PUPILS]
        facts = {"consent_on": today - timedelta(days=1)}
        actions.enter_pupils(
            opening,
            slot=opening.slots.first(),
            rows=[(student, facts) for student in pupils],
            are_league_members=True,
            at=self.school.now,
            by=self.committee.user,
        )


def _slots_of(opening, count):
    """The roles of an event that was held, with room for its people."""
    is_plain = opening.activity.programme.kind == Kind.VOLUNTEERING
    roles = ROLES if is_plain else ROLES[1:]
    slots = []
    for order, role in enumerate(roles):
        columns = _columns(role)
        columns["places"] = max(columns["places"], -(-count // len(roles)))
        slots.append(Slot.objects.create(opening=opening, order=order, **columns))
    return slots


class _Row:
    """A row of the form of roles, none of which is stored yet."""

    slot_pk = None

    def __init__(self, order):
        self.pk = str(order)


def _columns(role):
    return dict(zip(actions.SLOT_COLUMNS, role, strict=True))


def _plan():
    """The safety plan as an uploaded document."""
    document, _ = new_document(title="活动安全预案", org="", at=timezone.now())
    document.add_paragraph("集合点名，步行前往，过马路由带队教师在前。返校点名后解散。")
    out = BytesIO()
    document.save(out)
    return read_document(SimpleUploadedFile("活动安全预案.docx", out.getvalue()))
