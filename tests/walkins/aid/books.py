"""Drives and lines, made by the actions; pass only what the test is about."""

from datetime import date
from itertools import count

from branch.accounts.models import Role
from branch.walkins.actions import approve_aid, enter_aid, enter_income, start_drive
from branch.walkins.models import Drive
from tests.factories import make_member, make_student

_n = count(1)
TODAY, FIRST = date(2026, 11, 24), date(2026, 11, 2)


def make_hands():
    """Two users of the committee."""
    return [make_member(Role.COMMITTEE).staff.user for _ in range(2)]


class Books:
    """A drive with two people of the committee; `one` enters and sees to it, `other` approves."""

    def __init__(self, *hands, on=TODAY, started_on=FIRST, drive=None):
        self.one, self.other = hands or make_hands()
        self.on = on
        facts = {"title": f"2026年冬季爱心助学{next(_n)}", "keeper": self.one.staff}
        self.drive = drive or start_drive(**facts, started_on=started_on, on=on, by=self.one)

    def income(
        self, amount=300_000, source="union", day=date(2026, 11, 3), *, counts=True, **facts
    ):
        given = {"payee": "学校财务室", "receipt": f"GH-{next(_n):04}", **facts}
        line = enter_income(
            self.drive,
            amount=amount,
            source=source,
            happened_on=day,
            on=self.on,
            by=self.one,
            **given,
        )
        return self.approve(line) if counts else line

    def give(self, amount=30_000, *students, kind="money", day=date(2026, 11, 16), **facts):
        """A line that waits, or goods that count at once."""
        given = {"payee": "学校财务室", "receipt": f"XZ-{next(_n):04}", "source": "union", **facts}
        return enter_aid(
            self.drive,
            kind=kind,
            students=students or [make_student()],
            amount=amount,
            happened_on=day,
            on=self.on,
            by=facts.pop("by", None) or self.one,
            **{name: value for name, value in given.items() if name != "by"},
        )

    def given(self, *args, **facts):
        """A line that counts."""
        line = self.give(*args, **facts)
        return self.approve(line) if line.is_waiting else line

    def approve(self, line, *, by=None):
        return approve_aid(line, version=line.version, on=self.on, by=by or self.other)

    def balance(self, source=None):
        lines = Drive.objects.get(pk=self.drive.pk).lines
        return (lines.filter(source=source) if source else lines.all()).balance()


def small(text="学习用品 2 件", **facts):
    """The facts of goods that one may enter alone."""
    return {"kind": "goods", "goods": text, "receipt": "", "payee": "", **facts}
