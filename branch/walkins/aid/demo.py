"""Two drives of the fictional school: one that runs, with a line in every state, and one of last school year."""

from datetime import timedelta

from branch.accounts.models import Role, RoleGrant
from branch.core.contributions import DemoPart
from branch.core.periods import school_year
from branch.school.actions import deal_roll_numbers
from branch.school.models import Student
from branch.walkins.families.models import FamilyHardship

from .actions import (
    approve_aid,
    enter_aid,
    enter_income,
    refuse_aid,
    reverse_aid,
    revise_drive,
    start_drive,
    withdraw_aid,
)

OFFICE = "学校财务室"
# how many days before today, source, fen, who took it and the receipt
INCOMES = (
    (22, "union", 300_000, OFFICE, "工会字第 0098 号"),
    (20, "members", 680_000, "工会代收", "工会字第 0102 号"),
    (15, "society", 306_050, OFFICE, "收款字第 0033 号"),
)
QUILTS = {
    "kind": "comfort",
    "occasion": "winter",
    "goods": "棉被 6 件",
    "receipt": "学助字第 0405 号",
}
# days before today, source, fen, first student of the list and how many, the rest
GIVEN = (
    (12, "union", 115_250, (0, 6), QUILTS),
    (11, "members", 80_000, (6, 1), {"kind": "money", "receipt": "学助字第 0409 号"}),
    (8, "society", 30_000, (7, 1), {"kind": "money", "receipt": "学助字第 0471 号"}),
    (6, "union", 18_000, (0, 1), {"kind": "goods", "goods": "学习用品 2 件"}),
)
MENDED = (4, "society", 30_000, (7, 1), {"kind": "money", "receipt": "学助字第 0417 号"})
WAITS = (1, "members", 60_000, (8, 1), {"kind": "money", "receipt": "学助字第 0422 号"})

# of last school year, days before it ended
LAST_INCOMES = (
    (120, "union", 230_000, OFFICE, "工会字第 0061 号"),
    (118, "school", 300_000, OFFICE, "转账字第 0012 号"),
)
BOOKS = {
    "kind": "comfort",
    "occasion": "start",
    "goods": "工具书 6 套",
    "receipt": "学助字第 0288 号",
}
LAST_GIVEN = (
    (110, "union", 180_000, (0, 6), BOOKS),
    *(
        (108, "school", 60_000, (n, 1), {"kind": "money", "receipt": f"学助字第 03{n:02} 号"})
        for n in range(5)
    ),
    (100, "union", 20_000, (5, 1), {"kind": "goods", "goods": "台灯 1 盏"}),
)
REFUSED = (105, "union", 20_000, (5, 1), {"kind": "money", "receipt": "学助字第 0306 号"})
WITHDRAWN = (104, "union", 10_000, (5, 1), {"kind": "money", "receipt": "学助字第 0307 号"})
LAST_DAY = 95


class Drives(DemoPart):
    key, title = "walkins.aid", "帮困助学"
    # after the families
    order = 115

    def build(self, school):
        self.school = school
        self.year = school_year(school.today).start
        self.committee, self.secretary = school.members[1].staff, school.members[0].staff
        holders = RoleGrant.objects.active_on(school.today).filter(role=Role.COMMITTEE)
        others = holders.exclude(user=self.committee.user).order_by("pk")
        self.others = [grant.user for grant in others.select_related("user")]
        listed = FamilyHardship.objects.holding_on(school.today).order_by("pk")
        self.listed = [row.student for row in listed.select_related("student")]
        self._build_last()
        self._build_this()

    def _build_this(self):
        today, (first, second, *_) = self.school.today, self.others
        self.from_on, self.drive = today, self._start("冬季爱心助学", today, 22)
        self._choose(22)
        for income in INCOMES:
            self._approve(self._enter_income(*income))
        lines = [self._approve(self._give(*given, by=first)) for given in GIVEN]
        day = today - timedelta(days=MENDED[0])
        wrong = lines[2]
        wrong.refresh_from_db()
        reversal = reverse_aid(
            wrong, reason="receipt", version=wrong.version, on=day, by=first, remark="重新登记"
        )
        self._approve(reversal)
        self._approve(self._give(*MENDED, by=first))
        self._give(*WAITS, by=second)

    def _build_last(self):
        """The whole of a drive of last school year, of students who were at school then."""
        first, second, *_ = self.others
        self.from_on = self.year - timedelta(days=1)
        self._choose(120)
        self._deal_numbers(self.from_on - timedelta(days=120))
        self.drive = self._start("春季爱心助学", self.from_on, 120)
        for income in LAST_INCOMES:
            self._approve(self._enter_income(*income))
        for given in LAST_GIVEN:
            self._approve(self._give(*given, by=second))
        line = self._give(*REFUSED, by=first)
        facts = {"version": line.version, "on": line.entered_on}
        refuse_aid(line, refusal="receipt", by=self.committee.user, **facts)
        line = self._give(*WITHDRAWN, by=first)
        withdraw_aid(line, version=line.version, on=line.entered_on, by=first)
        self._end()

    def _choose(self, back):
        """The students of the list who were at school so many days before."""
        day = self.from_on - timedelta(days=back)
        self.students = [row for row in self.listed if row.enrolments.active_on(day).exists()]

    def _deal_numbers(self, day):
        keys = [student.pk for student in self.students[:6]]
        deal_roll_numbers(on=day, students=Student.objects.filter(pk__in=keys), rng=self.school.rng)

    def _start(self, title, today, days):
        day = today - timedelta(days=days)
        by = self.secretary.user
        return start_drive(
            title=f"{day.year}年{title}", started_on=day, keeper=self.secretary, on=day, by=by
        )

    def _end(self):
        drive, day = self.drive, self.from_on - timedelta(days=LAST_DAY)
        facts = {"title": drive.title, "started_on": drive.started_on, "keeper": drive.keeper}
        revise_drive(
            drive, ended_on=day, version=drive.version, on=day, by=self.secretary.user, **facts
        )

    def _enter_income(self, back, source, amount, payee, receipt):
        day = self.from_on - timedelta(days=back)
        facts = {"amount": amount, "source": source, "payee": payee, "receipt": receipt}
        return enter_income(self.drive, happened_on=day, on=day, by=self.secretary.user, **facts)

    def _give(self, back, source, amount, whom, facts, *, by):
        day, (first, count) = self.from_on - timedelta(days=back), whom
        students = self.students[first : first + count]
        return enter_aid(
            self.drive,
            students=students,
            amount=amount,
            source=source,
            payee=OFFICE if "receipt" in facts else "",
            happened_on=day,
            on=day,
            by=by,
            **facts,
        )

    def _approve(self, line):
        if not line.is_waiting:
            return line
        by = self.committee.user
        return approve_aid(line, version=line.version, on=line.entered_on, by=by)
