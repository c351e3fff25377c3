"""The pages on which the committee starts, ends and finds pairings."""

from datetime import date

import pytest
from django.urls import reverse

from branch.coverage.models import Excuse
from branch.walkins.duties import KeepInTouch
from branch.walkins.models import Pairing
from tests.factories import (
    make_class,
    make_contact,
    make_guardian,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_student,
)
from tests.walkins.pages import AGREED, filled, shown_students

pytestmark = pytest.mark.django_db
PAIRING = reverse("walkins:pairing-create")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


def test_the_committee_starts_a_pairing_from_a_gap(client, as_committee, today):
    need, member = make_need(), make_member()
    form = filled(client, f"{PAIRING}?student={need.student_id}&member={member.pk}")

    page = client.post(PAIRING, form | AGREED)

    made = Pairing.objects.get()
    assert page.url == made.get_absolute_url()
    assert (made.student, made.member, made.started_on) == (need.student, member, today)


def test_only_students_in_need_are_listed_by_class(client, as_committee):
    school_class = make_class(entry_year=2026, number=31)
    needy = make_need(make_student(school_class)).student
    make_need(kind="living", student=needy)
    paired = make_pairing(student=make_need(make_student(school_class)).student).student
    make_need(make_student(), until_on=date(2026, 11, 1), close_reason="met")
    make_student()

    page = client.get(PAIRING)

    offer = page.context["form"].fields["student"].offer
    assert offer.choices(None, "", empty="") == [
        (
            "初一（31）班",
            [
                (needy.pk, f"{needy}（成长陪伴、生活帮扶）"),
                (paired.pk, f"{paired}（成长陪伴）　已有结对"),
            ],
        )
    ]
    assert shown_students() == sorted([needy.pk, paired.pk])


def test_the_form_shows_how_many_students_each_member_has(client, as_committee):
    pairing = make_pairing()
    make_pairing(member=pairing.member)
    make_pairing(
        member=pairing.member, until_on=date(2026, 11, 1), end_reason="other", outcome="done"
    )

    text = client.get(PAIRING).content.decode()

    assert f"{pairing.member}（现结对 2 名）" in text


def test_the_form_refuses_a_teachers_own_child_at_the_student(client, as_committee):
    need, member = make_need(), make_member()
    make_guardian(need.student, staff=member.staff)
    form = filled(client, f"{PAIRING}?student={need.student_id}&member={member.pk}")

    page = client.post(PAIRING, form | AGREED)

    assert page.context["form"].errors == {"student": ["这名学生是该党员的子女，请另选一名党员。"]}


def test_a_member_may_not_open_an_ended_pairing_from_the_next_request_on(
    client, committee, pairing
):
    contact = make_contact(pairing)
    client.force_login(committee)
    address = reverse("walkins:pairing-end", args=[pairing.pk])

    client.post(address, filled(client, address) | {"reason": "on_request", "outcome": "paused"})

    page = client.get(pairing.get_absolute_url()).content.decode()
    assert "学生或家长要求更换，暂停" in page
    client.force_login(pairing.member.staff.user)
    assert client.get(pairing.get_absolute_url()).status_code == 404
    assert client.post(reverse("walkins:phone-reveal", args=[pairing.pk])).status_code == 404
    for name in ("contact-update", "contact-withdraw"):
        assert client.get(reverse(f"walkins:{name}", args=[contact.pk])).status_code == 404
    assert list(client.get(reverse("walkins:pairing-list")).context["object_list"]) == []


def test_the_second_of_two_who_end_a_pairing_is_told_and_sees_what_they_wrote(
    client, as_committee, pairing
):
    address = reverse("walkins:pairing-end", args=[pairing.pk])
    mine = filled(client, address) | {"reason": "other", "outcome": "paused"}
    client.post(address, filled(client, address) | {"reason": "transferred", "outcome": "done"})

    page = client.post(address, mine)

    assert page.status_code == 409
    assert "这个结对已经结束。您这一次写的内容没有存上" in page.text
    assert page.context["rows"] == [("结束原因", "其他"), ("结果", "暂停")]
    assert "按我写的保存" not in page.text
    assert Pairing.objects.get().end_reason == "transferred"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "running waiting"),
        ("scope=waiting", "waiting"),
        ("scope=ended", "ended"),
        ("scope=mine", ""),
        ("place=2026", "running"),
        ("place=2026-33", "running"),
        ("place=2025", "waiting"),
        ("kind=living", "waiting"),
        ("q=晓雨", "running"),
        ("q=周文", "waiting"),
        ("place=x&scope=y", "running waiting"),
    ],
)
def test_the_committee_filters_the_list(client, as_committee, query, found):
    first, second = make_class(entry_year=2026, number=33), make_class(entry_year=2025, number=1)
    rows = {
        "running": make_pairing(student=make_need(make_student(first, name="张晓雨")).student),
        "waiting": make_pairing(student=make_need(make_student(second), kind="living").student),
        "ended": make_pairing(until_on=date(2026, 11, 1), end_reason="other", outcome="done"),
    }
    rows["waiting"].member.staff.name = "周文静"
    rows["waiting"].member.staff.save()
    make_contact(rows["running"])

    page = client.get(reverse("walkins:pairing-list") + "?" + query)

    assert list(page.context["object_list"]) == [rows[name] for name in found.split()]


@pytest.mark.parametrize("typed", ["900", "900012"])
def test_a_staff_number_is_searched_only_for_those_who_may_read_it(
    client, committee, pairing, typed
):
    """工号 is a sign-in name, and head teachers read this list too."""
    pairing.member.staff.number = "900012"
    pairing.member.staff.save()
    head = make_head(pairing.student.enrolments.get().school_class).user
    found = {}
    for who, user in (("head", head), ("committee", committee)):
        client.force_login(user)
        for query in (typed, pairing.member.staff.name):
            page = client.get(reverse("walkins:pairing-list"), {"q": query})
            found[who, query] = list(page.context["object_list"])

    name = pairing.member.staff.name
    assert found == {
        ("head", typed): [],
        ("head", name): [pairing],
        ("committee", typed): [pairing],
        ("committee", name): [pairing],
    }


@pytest.fixture
def waiting(committee, today):
    """A pair without a contact for weeks that may wait until 31 December."""
    pairing = make_pairing(started_on=date(2026, 9, 7))
    about = {"subject_type": "walkins.pairing", "subject_id": pairing.pk, "set_by": committee}
    days = {"from_on": today, "until_on": date(2026, 12, 31)}
    Excuse.objects.create(duty_key=KeepInTouch.key, reason="学生病假", **about, **days)
    return pairing


@pytest.mark.parametrize("who", ["member", "committee"])
def test_a_pair_that_may_wait_is_said_to_wait_on_its_page_and_in_the_list(
    client, committee, waiting, who
):
    client.force_login(committee if who == "committee" else waiting.member.staff.user)
    address = reverse("walkins:pairing-list")

    pages = [client.get(address).text, client.get(waiting.get_absolute_url()).text]

    assert ["暂缓联系" in page for page in pages] == [True, True]
    assert not any("建议本周联系" in page for page in pages)
    assert "学生病假，暂缓联系，至 12月31日" in pages[1]


def test_a_pair_that_may_wait_is_not_in_the_list_of_those_to_get_in_touch(
    client, as_committee, waiting
):
    late = make_pairing(started_on=date(2026, 9, 7))

    page = client.get(reverse("walkins:pairing-list"), {"scope": "waiting"})

    assert list(page.context["object_list"]) == [late]


def test_the_counsellor_reads_that_a_pair_waits_but_not_why(client, counsellor, waiting):
    client.force_login(counsellor)

    page = client.get(waiting.get_absolute_url()).text

    assert ("暂缓联系" in page, "学生病假" in page) == (True, False)


def test_of_an_ended_pair_nothing_waits(client, as_committee, waiting):
    waiting.until_on, waiting.end_reason, waiting.outcome = date(2026, 11, 23), "other", "done"
    waiting.save()

    page = as_committee.get(waiting.get_absolute_url()).text

    assert ("办结" in page, "暂缓联系" in page, "学生病假" in page) == (True, False, False)
