"""党员名册: imports the members among the staff, with their dates, group and offices."""

import re
from dataclasses import replace
from datetime import date
from functools import partial

from branch.core.dated import ONE_DAY
from branch.coverage.models import Excuse
from branch.rosters import cells, looks
from branch.rosters.changes import changed, new
from branch.rosters.importer import Field, Importer, Outcome, begins_on
from branch.school.imports.identity import is_alike
from branch.school.imports.terms import OfATerm
from branch.school.models import Staff

from .models import FormerGroup, Member, MemberStatus, Office, PartyGroup
from .strokes import strokes_of

# the Party was founded in this month
EARLIEST = date(1921, 7, 1)
EARLIEST_BIRTH = date(1920, 1, 1)
SHORT, WORDS = partial(cells.words, limit=10), partial(cells.words, limit=100)
Kind = MemberStatus.Kind
KINDS = {"正式": Kind.FULL, "预备": Kind.PROBATIONARY}
# what forms of the state call a full member
FULL_TOO = {"党员", "中共党员", "共产党员", "中国共产党党员"}
OFFICES = (
    ("副书记", Office.Kind.DEPUTY),
    ("书记", Office.Kind.SECRETARY),
    ("组织", Office.Kind.ORGANISATION),
    ("宣传", Office.Kind.PUBLICITY),
    ("纪检", Office.Kind.DISCIPLINE),
    ("青年", Office.Kind.YOUTH),
)
NO_OFFICE = {"党员", "无"}
DATES = {"joined_on": EARLIEST, "full_on": EARLIEST, "born_on": EARLIEST_BIRTH}


class MemberImporter(OfATerm, Importer):
    """A member a row; the member must be on the staff already."""

    kind, title, order = "members", "党员名册", 20
    permission = "members.import_member"
    hint = (
        "每名党员一行，至少有工号、党员类别、入党时间和党小组。先导入教职工名册，再导入党员名册。"
    )
    fields = (
        Field(
            "工号",
            "number",
            cells.key_number,
            ("职工号", "教工号", "教师工号", "职工编号", "教职工号"),
            is_required=True,
            looks=looks.numbers,
        ),
        Field("姓名", "name", cells.person_name, ("党员姓名",), looks=looks.names),
        Field("党员类别", "kind_text", SHORT, ("类别", "党员身份", "正式预备"), is_required=True),
        Field(
            "入党时间",
            "joined_on",
            cells.day,
            ("入党日期", "入党年月", "加入党组织日期"),
            is_required=True,
        ),
        Field("转正时间", "full_on", cells.day, ("转正日期", "转正年月", "转为正式党员日期")),
        Field(
            "党小组",
            "group",
            partial(cells.words, limit=20),
            ("所在党小组", "小组", "所属党小组"),
            is_required=True,
        ),
        Field(
            "党内职务", "offices_text", partial(cells.words, limit=60), ("支部职务", "党内职务名称")
        ),
        Field("民族", "ethnicity", SHORT),
        Field("出生年月", "born_on", cells.day, ("出生日期", "出生年月日", "生日")),
        Field("学历", "education", SHORT, ("文化程度",)),
        Field("备注", "remark", WORDS),
    )
    models = (PartyGroup, Member, FormerGroup, MemberStatus, Office)
    main = Member
    outcomes = (
        Outcome("seat_taken", "{} 项党内职务换人", is_ending=True),
        Outcome("seat_left", "{} 项党内职务结束", is_ending=True),
        Outcome("regrouped", "{} 名党员调整党小组"),
        Outcome("regularised", "{} 名预备党员转正"),
    )

    def fields_on(self, on):
        days = {
            name: partial(cells.day, earliest=first, latest=on) for name, first in DATES.items()
        }
        return [replace(one, clean=days.get(one.name, one.clean)) for one in self.fields]

    def complete(self, line, *, on):
        values = line.values
        self._kind(line, values.pop("kind_text", ""))
        self._offices(line, values.pop("offices_text", ""))
        joined_on, full_on = values.get("joined_on"), values.get("full_on")
        if joined_on and full_on and full_on <= joined_on:
            line.fault("转正时间", cells.BAD_DATE, "转正时间要晚于入党时间。")
        if full_on and values.get("kind") == Kind.PROBATIONARY:
            line.note("预备党员还没有转正，转正时间没有读入。")
            values["full_on"] = ""

    def _kind(self, line, text):
        kinds = [kind for word, kind in KINDS.items() if word in text]
        if not kinds and text in FULL_TOO:
            kinds = [Kind.FULL]
            line.note(f"党员类别“{text}”当作正式党员读入，请核对。")
        if text and len(kinds) != 1:
            line.fault("党员类别", cells.MISSING, "党员类别请写“正式党员”或“预备党员”。")
        line.values["kind"] = kinds[0] if len(kinds) == 1 else ""

    def _offices(self, line, text):
        found = []
        for token in filter(None, re.split(r"[、,，;；/\s]+", text)):
            kind = next((kind for word, kind in OFFICES if word in token), None)
            if kind:
                found.append(kind)
            elif token not in NO_OFFICE:
                line.note(f"党内职务“{token}”没有登记：支委只有书记、副书记和各委员。")
        line.values["offices"] = found

    def compare(self, lines):
        super().compare(lines)
        self.once(lines, "offices", _is_taken)

    def held(self, pks):
        """The pks of members with an excuse (支教, long leave), whom an undo keeps."""
        excused = Excuse.objects.standing(Member).filter(subject_id__in=pks)
        return set(excused.values_list("subject_id", flat=True))

    def remarks(self, lines, *, on):
        if not any(line.values.get("offices") for line in lines):
            return []
        return ["党内职务按名册登记；登录后能办哪些事由“角色任命”决定，不随名册改变。"]

    def plan(self, lines, *, on, effective_on):
        branch = Branch(lines)
        for line in lines:
            Joining(line, branch, on=on, effective_on=effective_on).plan()


def _is_taken(kind, who):
    return f"{Office.Kind(kind).label}在这份名册里先写了 {who}，这一行没有登记。"


class Branch:
    """The stored staff, groups, memberships and offices that some rows name."""

    def __init__(self, lines):
        rows = Staff.objects.filter(number__in=[line.values["number"] for line in lines])
        self.staff = {row.number: row for row in rows}
        members = Member.objects.filter(staff__in=self.staff.values())
        members = members.select_related("staff", "group").prefetch_related(
            "statuses", "offices", "former_groups"
        )
        self.members = {row.staff.number: row for row in members}
        self.groups = {row.name: row for row in PartyGroup.objects.all()}
        seats = list(Office.objects.select_related("member__staff").order_by("until_on"))
        self.seats = {row.kind: row for row in seats if row.until_on is None}
        self.ended = {row.kind: row.until_on for row in seats if row.until_on}


class Joining:
    """Plans the changes of one row. A blank cell never erases a stored value."""

    def __init__(self, line, branch, *, on, effective_on):
        self.line, self.branch, self.values = line, branch, line.values
        self.on, self.effective_on = on, effective_on
        self.changes = []

    def plan(self):
        staff = self.branch.staff.get(self.values["number"])
        if staff is None or staff.until_on:
            says = "已登记离校" if staff else "不在教职工名册里"
            self.line.fault(
                "工号", cells.UNKNOWN_STAFF, f"工号 {self.values['number']} {says}，请核对。"
            )
            return
        name = self.values.get("name")
        if name and not is_alike(name, staff.name):
            says = f"这个工号在教职工名册里是“{staff.name}”，请核对工号和姓名。"
            self.line.fault("工号", cells.UNKNOWN_STAFF, says)
            return
        if name not in ("", None, staff.name):
            self.line.note(f"教职工名册里这个工号是“{staff.name}”，请核对是不是同一个人。")
        member, is_new = self._member(staff)
        self._seats(member, self._statuses(member, is_new))
        self.line.changes = [one for one in self.changes if one]

    def _member(self, staff):
        said = {name: self.values.get(name) for name in ("ethnicity", "education", "remark")}
        days = {"joined_on": "joined_on", "born_on": "born_on", "regularised_on": "full_on"}
        said |= {name: _day(self.values.get(value)) for name, value in days.items()}
        said = {name: value for name, value in said.items() if value}
        said["group"] = self._group()
        member = self.branch.members.get(staff.number)
        if member:
            if member.group != said["group"]:
                self._leave_group(member)
            self.changes.append(changed(member, **said))
            return member, False
        member = Member(staff=staff, surname_strokes=strokes_of(staff.name), **said)
        self.changes.append(new(member))
        return member, True

    def _leave_group(self, member):
        """Keep the group they were in until the day before the roster counts."""
        starts_on = begins_on(self.on, self.effective_on, since=member.in_group_since)
        self.line.brings("regrouped", f"离开{member.group}，编入{self.values['group']}")
        former = member.group_left(until_on=starts_on - ONE_DAY)
        if former:
            self.changes.append(new(former))

    def _group(self):
        name = self.values["group"]
        if name not in self.branch.groups:
            group = PartyGroup(name=name, order=len(self.branch.groups) + 1)
            self.branch.groups[name] = group
            self.changes.append(new(group))
        return self.branch.groups[name]

    def _statuses(self, member, is_new):
        """The running status; of a known member a roster changes only a probation that has ended."""
        known = [] if is_new else list(member.statuses.all())
        if not known:
            return self._first_statuses(member)
        running = next((row for row in known if row.until_on is None), None)
        is_full = self.values["kind"] == Kind.FULL
        if running is None:
            self.line.note("已登记转出，党员类别没有改动。")
        elif running.kind == Kind.FULL and not is_full:
            self.line.note("已登记为正式党员，党员类别没有改动。")
        elif running.kind == Kind.PROBATIONARY and is_full:
            return self._regularise(member, running)
        return running

    def _first_statuses(self, member):
        """Add a status from the day of joining: probationary until the branch voted, then full."""
        joined_on, full_on = _day(self.values["joined_on"]), _day(self.values.get("full_on"))
        if self.values["kind"] != Kind.FULL:
            return self._begin(member, Kind.PROBATIONARY, joined_on)
        if full_on is None:
            self.line.note("没有写转正时间，按入党之日起为正式党员登记，请核对。")
            return self._begin(member, Kind.FULL, joined_on)
        self._begin(member, Kind.PROBATIONARY, joined_on, full_on - ONE_DAY)
        return self._begin(member, Kind.FULL, full_on)

    def _regularise(self, member, probation):
        full_on = _day(self.values.get("full_on")) or self.on
        if full_on <= max(probation.from_on, member.joined_on):
            self.line.note(
                f"预备期从 {probation.from_on} 登记起，党员类别没有改动，请核对转正时间。"
            )
            return probation
        if not self.values.get("full_on"):
            self.line.note("没有写转正时间，按今天转正登记，请核对。")
        self.line.brings("regularised", f"{full_on} 起为正式党员")
        self.changes.append(changed(probation, until_on=full_on - ONE_DAY))
        self.changes.append(changed(member, regularised_on=full_on))
        return self._begin(member, Kind.FULL, full_on)

    def _begin(self, member, kind, from_on, until_on=None):
        row = MemberStatus(member=member, kind=kind, from_on=from_on, until_on=until_on)
        self.changes.append(new(row))
        return row

    def _seats(self, member, status):
        """Give a full member the offices of the row and end their other ones."""
        kinds = self.values["offices"]
        if kinds and (status is None or status.kind != Kind.FULL):
            who = "预备党员" if status else "已转出的党员"
            self.line.note(f"{who}不能担任党内职务，没有登记。")
            return
        taken = [self._seat(member, kind, status) for kind in kinds]
        if taken and all(taken):
            self._leave_other_seats(member)

    def _seat(self, member, kind, status):
        """Give the member an office, ending that of the holder the day before; return whether they have it."""
        seat = self.branch.seats.get(kind)
        if seat and seat.member == member:
            return True
        if seat and not self._end(seat):
            return False
        if seat:
            said = f"{seat.get_kind_display()}{seat.member}到 {seat.until_on} 为止，换为{member}"
            self.line.brings("seat_taken", said)
        ended_on = self.branch.ended.get(kind)
        days = [self.effective_on, status.from_on, ended_on and ended_on + ONE_DAY]
        row = Office(member=member, kind=kind, from_on=max(filter(None, days)))
        self.branch.seats[kind] = row
        self.changes.append(new(row))
        return True

    def _end(self, seat):
        """End an office the day before the roster counts; one that began since then stays."""
        label = seat.get_kind_display()
        if seat.from_on >= self._start:
            self.line.note(
                f"{label}由{seat.member}从 {seat.from_on} 起担任，没有改动，请到党员名册里登记。"
            )
            return False
        until_on = self._start - ONE_DAY
        self.changes.append(changed(seat, until_on=until_on))
        self.branch.ended[seat.kind] = until_on
        del self.branch.seats[seat.kind]
        return True

    def _leave_other_seats(self, member):
        for kind, seat in list(self.branch.seats.items()):
            if seat.member == member and kind not in self.values["offices"] and self._end(seat):
                said = f"{seat.get_kind_display()}到 {seat.until_on} 为止，不再担任"
                self.line.brings("seat_left", said)

    @property
    def _start(self):
        return begins_on(self.on, self.effective_on)


def _day(text):
    return date.fromisoformat(text) if text else None
