"""Contacts of several people: whom they credit, what a ledger says, what a mere companion reads."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.core.periods import Period
from branch.walkins import actions
from branch.walkins.duties import KeepInTouch
from branch.walkins.ledgers import ContactLedger
from branch.walkins.models import Contact, ContactNote, ContactPairing, Pairing
from tests.conftest import TODAY
from tests.doors import DOORS
from tests.factories import (
    make_contact,
    make_head,
    make_member,
    make_need,
    make_note,
    make_pairing,
    make_staff,
    make_student,
)
from tests.walkins.pages import filled, shown_students

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "本月")
SAID = "说起搬到新宿舍的第一周"


def record(*pairings, companions=(), day=TODAY, **changes):
    facts = {"kind": "care", "happened_on": day, "on": TODAY, "by": pairings[0].member.staff.user}
    return actions.record_contact(pairings=pairings, companions=companions, **facts | changes)


def revise(contact, **changes):
    contact.refresh_from_db()
    facts = {"happened_on": contact.happened_on, "version": contact.version, "on": TODAY}
    return actions.revise_contact(contact, by=contact.recorded_by, **facts | changes)


def credited():
    return set(ContactPairing.objects.values_list("pairing", flat=True))


def lines(user):
    return list(ContactLedger().rows(user, period=NOVEMBER, filters=None))


def test_a_companion_paired_with_the_student_has_the_contact_too(pairing, near):
    record(pairing, companions=[near.member.staff, make_staff()])

    assert credited() == {pairing.pk, near.pk}
    last = Pairing.objects.with_last_contact(TODAY).values_list("last_contact_on", flat=True)
    assert list(last) == [TODAY, TODAY]


def test_it_meets_the_duty_of_both(pairing, near, committee):
    record(pairing, companions=[near.member.staff])

    duty = KeepInTouch()
    rows = duty.with_done(duty.bound(on=TODAY), on=TODAY, **duty.figures(on=TODAY))
    assert [row.done_count for row in rows] == [1, 1]


@pytest.mark.parametrize(
    "ended", [{"started_on": TODAY}, {"until_on": date(2026, 11, 22), "end_reason": "other"}]
)
def test_a_pairing_that_did_not_run_that_day_is_not_credited(pairing, near, ended):
    outcome = {"outcome": "paused"} if "until_on" in ended else {}
    Pairing.objects.filter(pk=near.pk).update(**ended, **outcome)

    record(pairing, companions=[near.member.staff], day=date(2026, 11, 23))

    assert credited() == {pairing.pk}


def test_a_correction_moves_adds_and_drops_what_companions_have(pairing, near):
    contact = record(pairing)

    revise(contact, companions=[near.member.staff], happened_on=date(2026, 11, 20))
    days = set(ContactPairing.objects.values_list("pairing", "happened_on"))
    assert days == {(pairing.pk, date(2026, 11, 20)), (near.pk, date(2026, 11, 20))}

    revise(contact)
    assert (credited(), contact.companions.count()) == ({pairing.pk}, 0)


def test_the_member_is_no_companion(pairing):
    with pytest.raises(ValidationError) as refusal:
        record(pairing, companions=[pairing.member.staff])

    assert refusal.value.message_dict == {"companions": ["结对党员不用再选作协同人员。"]}
    assert not Contact.objects.exists()


def test_a_colleague_who_had_left_is_no_companion(pairing):
    with pytest.raises(ValidationError, match="那一天不在校"):
        record(pairing, companions=[make_staff(until_on=date(2026, 11, 20))])


def test_the_ledger_has_one_line_and_names_the_companions(pairing, near, committee):
    helper = make_staff()
    record(pairing, companions=[near.member.staff, helper])

    names = {str(near.member), str(helper)}
    for user in (committee, pairing.member.staff.user, near.member.staff.user):
        (row,) = lines(user)
        _, _, _, member, *_, companions, _ = ContactLedger().cells(row)
        assert (member, set(companions.split("、"))) == (str(pairing.member), names)


def test_two_companions_paired_with_the_student_are_one_line_too(student, pairing, near):
    third = make_pairing(student=student)
    record(pairing, companions=[near.member.staff, third.member.staff])
    head = make_head(student.enrolments.get().school_class)

    assert [row.pairing for row in lines(head.user)] == [pairing]


def test_a_contact_with_two_students_and_a_companion_is_two_lines(pairing, near, committee):
    other = make_pairing(member=pairing.member)
    record(pairing, other, companions=[near.member.staff])

    assert {row.pairing for row in lines(committee)} == {pairing, other}
    assert [row.pairing for row in lines(near.member.staff.user)] == [near]
    assert credited() == {pairing.pk, other.pk, near.pk}


def test_both_timelines_show_it_and_the_companion_may_not_correct_it(client, pairing, near):
    contact = record(pairing, companions=[near.member.staff], fact=SAID)
    client.force_login(near.member.staff.user)

    page = client.get(near.get_absolute_url())

    text = page.content.decode()
    assert SAID in text
    assert f"{pairing.member}的记录，协同人员：{near.member}" in text
    assert page.context["contact_count"] == 1
    assert reverse("walkins:contact-update", args=[contact.pk]) not in text
    assert client.get(reverse("walkins:contact-update", args=[contact.pk])).status_code == 404


def test_a_companion_reads_no_other_student_of_the_contact(client, pairing, near):
    other = make_pairing(
        member=pairing.member, student=make_need(make_student(name="骆一川")).student
    )
    record(pairing, other, companions=[near.member.staff])
    client.force_login(near.member.staff.user)

    for address in (near.get_absolute_url(), reverse("walkins:contact-helped"), "/desk/"):
        assert "骆一川" not in client.get(address).content.decode()


def test_the_note_stays_the_members(client, pairing, near):
    contact = record(pairing, companions=[near.member.staff])
    author, companion = pairing.member.staff.user, near.member.staff.user
    assert Contact.objects.notable_by(author, on=TODAY).get() == contact
    assert not Contact.objects.notable_by(companion, on=TODAY).exists()

    make_note(contact)

    assert not ContactNote.objects.readable_by(companion, on=TODAY).exists()
    client.force_login(companion)
    assert "保密记录" not in client.get(near.get_absolute_url()).content.decode()


def test_the_running_pairing_of_a_companion_opens_no_note(pairing, near):
    note = make_note(record(pairing, companions=[near.member.staff]))
    ended = {"until_on": TODAY, "end_reason": "other", "outcome": "paused"}
    Pairing.objects.filter(pk=pairing.pk).update(**ended)
    author = pairing.member.staff.user

    assert not ContactNote.objects.readable_by(author, on=TODAY).exists()
    assert not Contact.objects.notable_by(author, on=TODAY).exists()
    assert ContactNote.objects.get() == note


def test_the_end_of_a_companions_pairing_does_not_lock_the_record(pairing, near):
    contact = record(pairing, companions=[near.member.staff])
    ended = {"until_on": TODAY, "end_reason": "other", "outcome": "paused"}
    Pairing.objects.filter(pk=near.pk).update(**ended)

    assert Contact.objects.revisable_by(pairing.member.staff.user).get() == contact


def test_the_contact_of_a_visit_names_the_rest_of_its_team(student, pairing, near, committee):
    helper = make_staff()
    team = {"visitor": pairing.member.staff, "companions": [near.member.staff, helper]}
    facts = {"student": student, "happened_on": TODAY, "mode": "home", "on": TODAY}

    actions.record_visit(by=committee, **team, **facts)

    named = {row.member: set(row.companions.all()) for row in Contact.objects.all()}
    assert named == {
        pairing.member: {near.member.staff, helper},
        near.member: {pairing.member.staff, helper},
    }
    assert not Contact.objects.helped_by(helper.user).exists()


def test_the_form_records_companions(client, pairing, near):
    client.force_login(pairing.member.staff.user)
    address = f"{reverse('walkins:contact-create')}?pairing={pairing.pk}"
    form = filled(client, address) | {"kind": "care", "companions": near.member.staff_id}

    client.post(address, form)

    assert list(Contact.objects.get().companions.all()) == [near.member.staff]


def test_the_head_teacher_and_the_other_members_are_offered_first(client, student, pairing, near):
    """And not the member, whose contact it is."""
    head = make_head(student.enrolments.get().school_class)
    make_staff()
    client.force_login(pairing.member.staff.user)

    page = client.get(f"{reverse('walkins:contact-create')}?pairing={pairing.pk}")

    offer = page.context["form"].fields["companions"].offer
    assert offer.choices([], "", empty="") == [
        (head.pk, f"{head.name}（班主任）"),
        (near.member.staff.pk, f"{near.member.staff.name}（结对党员）"),
    ]


def test_any_other_colleague_is_found_by_name(client, pairing):
    other = make_staff(name="阿依莎")
    client.force_login(pairing.member.staff.user)
    found = client.get(f"{reverse('portal:people-options')}?kind=staff&scope=contact&q=阿依莎")
    assert [option["value"] for option in found.json()["options"]] == [other.pk]
    form = filled(client, f"{reverse('walkins:contact-create')}?pairing={pairing.pk}")

    client.post(reverse("walkins:contact-create"), form | {"kind": "aid", "companions": other.pk})

    assert list(Contact.objects.get().companions.all()) == [other]


def test_a_mere_companion_sees_that_they_helped_and_no_name(client, pairing):
    helper = make_staff()
    make_contact(pairing, fact=SAID).companions.add(helper)
    make_contact(pairing, kind="aid")
    client.force_login(helper.user)

    text = client.get(reverse("walkins:contact-helped")).content.decode()

    assert "心灵关怀" in text
    assert "帮困助学" not in text
    assert f"与{pairing.member}一起" in text
    assert "协同：心灵关怀" in client.get("/desk/").content.decode()


def test_a_mere_companion_finds_the_students_name_nowhere(client, pairing):
    helper = make_member().staff
    make_contact(pairing, fact=SAID).companions.add(helper)
    client.force_login(helper.user)
    rowless = [reverse(name) for name, door in DOORS.items() if door.get and not door.row]

    for address in [*rowless, pairing.get_absolute_url()]:
        text = client.get(address).content.decode(errors="ignore")
        assert "张晓雨" not in text, address
        assert SAID not in text, address


def test_a_companion_who_may_see_the_pairing_is_told_the_name(client, student, pairing):
    head = make_head(student.enrolments.get().school_class)
    make_contact(pairing).companions.add(head)
    client.force_login(head.user)

    text = client.get(reverse("walkins:contact-helped")).content.decode()

    assert "张晓雨" in text
    assert shown_students() == [student.pk]


def test_the_desk_of_who_recorded_it_lists_it_once(client, pairing, near):
    record(pairing, companions=[near.member.staff])
    client.force_login(pairing.member.staff.user)

    page = client.get("/desk/")

    assert [row.pairing for row in page.context["recent"]] == [pairing]
