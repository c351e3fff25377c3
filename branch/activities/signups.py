"""What the pages of sign-ups show: an opening with its roles and people, for one reader at one moment."""

from dataclasses import dataclass, field

from branch.core.addresses import address_of
from branch.core.ics import CalendarEntry

from .models import Activity, Opening, Registration, is_old_enough

STATES = Registration.State


def own_states(openings, user):
    """{key of an opening: the state of the user's registration}."""
    rows = Registration.objects.standing().of(user).filter(opening__in=[row.pk for row in openings])
    return dict(rows.values_list("opening", "state"))


def calendar_entry(opening, user):
    """The event for the calendar of a colleague: their role, if they have one, and where they meet."""
    activity = opening.activity
    own = Registration.objects.placed().of(user).filter(opening=opening).select_related("slot")
    own = own.first()
    facts = [f"岗位：{own.slot}"] if own else []
    facts += [f"集合：{opening.meeting_point}"] if opening.meeting_point else []
    facts += [opening.remark] if opening.remark else []
    return CalendarEntry(
        key=f"crew-{activity.pk}",
        version=activity.version,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        title=activity.title,
        place=activity.place,
        is_cancelled=activity.is_cancelled,
        url=opening.get_absolute_url(),
        says="。".join(facts),
    )


class Told:
    """The message of a tap, which depends on what the action stored."""

    row = None

    def of(self, call, *args, **kwargs):
        self.row = call(*args, **kwargs)
        return self.row

    def __str__(self):
        if self.row.is_waiting:
            return (
                f"{self.row.slot}已经满了，已登记候补，您排第 {self.row.place_in_queue} 位。"
                "有人取消会自动补上，并通知您。"
            )
        return f"已报名：{self.row.slot}。截止以前可以改、可以取消。"


@dataclass(frozen=True)
class Unopened:
    """An activity to come that the reader may open for sign-up."""

    activity: Activity

    @property
    def day(self):
        return self.activity.day

    @property
    def where(self):
        began = self.activity.local_start
        return f"{began:%H:%M} {self.activity.place} · {self.activity.series}"

    @property
    def open_url(self):
        return address_of("activities:opening-create", self.activity.pk)


@dataclass(frozen=True)
class Line:
    """An opening in a list; needs `with_counts`."""

    opening: Opening
    own: str | None
    at: object

    @property
    def activity(self):
        return self.opening.activity

    @property
    def lacking(self):
        return max(self.opening.places - self.opening.placed_count, 0)

    @property
    def status(self):
        """(kind, text) of the mark beside it."""
        if self.own == STATES.PLACED or self.own == STATES.ADDED:
            return "ok", "已报名" if self.opening.takes_changes_at(self.at) else "参加了"
        if self.own == STATES.WAITING:
            return "soon", "候补中"
        if self.opening.has_begun_at(self.at):
            return ("off", "已确认") if self.opening.confirmed_on else ("soon", "待确认时长")
        if not self.opening.is_open_at(self.at):
            before = self.at < self.opening.opens_at
            return ("soon", "还没开始报名") if before else ("off", "报名已截止")
        return ("info", f"还缺 {self.lacking} 名") if self.lacking else ("off", "已满，可候补")

    @property
    def where(self):
        host = self.activity.host_names
        began = self.activity.local_start
        parts = f"{began:%H:%M} {self.activity.place} · {self.activity.series}"
        return f"{parts}　负责人 {host}" if host else parts

    @property
    def button(self):
        return "报名" if self.own is None and self.opening.is_open_at(self.at) else "查看"


@dataclass
class RoleLine:
    """A role with its people, as the reader sees it."""

    slot: object
    placed: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    pupil_count: int = 0
    own: Registration | None = None

    @property
    def placed_count(self):
        return len(self.placed) + self.pupil_count

    @property
    def lacking(self):
        return max(self.slot.places - self.placed_count, 0)

    @property
    def shown_count(self):
        """For the bar, which is no longer than its frame."""
        return min(self.placed_count, self.slot.places)

    @property
    def counts_say(self):
        waits = f"，候补 {len(self.waiting)} 名" if self.waiting else ""
        return f"{self.placed_count} / {self.slot.places} 名{waits}"

    @property
    def is_empty(self):
        return not self.placed and not self.waiting and not self.pupil_count

    @property
    def queue_place(self):
        """Where the reader waits in this role, counted from the numbers."""
        return sum(row.number <= self.own.number for row in self.waiting)


@dataclass
class Pupils:
    """The pupils of an event: numbers, and the names where the reader may read them."""

    count: int = 0
    league_count: int = 0
    named: list = field(default_factory=list)
    lacking: list = field(default_factory=list)
    is_expected: bool = False

    @property
    def named_ids(self):
        return [row.student_id for row in self.named]

    @property
    def says(self):
        """团员 18 名，学生志愿者 2 名: nobody under 14 is called the former."""
        rest = self.count - self.league_count
        parts = [f"团员 {self.league_count} 名"] if self.league_count else []
        parts += [f"学生志愿者 {rest} 名"] if rest or not parts else []
        return "，".join(parts)


@dataclass
class Sheet:
    """All that the page of an opening shows."""

    opening: Opening
    roles: list
    pupils: Pupils
    own: Registration | None
    added: list
    is_run: bool
    may_enter_pupils: bool
    may_read_plan: bool
    is_open: bool
    is_changeable: bool
    has_begun: bool
    is_before: bool

    @property
    def lacking(self):
        return sum(role.lacking for role in self.roles)

    @property
    def placed_count(self):
        return sum(role.placed_count for role in self.roles)

    @property
    def places(self):
        return sum(role.slot.places for role in self.roles)

    @property
    def first_free(self):
        """The role whose button is the main one: the first with a place, where one has none yet."""
        if self.own:
            return None
        return next((role.slot.pk for role in self.roles if role.lacking), None)

    @property
    def has_names(self):
        return any(not role.is_empty for role in self.roles) or bool(self.added)

    @property
    def may_confirm(self):
        return self.is_run and self.has_begun and not self.opening.activity.is_cancelled


def may_read_plan(opening, user):
    """Whether the user may open the safety plan: who runs the event, leads its pupils or may enter some."""
    leads = Opening.objects.led_by(user).filter(pk=opening.pk)
    return user.has_perm("activities.enter_pupils") or opening.is_run_by(user) or leads.exists()


def sheet_of(opening, user, *, at):
    """The `Sheet` of an opening for a reader at a moment."""
    rows = Registration.objects.listed().filter(opening=opening)
    rows = list(rows.select_related("staff__user", "student"))
    roles = {slot.pk: RoleLine(slot) for slot in opening.slots.all()}
    own = next((row for row in rows if row.staff and row.staff.user_id == user.pk), None)
    for row in rows:
        _put(row, roles[row.slot_id])
    if own:
        roles[own.slot_id].own = own
    is_run = opening.is_run_by(user)
    return Sheet(
        opening=opening,
        roles=list(roles.values()),
        pupils=_pupils(opening, rows, list(roles.values()), user, at=at),
        own=own,
        added=[row for row in rows if row.is_added],
        is_run=is_run,
        may_enter_pupils=user.has_perm("activities.enter_pupils"),
        may_read_plan=is_run or may_read_plan(opening, user),
        is_open=opening.is_open_at(at),
        is_changeable=opening.takes_changes_at(at),
        has_begun=opening.has_begun_at(at),
        is_before=at < opening.opens_at,
    )


def _put(row, role):
    if row.student_id:
        role.pupil_count += row.is_placed
    elif row.is_placed and not row.is_absent:
        role.placed.append(row)
    elif row.is_waiting:
        role.waiting.append(row)


def _pupils(opening, rows, roles, user, *, at):
    mine = [row for row in rows if row.student_id]
    named = Registration.objects.standing().pupils_named_to(user, opening=opening, at=at)
    named = list(named.select_related("student", "slot").order_by("slot", "number"))
    for row in [*mine, *named]:
        row.is_league_member_then = row.is_league_member_on(opening.day)
    return Pupils(
        count=len(mine),
        league_count=sum(row.is_league_member_then for row in mine),
        named=named,
        lacking=[] if not mine and not roles else opening.lacks_for_pupils(),
        is_expected=any(role.slot.takes_pupils for role in roles) or bool(mine),
    )


def says_of_age(student, *, on):
    """团员可登记 or 学生志愿者: what a pupil may be called on the day of the event."""
    return "满 14 周岁" if is_old_enough(student, on=on) else "不满 14 周岁或没有登记生日"
