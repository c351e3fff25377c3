"""Who may read needs, pairings and contacts, and what everyone else is answered."""

from datetime import date

import pytest
from django.urls import reverse

from branch.accounts.models import Role
from branch.core.models import AccessRecord
from branch.walkins.audience import READERS, audience_of, reader_of
from branch.walkins.models import Contact, ContactPairing, Pairing, SupportNeed
from tests.factories import (
    make_class,
    make_contact,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_staff,
    make_student,
    make_user,
)
from tests.walkins.pages import AGREED, filled

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "pairing-detail",
    "pairing-end",
    "phone-reveal",
    "contact-update",
    "contact-withdraw",
    "need-close",
)


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All requests are made on 2026-11-24."""


@pytest.fixture
def pupil():
    return make_student(make_class())


@pytest.fixture
def contact(pupil):
    """A contact of a member with a pupil who has an open need."""
    return make_contact(make_pairing(student=make_need(pupil).student))


@pytest.fixture
def readers(pupil, contact):
    """{capacity: user}, those who may read first."""
    school_class = pupil.enrolments.get().school_class
    return {
        "结对党员": contact.member.staff.user,
        "班主任": make_head(school_class).user,
        "支委": make_member(Role.COMMITTEE).staff.user,
        "心理教师": make_staff(Role.COUNSELLOR).user,
        "书记": make_member(Role.SECRETARY).staff.user,
        "别的党员": make_member().staff.user,
        "别班班主任": make_head(make_class()).user,
        "别的结对": make_pairing().member.staff.user,
        "教职工": make_staff().user,
        "编辑": make_staff(Role.EDITOR).user,
        "管理员": make_staff(Role.ADMIN).user,
        "管理员也是党员": make_member(Role.ADMIN).staff.user,
    }


def who_sees(row, readers):
    model = type(row)
    return {
        name
        for name, user in readers.items()
        if model.objects.visible_to(user).filter(pk=row.pk).exists()
    }


@pytest.mark.parametrize("kind", ["contact", "need"])
def test_the_sentence_names_exactly_those_who_may_read(kind, readers, contact, pupil):
    rows = {"contact": contact, "need": pupil.needs.get()}

    assert who_sees(rows[kind], readers) == {*READERS[kind], "书记"}


def test_the_page_of_an_ended_pairing_names_its_member_no_longer(client, readers, contact):
    pairing = contact.pairings.get()
    ended = {"until_on": date(2026, 11, 23), "end_reason": "other", "outcome": "paused"}
    Pairing.objects.filter(pk=pairing.pk).update(**ended)
    client.force_login(readers["支委"])

    page = client.get(pairing.get_absolute_url())

    assert page.context["audience"] == "您、班主任和心理教师看得到。"
    assert who_sees(pairing, readers) == {*READERS["ended pairing"], "书记"}


def test_a_pairing_and_its_share_of_a_contact_have_the_same_readers(readers, contact):
    for row in (contact.pairings.get(), contact.shares.get()):
        assert who_sees(row, readers) == {*READERS["contact"], "书记"}


def test_the_sentence_calls_its_reader_you(readers, contact):
    pairing = contact.pairings.get()

    named = {who: reader_of(pairing, readers[who]) for who in READERS["contact"]}

    assert named == {who: who for who in READERS["contact"]}
    assert audience_of("contact", reader="班主任") == "您、结对党员、支委和心理教师看得到。"
    assert audience_of("need") == "结对党员、班主任、支委和心理教师看得到。"


def test_a_counsellor_no_longer_sees_a_student_whose_need_is_closed(readers, contact, pupil):
    pupil.needs.update(until_on=date(2026, 11, 23), close_reason="met")

    assert who_sees(contact.pairings.get(), readers) == {"结对党员", "班主任", "支委", "书记"}


def test_a_member_no_longer_sees_a_student_whose_pairing_has_ended(readers, contact, pupil):
    Pairing.objects.update(until_on=date(2026, 11, 24), end_reason="other", outcome="paused")

    for row in (contact, contact.pairings.get(), pupil.needs.get()):
        assert who_sees(row, readers) == {"班主任", "支委", "书记", "心理教师"}


def test_a_head_teacher_no_longer_sees_a_class_after_the_post_or_the_class_ends(
    readers, contact, pupil
):
    pupil.enrolments.update(until_on=date(2026, 11, 23))

    assert "班主任" not in who_sees(contact, readers)


def test_a_group_contact_shows_each_reader_only_their_students(readers, contact):
    """The head teacher of one student does not see the other."""
    other = make_pairing(member=contact.member)
    contact.shares.create(pairing=other, happened_on=contact.happened_on)

    seen = ContactPairing.objects.visible_to(readers["班主任"])

    assert [share.pairing for share in seen] == [contact.pairings.exclude(pk=other.pk).get()]


def test_the_head_of_one_student_reads_no_name_of_the_other(client, readers, contact):
    other = make_pairing(member=contact.member)
    contact.shares.create(pairing=other, happened_on=contact.happened_on)
    client.force_login(readers["班主任"])

    text = client.get(contact.pairings.exclude(pk=other.pk).get().get_absolute_url())

    assert other.student.name not in text.content.decode()


def addresses(contact, pupil):
    pks = {"pairing": contact.pairings.get().pk, "contact": contact.pk, "phone": None}
    pks["phone"], pks["need"] = pks["pairing"], pupil.needs.get().pk
    return [reverse(f"walkins:{name}", args=[pks[name.split("-")[0]]]) for name in ADDRESSES]


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        # detail, end, phone, update, withdraw, close
        ("结对党员", [200, 403, 200, 200, 200, 403]),
        ("班主任", [200, 403, 200, 404, 404, 403]),
        ("支委", [200, 200, 200, 200, 200, 200]),
        ("书记", [200, 200, 200, 200, 200, 200]),
        ("心理教师", [200, 403, 200, 403, 403, 403]),
        ("别的党员", [404, 403, 404, 404, 404, 403]),
        ("别班班主任", [404, 403, 404, 404, 404, 403]),
        ("别的结对", [404, 403, 404, 404, 404, 403]),
        ("教职工", [403, 403, 403, 403, 403, 403]),
        ("编辑", [403, 403, 403, 403, 403, 403]),
        ("管理员", [403, 403, 403, 403, 403, 403]),
        ("管理员也是党员", [404, 403, 404, 404, 404, 403]),
    ],
)
def test_an_address_answers_by_the_permissions_of_its_reader(
    client, readers, contact, pupil, who, answers
):
    client.force_login(readers[who])

    found = []
    for address in addresses(contact, pupil):
        verb = client.post if address.endswith("/phone/") else client.get
        found.append(verb(address).status_code)

    assert found == answers
    shown = {pk for record in AccessRecord.objects.all() for pk in record.subjects["student"]}
    assert shown == ({pupil.pk} if 200 in answers else set())


@pytest.mark.parametrize("who", ["别的党员", "教职工", "心理教师", "班主任"])
def test_a_refused_post_changes_nothing(client, readers, contact, pupil, who):
    client.force_login(readers[who])
    sent = {"reason": "twice", "outcome": "done", "kind": "aid", "version": 1, "fact": "改"}

    for address in addresses(contact, pupil)[3:] + addresses(contact, pupil)[1:2]:
        assert client.post(address, sent).status_code in (403, 404)

    assert (Contact.objects.get().fact, Pairing.objects.filter(until_on=None).count()) == ("", 2)
    assert SupportNeed.objects.open().count() == 2


def test_the_form_for_needs_offers_a_head_teacher_the_own_class_only(client, readers, pupil):
    other = make_student(make_class())
    client.force_login(readers["班主任"])
    address = reverse("walkins:need-create")

    for asked in ("", f"?school_class={other.enrolments.get().school_class_id}"):
        page = client.get(address + asked)
        assert other not in page.context["form"].fields["student"].queryset
    form = filled(client, address) | {"student": other.pk, "kind": "living"}
    page = client.post(address, form)

    assert page.context["form"].errors == {"student": ["这名学生现在不能选，请重新选择。"]}
    assert not other.needs.exists()


def test_the_pairing_form_takes_no_student_without_an_open_need(client, readers):
    student, member = make_student(), make_member()
    client.force_login(readers["支委"])
    address = reverse("walkins:pairing-create")
    form = filled(client, address) | AGREED

    page = client.post(address, form | {"student": student.pk, "member": member.pk})

    assert page.context["form"].errors == {"student": ["这一项已不能选，请重新选择。"]}
    assert not student.pairings.exists()


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("结对党员", 1),
        ("班主任", 1),
        ("心理教师", 2),
        ("支委", 2),
        ("别的党员", 0),
        ("别班班主任", 0),
    ],
)
def test_a_list_shows_only_what_its_reader_may_see(client, readers, who, found):
    client.force_login(readers[who])

    page = client.get(reverse("walkins:pairing-list"))

    assert len(page.context["object_list"]) == found
    shown = [row.student_id for row in page.context["object_list"]]
    records = [record.subjects["student"] for record in AccessRecord.objects.all()]
    assert records == ([sorted(shown)] if found else [])


def test_a_stranger_is_redirected_to_sign_in(client, contact, pupil):
    names = ("pairing-list", "pairing-create", "contact-create", "need-list", "need-create")

    for address in [reverse(f"walkins:{name}") for name in names] + addresses(contact, pupil):
        answer = client.post(address, {})
        assert answer.url == f"{reverse('login')}?next={address}"


def test_an_account_without_a_role_is_refused(client):
    client.force_login(make_user())

    assert client.get(reverse("walkins:pairing-list")).status_code == 403
