"""The rules of sealed notes: who writes, opens, rewrites and deletes one, and what else becomes of it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branch.accounts.models import Role
from branch.core.models import AuditEvent, Stale
from branch.core.sealing import AlteredError
from branch.walkins import actions
from branch.walkins.audience import READERS
from branch.walkins.models import Contact, ContactNote, Pairing
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_head,
    make_member,
    make_note,
    make_pairing,
    make_staff,
    make_student,
)

pytestmark = pytest.mark.django_db
TEXT = "他说夜里听见雨声就睡不着"
MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ENDED = {"until_on": date(2026, 11, 23), "end_reason": "other", "outcome": "handed_over"}


@pytest.fixture
def pupil():
    return make_student(make_class())


@pytest.fixture
def contact(pupil):
    return make_contact(make_pairing(student=pupil))


@pytest.fixture
def author(contact):
    return contact.member.staff.user


@pytest.fixture
def note(contact):
    return make_note(contact, TEXT)


@pytest.fixture
def readers(pupil, author, note):
    """{capacity: user}; the committee member recorded the contact for the paired one."""
    school_class = pupil.enrolments.get().school_class
    committee = make_member(Role.COMMITTEE).staff.user
    Contact.objects.update(recorded_by=committee)
    return {
        "写的人": author,
        "心理教师": make_staff(Role.COUNSELLOR).user,
        "班主任": make_head(school_class).user,
        "支委": committee,
        "书记": make_member(Role.SECRETARY).staff.user,
        "别的结对": make_pairing(student=pupil).member.staff.user,
        "管理员": make_staff(Role.ADMIN).user,
        "编辑": make_staff(Role.EDITOR).user,
        "教职工": make_staff().user,
    }


def write(contact, by, text=TEXT):
    return actions.write_contact_note(contact, text=text, on=TODAY, at=MORNING, by=by)


def who(readers, allowed):
    return {name for name, user in readers.items() if allowed(user).exists()}


def test_the_author_and_the_counsellor_open_a_note_and_the_author_rewrites_it(readers):
    notes = ContactNote.objects

    assert who(readers, lambda user: notes.readable_by(user, on=TODAY)) == {*READERS["sealed note"]}
    assert who(readers, lambda user: notes.rewritable_by(user, on=TODAY)) == {"写的人"}


def test_only_the_paired_member_may_write_whoever_recorded_the_contact(readers):
    assert who(readers, lambda user: Contact.objects.notable_by(user, on=TODAY)) == {"写的人"}


def test_a_note_is_written_and_leaves_a_trace_without_its_text(contact, author):
    note = write(contact, author)

    assert note.open() == TEXT
    assert (note.author, note.written_at, note.rewrite_count) == (author, MORNING, 0)
    trace = AuditEvent.objects.get()
    assert (trace.verb, trace.says) == ("note.written", "")
    assert (trace.target_type, trace.target_id) == ("walkins.contactnote", str(note.pk))


def test_a_second_note_of_a_contact_is_refused(contact, author, note):
    with pytest.raises(ValidationError, match="已经有一段保密记录，请打开改写"):
        write(contact, author, "第二段")

    assert ContactNote.objects.get().open() == TEXT


@pytest.mark.parametrize("ends", ["the pairing", "the work here"])
def test_the_door_closes_to_the_author_and_not_to_the_counsellor(readers, note, author, ends):
    if ends == "the pairing":
        Pairing.objects.filter(pk=note.contact.pairings.get().pk).update(**ENDED)
    else:
        author.staff.until_on = date(2026, 11, 23)
        author.staff.save()

    readable = who(readers, lambda user: ContactNote.objects.readable_by(user, on=TODAY))

    assert readable == {"心理教师"}
    assert not Contact.objects.notable_by(author, on=TODAY).exists()


def test_a_counsellor_whose_role_has_ended_opens_nothing(readers, note):
    counsellor = readers["心理教师"]
    counsellor.grants.update(until_on=date(2020, 1, 1), from_on=date(2019, 1, 1))
    counsellor = type(counsellor).objects.get(pk=counsellor.pk)

    assert not ContactNote.objects.readable_by(counsellor, on=TODAY).exists()


def test_the_member_who_takes_over_does_not_open_what_the_former_one_wrote(contact, note):
    former = contact.pairings.get()
    Pairing.objects.filter(pk=former.pk).update(**ENDED)
    successor = make_pairing(student=former.student).member.staff.user
    again = make_pairing(student=former.student, member=former.member).member.staff.user

    assert not ContactNote.objects.readable_by(successor, on=TODAY).exists()
    assert not ContactNote.objects.readable_by(again, on=TODAY).exists()


def test_a_contact_with_two_students_takes_no_note(contact, author):
    both = make_contact(contact.pairings.get(), make_pairing(member=contact.member))

    with pytest.raises(ValidationError, match="不止一名学生"):
        write(both, author)

    assert not ContactNote.objects.exists()


def test_a_note_closes_to_its_author_should_its_contact_gain_a_student(contact, author, note):
    """No action adds one; a row added by hand must not open the note to a page of two students."""
    other = make_pairing(member=contact.member)
    contact.shares.create(pairing=other, happened_on=contact.happened_on)

    assert not ContactNote.objects.readable_by(author, on=TODAY).exists()


def test_a_corrected_contact_keeps_its_note(contact, author, note):
    actions.revise_contact(
        contact, happened_on=date(2026, 11, 9), kind="aid", version=1, on=TODAY, by=author
    )

    assert ContactNote.objects.get().open() == TEXT


def test_a_withdrawn_contact_takes_its_note_along_with_a_trace_of_each(contact, note, readers):
    actions.withdraw_contact(contact, reason="wrong_student", version=1, by=readers["支委"])

    assert not ContactNote.objects.exists()
    assert sorted(AuditEvent.objects.values_list("verb", flat=True)) == [
        "contact.withdrawn",
        "note.deleted",
    ]


def test_a_rewritten_text_replaces_the_former_one(note, author):
    actions.rewrite_note(note, text="睡得好些了", version=1, on=TODAY, at=MORNING, by=author)

    note.refresh_from_db()
    assert (note.open(), note.rewritten_at, note.rewrite_count) == ("睡得好些了", MORNING, 1)
    assert AuditEvent.objects.get().verb == "note.rewritten"


def test_of_two_rewritings_at_once_the_second_is_told(note, author):
    actions.rewrite_note(note, text="第一次", version=1, on=TODAY, at=MORNING, by=author)

    with pytest.raises(Stale):
        actions.rewrite_note(note, text="第二次", version=1, on=TODAY, at=MORNING, by=author)

    assert ContactNote.objects.get().open() == "第一次"


def test_a_deleted_note_is_gone_and_the_contact_may_have_another(contact, author, note):
    actions.discard_note(note, on=TODAY, by=author)

    assert not ContactNote.objects.exists()
    assert write(contact, author, "重新写的").open() == "重新写的"


def test_a_note_closed_since_it_was_read_is_neither_rewritten_nor_deleted(contact, note, author):
    contact.pairings.update(until_on=TODAY, end_reason="other", outcome="handed_over")

    for act in (
        lambda: actions.rewrite_note(
            note, text="迟到的", version=1, on=TODAY, at=MORNING, by=author
        ),
        lambda: actions.discard_note(note, on=TODAY, by=author),
    ):
        with pytest.raises(ValidationError, match="结对或学年刚刚结束"):
            act()

    assert ContactNote.objects.get().open() == TEXT


@pytest.mark.parametrize("stored", ["", TEXT, "enc2.k.a.b"])
def test_the_database_refuses_a_text_that_is_not_sealed(note, stored):
    with pytest.raises(IntegrityError, match="walkins_contactnote_is_sealed"), transaction.atomic():
        ContactNote.objects.update(sealed=stored)


def test_the_database_refuses_a_second_note_and_one_without_an_author(contact, note):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_note(contact)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_note(make_contact(), author=None)


def test_a_text_copied_into_another_row_does_not_open(note):
    other = make_note()
    ContactNote.objects.filter(pk=other.pk).update(sealed=note.sealed)

    with pytest.raises(AlteredError):
        ContactNote.objects.get(pk=other.pk).open()


def test_neither_its_names_nor_its_values_reveal_the_text(note):
    told = [str(note), repr(note), f"{vars(note)}", str(list(ContactNote.objects.values()))]

    assert told[0] == "保密记录"
    assert [text for text in told if TEXT in text] == []
