"""Rows for the lists that a column sorts: three of each, unlike in every column and not in its order.

And the order they should have, made without the database's.
"""

from datetime import timedelta

from django.utils import timezone

from branch.core.periods import school_year
from branch.members.models import PartyGroup
from branch.walkins.models import Drive, PostingPlan
from tests.activities.factories import make_activity
from tests.factories import (
    make_campaign,
    make_class,
    make_family_need,
    make_family_pairing,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_posting,
    make_staff,
    make_student,
    make_term,
)
from tests.news.factories import make_column, make_published
from tests.service.partners.rows import make_partner
from tests.service.registers.rows import make_registration
from tests.walkins.students.factories import make_proposal

# the names by pinyin, and the days, in an order of their own
NAMES, DAYS = ("孙言", "白露", "何川"), (4, 9, 2)
STATUS, RAISED = ("full", "probationary", "full"), ("school", "head", "school")


def add_rows_to_sort():
    now = timezone.localtime()
    start = school_year(now.date()).start
    for n, (name, after) in enumerate(zip(NAMES, DAYS, strict=True)):
        day, staff = start + timedelta(days=after), make_staff(name=name)
        group, _ = PartyGroup.objects.get_or_create(name=f"{name}组", order=after)
        member = make_member(staff=staff, group=group, joined_on=day, status=STATUS[n])
        make_registration(member, from_on=day)
        school_class = make_class(entry_year=start.year - 1)
        make_head(school_class, staff=make_staff(name=name))
        make_posting(member=member, school_class=school_class, from_on=day)
        make_column_with_article(name, n, after, day)
        make_activity(partner=make_partner(name), starts_at=now - timedelta(days=after))
        student = make_student(school_class, name=name)
        _add_support(student, member, day, RAISED[n])
        _add_family(student.family, member, day)
        _add_books(staff, after, day, now)


def make_column_with_article(name, n, order, day):
    column = make_column(f"{name}专栏", order=order)
    make_published(column=column, on=day)
    if n:
        make_published(column=make_column(f"{name}二级", parent=column, order=n), on=day)


def _add_support(student, member, day, raised_as):
    make_need(student, raised_on=day, raised_as=raised_as, kind="living")
    since = {"guardian_informed_on": day, "student_agreed_on": day}
    make_pairing(student=student, member=member, started_on=day, **since)
    make_proposal(member=member, proposed_on=day)


def _add_family(family, member, day):
    make_family_pairing(family=family, member=member, started_on=day, agreed_on=day)
    facts = {"owner": member.staff, "raised_on": day, "due_on": day}
    make_family_need(family, **facts)
    make_family_need(family, **facts, closed_on=day, outcome="solved")
    make_campaign(from_on=day, until_on=day + timedelta(days=1))


def _add_books(keeper, after, day, now):
    """A drive, and a plan of a term of another year."""
    Drive.objects.create(title="爱心助学", started_on=day, keeper=keeper)
    begins = day - timedelta(days=365 * after)
    term = make_term(first_year=begins.year, starts_on=begins, ends_on=begins + timedelta(days=90))
    by, at = keeper.user, now - timedelta(days=after)
    PostingPlan.objects.create(term=term, started_by=by, computed_at=at)


def keys_in_order(rows, sort, asked):
    """The keys of the rows by the values of the columns; those without a value last, ties by key."""
    names = [one.removeprefix("-") if isinstance(one, str) else one for one in sort.columns]
    rows = sorted(rows.order_by().values_list("pk", *names))
    for n in reversed(range(len(names))):
        place = sort.choices.values.index if sort.choices and not n else lambda value: value
        is_turned = str(sort.columns[n]).startswith("-") != asked.startswith("-")
        told = [row for row in rows if row[n + 1] is not None]
        told.sort(key=lambda row, n=n, place=place: place(row[n + 1]), reverse=is_turned)
        rows = told + [row for row in rows if row[n + 1] is None]
    return [row[0] for row in rows]
