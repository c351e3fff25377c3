"""The pages of staff: read by every colleague, changed by the administrator."""

from datetime import date

import pytest
from django.urls import reverse

from branch.school.models import Staff, Subject, Teaching
from tests.factories import make_class, make_head, make_staff, make_term
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
LIST = reverse("school:staff-list")


@pytest.fixture(autouse=True)
def _on_the_day(the_day):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def maths():
    return Subject.objects.create(name="数学")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=秋荷", {"沈秋荷"}),
        ("q=sqh", {"沈秋荷"}),
        ("q=shenqiu", {"沈秋荷"}),
        ("q=t907", {"沈秋荷"}),
        ("q=教导", {"沈秋荷"}),
        ("q=1381111", set()),
        ("q=数学", {"秦立言"}),
        ("state=left", {"欧静波"}),
    ],
)
def test_colleagues_are_found(client, as_committee, term, maths, query, found):
    make_staff(name="沈秋荷", number="T907", title="教导处主任", phone="13811112222")
    teacher = make_staff(name="秦立言")
    make_staff(name="欧静波", until_on=date(2026, 7, 10))
    Teaching.objects.create(term=term, staff=teacher, school_class=make_class(), subject=maths)

    page = client.get(f"{LIST}?{query}")

    assert {staff.name for staff in page.context["object_list"]} == found


def test_a_teacher_does_not_see_who_left(client, as_teacher):
    gone = make_staff(name="欧静波", until_on=date(2026, 7, 10))

    page = client.get(LIST, {"state": "left"})

    assert list(page.context["object_list"]) == []
    assert client.get(gone.get_absolute_url()).status_code == 404


def test_a_row_shows_subjects_and_classes(client, as_teacher, term, maths):
    school_class = make_class(number=8)
    head = make_head(school_class)
    for taught in (school_class, make_class(number=9)):
        Teaching.objects.create(term=term, staff=head, school_class=taught, subject=maths)

    rows = {staff: rest for staff, *rest in client.get(LIST).context["rows"]}

    assert rows[head] == [[(maths, "初二（8）班、初二（9）班")], "初二（8）班"]


def test_earlier_terms_are_listed_after_the_current_one(client, as_teacher, term, maths):
    before = make_term(
        first_year=2025, number=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30)
    )
    colleague, school_class = make_staff(), make_class(number=3)
    for row in (before, term):
        Teaching.objects.create(term=row, staff=colleague, school_class=school_class, subject=maths)

    page = client.get(colleague.get_absolute_url())

    assert page.context["current"] == (term, [(maths, "初二（3）班")])
    assert page.context["earlier"] == [(before, [(maths, "初一（3）班")])]


def test_a_colleague_is_recorded_and_corrected(client, as_administrator):
    address = reverse("school:staff-create")
    typed = {"name": "秦立言", "number": "T77", "phone": "13800000077", "title": "教师"}
    client.post(address, filled(client, address) | typed)
    staff = Staff.objects.get(number="T77")
    address = reverse("school:staff-update", args=[staff.pk])

    page = client.post(address, filled(client, address) | {"title": "年级组长"})

    staff.refresh_from_db()
    assert (page.url, staff.title, staff.phone) == (
        staff.get_absolute_url(),
        "年级组长",
        "13800000077",
    )


def test_a_telephone_of_ten_digits_is_refused(client, as_administrator):
    address = reverse("school:staff-create")

    page = client.post(
        address, filled(client, address) | {"name": "某", "number": "T1", "phone": "1380000007"}
    )

    assert page.context["form"].errors == {"phone": ["手机号是 11 位数字，以 1 开头。"]}


def test_leaving_shows_what_it_ends_and_ends_it(client, as_administrator, today):
    school_class = make_class(number=2)
    staff = make_head(school_class)
    address = reverse("school:staff-leave", args=[staff.pk])
    text = client.get(address).content.decode()
    assert "初二（2）班班主任担任到在校最后一天为止" in text
    assert "账号停用" in text

    client.post(address, filled(client, address))

    staff.refresh_from_db()
    assert (staff.until_on, staff.user.is_active) == (today, False)
    assert staff.head_posts.get().until_on == today

    client.post(reverse("school:staff-return", args=[staff.pk]))

    staff.refresh_from_db()
    assert (staff.until_on, staff.user.is_active) == (None, True)


@pytest.mark.parametrize("typed", ["G77", "G77123"])
def test_a_number_finds_a_colleague_only_for_who_may_read_it(client, teacher, administrator, typed):
    make_staff(name="钱多多", number="G77123")
    address = reverse("school:staff-list")
    client.force_login(teacher)
    page = client.get(address, {"q": typed})
    assert ("钱多多" in page.text, "工号" in str(page.context["filter"]["q"].label)) == (
        False,
        False,
    )
    client.force_login(administrator)
    assert "钱多多" in client.get(address, {"q": typed}).text
