from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent
from branch.walkins import actions
from branch.walkins.models import Contact, ContactPairing
from tests.factories import make_contact, make_member, make_pairing

pytestmark = pytest.mark.django_db


def record(*pairings, today, **changes):
    return actions.record_contact(
        **{
            "pairings": pairings,
            "kind": Contact.Kind.CARE,
            "happened_on": today,
            "on": today,
            "by": pairings[0].member.staff.user,
            **changes,
        }
    )


def test_a_contact_needs_only_students_and_a_kind(today):
    pairing = make_pairing()

    contact = record(pairing, today=today)

    assert (contact.get_mode_display(), contact.minutes, contact.fact) == ("面谈", 20, "")
    assert list(contact.pairings.all()) == [pairing]
    assert AuditEvent.objects.get().verb == "contact.recorded"


def test_one_contact_may_be_with_several_students(today):
    first = make_pairing()
    second = make_pairing(member=first.member)

    record(first, second, today=today)

    assert Contact.objects.count() == 1
    assert set(ContactPairing.objects.values_list("pairing", "happened_on")) == {
        (first.pk, today),
        (second.pk, today),
    }


def test_a_contact_with_students_of_two_members_is_refused(today):
    with pytest.raises(ValidationError, match="请分开记"):
        record(make_pairing(), make_pairing(), today=today)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "日期不能晚于今天。"), (-365, "这一天不在结对期间：结对从 2026-09-15 起，请改日期。")],
)
def test_a_contact_in_the_future_or_outside_its_pairing_is_refused(today, days, sentence):
    with pytest.raises(ValidationError) as refusal:
        record(make_pairing(), today=today, happened_on=today + timedelta(days=days))

    assert refusal.value.message_dict == {"happened_on": [sentence]}
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("minutes", 0, "时长在 1 到 600 分钟之间。"),
        ("minutes", 601, "时长在 1 到 600 分钟之间。"),
        ("next_on", date(2026, 11, 1), "下次约定日期不能早于这次的日期。"),
        ("fact", "字" * 201, "200"),
        ("next_plan", "字" * 101, "100"),
    ],
)
def test_an_impossible_value_of_a_contact_is_refused(today, field, value, sentence):
    with pytest.raises(ValidationError, match=sentence):
        record(make_pairing(), today=today, **{field: value})


def test_a_correction_moves_the_day_of_every_student(today):
    first = make_pairing()
    contact = record(first, make_pairing(member=first.member), today=today)
    earlier = today - timedelta(days=3)

    actions.revise_contact(
        contact,
        happened_on=earlier,
        fact="一起整理错题",
        version=1,
        on=today,
        by=contact.recorded_by,
    )

    contact.refresh_from_db()
    assert (contact.happened_on, contact.fact, contact.version) == (earlier, "一起整理错题", 2)
    assert set(contact.shares.values_list("happened_on", flat=True)) == {earlier}


def test_a_withdrawn_record_is_gone_and_leaves_a_trace(committee):
    contact = make_contact(fact="聊了社团选择")

    actions.withdraw_contact(contact, reason=Contact.WithdrawReason.TWICE, version=1, by=committee)

    assert not ContactPairing.objects.exists()
    event = AuditEvent.objects.get()
    assert (event.verb, event.says) == ("contact.withdrawn", "重复记录")


def test_only_the_author_revises_and_only_while_the_pairing_runs(committee, today):
    contact = make_contact()
    author, stranger = contact.member.staff.user, make_member().staff.user

    assert Contact.objects.revisable_by(author).get() == contact
    assert Contact.objects.revisable_by(committee).get() == contact
    assert not Contact.objects.revisable_by(stranger).exists()

    actions.end_pairing(
        contact.pairings.get(),
        on=today,
        reason="transferred",
        outcome="done",
        version=1,
        by=committee,
    )
    assert not Contact.objects.revisable_by(author).exists()


def test_the_same_contact_sent_again_is_not_stored_twice(today):
    pairing = make_pairing()
    record(pairing, today=today, fact="一起整理错题")

    with pytest.raises(ValidationError, match="没有再存一遍"):
        record(pairing, today=today, fact="一起整理错题")

    record(pairing, today=today, fact="放学后又聊了几句")
    assert Contact.objects.count() == 2
