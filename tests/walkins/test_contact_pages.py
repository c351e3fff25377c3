"""The pages on which members record, correct and withdraw contacts."""

import re
from datetime import date

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, AuditEvent, FormToken
from branch.core.views import REPLAYED
from branch.walkins.models import Contact, Pairing
from tests.factories import (
    make_contact,
    make_guardian,
    make_pairing,
)
from tests.walkins.pages import filled, shown_students, values

pytestmark = pytest.mark.django_db
CONTACT = reverse("walkins:contact-create")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


def test_a_member_sees_their_own_students_with_the_days_since_the_last_contact(
    client, pair, pairing
):
    make_contact(pairing, happened_on=date(2026, 11, 8), next_plan="带数学错题本")
    make_pairing()

    page = client.get(reverse("walkins:pairing-list"))

    assert list(page.context["object_list"]) == [pairing]
    assert "上次联系：<b>16</b> 天前" in page.content.decode()
    assert "下次打算：带数学错题本" in page.content.decode()
    assert shown_students() == [pairing.student_id]


def test_two_taps_record_a_contact(client, pair, pairing, today):
    form = filled(client, f"{CONTACT}?pairing={pairing.pk}")
    assert form["pairings"] == [str(pairing.pk)]

    page = client.post(CONTACT, form | {"kind": "tutoring"}, follow=True)

    contact = Contact.objects.get()
    assert (contact.kind, contact.happened_on, contact.mode, contact.minutes) == (
        "tutoring",
        today,
        "face",
        20,
    )
    assert page.redirect_chain == [(pairing.get_absolute_url(), 302)]
    assert "记录已保存。本月已联系 1 次。" in page.content.decode()
    assert f'<a href="{CONTACT}">再记一条</a>' in page.content.decode()


def test_a_replay_is_redirected_though_its_student_is_no_longer_offered(client, pair, pairing):
    make_pairing(member=pairing.member)
    form = filled(client, f"{CONTACT}?pairing={pairing.pk}") | {"kind": "care"}
    first = client.post(CONTACT, form)
    Pairing.objects.filter(pk=pairing.pk).update(
        until_on=date(2026, 11, 24), end_reason="graduated", outcome="done"
    )

    assert client.post(CONTACT, form).url == first.url
    assert Contact.objects.count() == 1


def test_a_double_tap_stores_one_record(client, pair, pairing):
    form = filled(client, f"{CONTACT}?pairing={pairing.pk}") | {"kind": "care"}

    first, second = client.post(CONTACT, form), client.post(CONTACT, form)

    assert first.url == second.url == pairing.get_absolute_url()
    page = client.get(second.url)
    assert [str(message) for message in page.context["messages"]] == [
        "记录已保存。本月已联系 1 次。",
        REPLAYED,
    ]
    assert (Contact.objects.count(), FormToken.objects.count()) == (1, 1)


def test_a_missing_value_is_named_at_its_field_and_what_was_typed_stays(client, pair, pairing):
    make_pairing(member=pairing.member)
    form = filled(client, CONTACT) | {"fact": "聊了社团选择", "happened_on": "2026-11-25"}

    page = client.post(CONTACT, form)

    assert page.context["form"].errors == {
        "pairings": ["请选择学生。"],
        "kind": ["请选择帮扶类型。"],
    }
    assert "聊了社团选择" in page.content.decode()
    page = client.post(CONTACT, form | {"pairings": pairing.pk, "kind": "care"})
    assert page.context["form"].errors == {"happened_on": ["日期不能晚于今天。"]}
    assert not Contact.objects.exists()


def test_another_members_student_is_neither_offered_nor_accepted(client, pair, pairing):
    other = make_pairing()
    form = filled(client, f"{CONTACT}?pairing={other.pk}")

    page = client.post(CONTACT, form | {"pairings": other.pk, "kind": "care"})

    assert shown_students() == [pairing.student_id]
    assert list(page.context["form"].errors) == ["pairings"]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("page", ["create", "update"])
@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("member", "您、班主任、支委和心理教师看得到。"),
        ("committee", "您、结对党员、班主任和心理教师看得到。"),
    ],
)
def test_the_form_names_to_each_writer_who_will_read_the_contact(
    client, pairing, committee, who, sentence, page
):
    contact = make_contact(pairing)
    address = {
        "create": f"{CONTACT}?pairing={pairing.pk}",
        "update": reverse("walkins:contact-update", args=[contact.pk]),
    }[page]
    client.force_login(committee if who == "committee" else pairing.member.staff.user)

    text = client.get(address).content.decode()

    assert re.findall(r"不写诊断。([^<]*)", text) == [sentence]


def test_the_pairing_page_shows_contacts_facts_and_the_form(client, pair, pairing):
    make_contact(pairing, fact="一起整理错题", kind="tutoring")
    make_contact(pairing, fact="谈了社团选择", happened_on=date(2026, 10, 16))
    make_guardian(pairing.student, phone="13912345678")

    text = client.get(pairing.get_absolute_url()).content.decode()

    for words in (
        "2026年9月15日起",
        "已记录 2 次",
        "上次联系：16 天前",
        "11月<",
        "10月<",
        "一起整理错题",
        "谈了社团选择",
        "成长陪伴",
        "139****5678",
        "您、班主任、支委和心理教师看得到。",
        "不要自行调查，不要等填表。",
    ):
        assert words in text
    assert "13912345678" not in text
    assert shown_students() == [pairing.student_id]


def test_of_two_contacts_of_a_day_the_one_recorded_later_is_the_last(client, pair, pairing, today):
    first, second = (make_contact(pairing, next_plan=text) for text in ("家访", "面谈"))

    page = client.get(pairing.get_absolute_url())

    assert [entry["share"].contact for entry in page.context["entries"]] == [second, first]
    assert Pairing.objects.as_listed_on(today).get().next_plan == "面谈"


def test_the_timeline_narrows_to_one_kind(client, pair, pairing):
    make_contact(pairing, kind="aid")
    lesson = make_contact(pairing, kind="tutoring")

    page = client.get(pairing.get_absolute_url(), {"kind": "tutoring"})

    assert [entry["share"].contact for entry in page.context["entries"]] == [lesson]
    assert [count for _, _, count, _ in page.context["counts"]] == [2, 0, 1, 1]


def test_the_phone_number_is_shown_by_one_press_and_recorded_as_read(client, pair, pairing):
    make_guardian(pairing.student, phone="13912345678")
    address = reverse("walkins:phone-reveal", args=[pairing.pk])
    assert client.get(address).url == pairing.get_absolute_url()

    text = client.post(address).content.decode()

    assert "13912345678" in text
    record = AccessRecord.objects.get()
    assert (record.action, record.subjects) == ("reveal", {"student": [pairing.student_id]})


def test_a_conflict_shows_both_writers_texts(client, pair, pairing):
    contact = make_contact(pairing, fact="第一次写的")
    address = reverse("walkins:contact-update", args=[contact.pk])
    form = filled(client, address)
    client.post(address, form | {"fact": "别人改的"})

    page = client.post(address, filled(client, address) | {"fact": "我写的", "version": 1})

    assert page.status_code == 409
    assert page.context["rows"] == [("简要情况", "别人改的", "我写的")]
    page = client.post(address, values(page.context["form"]) | {"fact": "我写的"})
    contact.refresh_from_db()
    assert contact.fact == "我写的"


def test_a_correction_keeps_an_odd_number_of_minutes(client, pair, pairing):
    contact = make_contact(pairing, minutes=45)
    address = reverse("walkins:contact-update", args=[contact.pk])

    client.post(address, filled(client, address))

    contact.refresh_from_db()
    assert (contact.minutes, contact.version) == (45, 2)


def test_a_wrong_record_is_withdrawn_with_a_reason(client, pair, pairing):
    contact = make_contact(pairing)
    address = reverse("walkins:contact-withdraw", args=[contact.pk])

    page = client.post(address, filled(client, address) | {"reason": "twice"})

    assert page.url == pairing.get_absolute_url()
    assert not Contact.objects.exists()
    assert AuditEvent.objects.get().says == "重复记录"


def test_a_next_day_without_a_plan_is_called_a_day_and_not_a_plan(client, pair, pairing):
    make_contact(pairing, next_on=date(2026, 12, 3))

    page = client.get(pairing.get_absolute_url()).text

    assert ("下次约定：12月3日 周四" in page, "下次打算：（" in page) == (True, False)


def test_a_next_day_too_early_opens_the_part_its_field_is_in(client, pair, pairing):
    form = filled(client, f"{CONTACT}?pairing={pairing.pk}")

    page = client.post(CONTACT, form | {"kind": "care", "next_on": "2026-11-01"})

    assert page.context["form"].errors == {"next_on": ["下次约定日期不能早于这次的日期。"]}
    assert ('open="open"' in page.text, 'href="#id_next_on"' in page.text) == (True, True)
