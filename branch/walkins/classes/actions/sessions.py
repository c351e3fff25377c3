"""Class sessions: planned, logged, corrected, cancelled. The session and its activity are always written together.

`plan_session`, `log_session` and `revise_session` take the fields of `Facts` as keywords.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.activities import actions as activities
from branch.activities.models import Audience, Kind, Programme
from branch.core.models import AuditEvent
from branch.core.periods import school_year
from branch.core.refusals import only
from branch.coverage.actions import notify, settle_notices
from branch.school.models import SchoolClass, SchoolDay, Staff
from branch.school.models.calendar import Calendar
from branch.walkins.classes.models import (
    KEPT_BY,
    ClassSession,
    SessionTheme,
    classes_to_record,
    head_of,
)
from branch.walkins.classes.naming import names_in, refuse_names
from branch.walkins.notices import SessionInExams, SessionOnHoliday

NO_PROGRAMME = (
    "没有“班级团辅”这个项目，请书记在参考数据的“项目”里建一个，应到选“不点名，只填人数”。"
)
NOT_YOURS = "这个班的团辅现在不能由您登记，请重新选择班级。"
NO_LONGER = "这次团辅现在不能改，请支委办理。"
NOT_HERE = "选中的老师里有一名那一天不在校，请重新选择。"
IN_EXAMS = "这一天是考试周，不安排团辅，请改日期。"
TOO_FAR = "安排的日期请在半年以内。"
LAST_YEAR = "上学年的团辅请支委补记。"
NOT_HELD = "还没有开展，开展以后再填。"
TWICE = "这个班这个时间已有一次团辅，没有再存一遍。"
RETIRED = "这个主题已经停用，请另选一个。"
# how far ahead a session is planned
AHEAD = timedelta(days=183)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is stored of a session, planned or held."""

    theme: SessionTheme
    starts_at: datetime
    place: str
    leaders: tuple
    companions: tuple = ()
    headcount: int | None = None
    feedback: int | None = None
    feedback_line: str = ""
    applied: str = ""
    photos_awaited: int = 0
    # column values of pictures whose files are stored
    new_photos: tuple = ()
    dropped_photos: tuple = ()

    @property
    def day(self):
        return self.starts_at and timezone.localdate(self.starts_at)


# the fields that are columns of a session
COLUMNS = ("theme", "feedback", "feedback_line", "applied")
# what only a session that was held has → the field of the form at which it is refused
OUTCOME = {
    "feedback": "feedback",
    "feedback_line": "feedback_line",
    "applied": "applied",
    "new_photos": "new_photos",
    "photos_awaited": "new_photos",
}


@transaction.atomic
def plan_session(*, school_class, at, by, **facts):
    """Store a session that is still to come; it counts nowhere until it is held."""
    facts = Facts(**facts)
    _check_reach(school_class, at=at, by=by)
    session = ClassSession(school_class=school_class)
    _refuse(faults_of_plan(facts, at=at), faults_of(session, facts, at=at))
    store = activities.plan_activity
    return _create(session, facts, store, verb="class_session.planned", at=at, by=by)


@transaction.atomic
def log_session(*, school_class, at, by, **facts):
    """Store a session that has been held; who led or helped is credited once."""
    facts = Facts(**facts)
    _check_reach(school_class, at=at, by=by)
    session = ClassSession(school_class=school_class)
    _refuse(faults_of_past(facts, at=at, by=by), faults_of(session, facts, at=at))
    store = activities.log_activity
    return _create(session, facts, store, verb="class_session.logged", at=at, by=by)


@transaction.atomic
def revise_session(session, *, version, at, by, **facts):
    """Correct a session; a planned one is logged once its time has passed. Its class stays."""
    facts = Facts(**facts)
    session = _lock(session, version, at=at, by=by)
    activity = session.activity
    found = {}
    if facts.starts_at > at and activity.is_planned:
        found = faults_of_plan(facts, at=at)
    elif activity.is_planned or facts.starts_at != activity.starts_at:
        found = faults_of_past(facts, at=at, by=by)
    _refuse(found, faults_of(session, facts, at=at))
    if facts.starts_at != activity.starts_at:
        _refuse_copy(session, facts)
    was_planned = activity.is_planned
    settle_notices(session)
    activities.revise(
        activity, version=activity.version, **_record(session, facts, at=at), at=at, by=by
    )
    verb = "logged" if was_planned and facts.starts_at <= at else "revised"
    return _store(session, facts, verb=f"class_session.{verb}", by=by)


@transaction.atomic
def cancel_session(session, *, reason, version, at, by):
    """Cancel a session, or make its record void; it stays with its reason and counts nowhere."""
    session = _lock(session, version, at=at, by=by)
    refuse_names({"reason": reason}, session.school_class, on=min(session.day, _day(at)))
    activity = session.activity
    activities.cancel(activity, reason=reason, version=activity.version, by=by)
    session.save(update_fields=["version"])
    settle_notices(session)
    AuditEvent.record(actor=by, verb="class_session.cancelled", target=session)
    return session


@transaction.atomic
def add_session_photo(session, *, key, columns, at, by):
    """Store a photo that follows its session, unless one with its key is; return whether it was stored."""
    if not ClassSession.objects.changeable_by(by, on=_day(at)).filter(pk=session.pk).exists():
        raise ValidationError(NO_LONGER)
    return activities.add_photo(session.activity, key=key, columns=columns, by=by)


def tell_of_days(days, *, by):
    """Tell the head teachers of the sessions planned on these days that have to be moved, and nobody of others."""
    settle_notices(ClassSession.objects.filter(activity__starts_at__date__in=days))
    for session in ClassSession.objects.to_be_moved(days):
        head = head_of(session.school_class, on=session.day)
        is_exam = session.off_says == SchoolDay.Kind.EXAM.label
        kind = SessionInExams if is_exam else SessionOnHoliday
        notify(kind=kind, users=[head and head.user], subject=session, by=by, day=session.day)


def programme_of_sessions():
    """The programme of the activities of class sessions; refuse where the school has none."""
    rows = Programme.objects.filter(kind=Kind.CLASS_SESSION, audience=Audience.OPEN)
    programme = rows.order_by("-is_active", "order", "pk").first()
    if programme is None:
        raise ValidationError(NO_PROGRAMME)
    return programme


def _create(session, facts, store, *, verb, at, by):
    _refuse_copy(session, facts)
    record = _record(session, facts, at=at)
    programme = programme_of_sessions()
    session.activity = store(programme=programme, kept_by=KEPT_BY, **record, at=at, by=by)
    return _store(session, facts, verb=verb, by=by)


def _store(session, facts, *, verb, by):
    for name in COLUMNS:
        setattr(session, name, getattr(facts, name))
    session.full_clean(exclude=["activity", "school_class"])
    session.save()
    AuditEvent.record(actor=by, verb=verb, target=session)
    return session


def _record(session, facts, *, at):
    """The fields of the activity's `Record`."""
    first, *others = facts.leaders
    helpers = [staff for staff in facts.companions if staff not in facts.leaders]
    return {
        "title": f"{session.school_class.name_on(facts.day)}《{facts.theme}》",
        "starts_at": facts.starts_at,
        "place": facts.place,
        "audience_count": facts.headcount,
        "host": first,
        "co_hosts": tuple(others),
        "assistants": tuple(helpers),
        "participants": (*facts.leaders, *helpers) if facts.starts_at <= at else (),
        "photos_awaited": facts.photos_awaited,
        "new_photos": facts.new_photos,
        "dropped_photos": facts.dropped_photos,
    }


def faults_of(session, facts, *, at):
    """{field: a sentence}: nobody or people who did not work here that day, a theme out of use, names of pupils.

    What is not filled in yet may be None.
    """
    found = _faults_of_people(facts)
    if facts.theme and not facts.theme.is_active and facts.theme.pk != session.theme_id:
        found["theme"] = RETIRED
    texts = {name: getattr(facts, name) for name in ("place", "feedback_line", "applied")}
    on = min(facts.day or _day(at), _day(at))
    return found | names_in(texts, session.school_class, on=on)


def _faults_of_people(facts):
    found = {} if facts.leaders else {"leaders": "请选择组织教师。"}
    for name in ("leaders", "companions") if facts.day else ():
        ids = {staff.pk for staff in getattr(facts, name)}
        if Staff.objects.working_on(facts.day).filter(pk__in=ids).count() < len(ids):
            found[name] = NOT_HERE
    return found


def faults_of_plan(facts, *, at):
    """{field: a sentence}: a plan in exams or too far ahead, and what only a session that was held has."""
    found = {field: NOT_HELD for name, field in OUTCOME.items() if getattr(facts, name)}
    if facts.day > _day(at) + AHEAD:
        found["starts_at"] = TOO_FAR
    elif Calendar(facts.day, facts.day).is_exam(facts.day):
        found["starts_at"] = IN_EXAMS
    return found


def faults_of_past(facts, *, at, by):
    """{field: a sentence}: no headcount; a day of a school year that is over, but for those who record for every class."""
    found = {} if facts.headcount else {"headcount": "请填写参加人数。"}
    is_past = facts.day < school_year(_day(at)).start
    if is_past and not by.has_perm("walkins.record_every_classsession"):
        found["starts_at"] = LAST_YEAR
    return found


def faults_seen(school_class, *, current, facts, at, by):
    """{field: a sentence} of what is known of a form that cannot be stored yet; its facts may be None."""
    facts = Facts(**{"theme": None, "starts_at": None, "place": "", "leaders": (), **facts})
    found = faults_of(current or ClassSession(school_class=school_class), facts, at=at)
    if current and current.is_done and facts.starts_at == current.activity.starts_at:
        return found
    if facts.starts_at and facts.starts_at > at:
        found |= faults_of_plan(facts, at=at)
    elif facts.starts_at:
        found |= faults_of_past(facts, at=at, by=by)
    return found


def _refuse(*found):
    """Refuse all these faults at once."""
    if errors := {field: says for faults in found for field, says in faults.items()}:
        raise ValidationError(errors)


def _check_reach(school_class, *, at, by):
    if not classes_to_record(by, on=_day(at)).filter(pk=school_class.pk).exists():
        raise ValidationError({"school_class": NOT_YOURS})
    # serialises what is recorded for the class, so that two pages cannot store the same session
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)


def _refuse_copy(session, facts):
    """Refuse another session of the class at the same moment, as of a page sent again after going back."""
    rows = ClassSession.objects.not_cancelled().filter(school_class=session.school_class)
    rows = rows.exclude(pk=session.pk)
    if rows.filter(activity__starts_at=facts.starts_at).exists():
        raise ValidationError({"starts_at": TWICE})


def _lock(session, version, *, at, by):
    """Lock the session at this version; refuse a user to whom it was closed after the page read it."""
    check = only(ClassSession.objects.changeable_by(by, on=_day(at)), NO_LONGER)
    return ClassSession.objects.select_related("activity").lock(session.pk, version, check=check)


def _day(at):
    return timezone.localdate(at)
