"""Who is shown a guardian's telephone, and the address, remark and birthday of a student."""

from datetime import date

import pytest
from django.urls import reverse

from branch.accounts.models import Role
from branch.core.models import AccessRecord
from branch.school.models import Family, FamilyNumber, Guardian, Student
from tests.factories import (
    make_class,
    make_guardian,
    make_head,
    make_member,
    make_pairing,
    make_staff,
    make_student,
)

pytestmark = pytest.mark.django_db
PHONE, NAME = "13976543210", "卞素琴"
SECRETS = {
    "phone": PHONE,
    "tail of the phone": "3210",
    "guardian": NAME,
    "address": "望江路 77 号",
    "remark": "校车接送",
    "birthday": "2013-04-05",
    "number of the family": "86421975",
}
PRIVATE = set(SECRETS) - {"phone"}


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def pupil(term):
    """A student with all private data."""
    family = Family.objects.create(address=SECRETS["address"])
    student = make_student(
        make_class(), family=family, born_on=date(2013, 4, 5), remark=SECRETS["remark"]
    )
    make_guardian(student, name=NAME, phone=PHONE)
    number = SECRETS["number of the family"]
    FamilyNumber.objects.create(term=term, family=family, number=number)
    return student


@pytest.fixture
def readers(pupil):
    school_class = pupil.enrolments.get().school_class
    former = make_head(school_class, until_on=date(2026, 11, 23))
    return {
        "head": make_head(school_class).user,
        "committee": make_member(Role.COMMITTEE).staff.user,
        "secretary": make_member(Role.SECRETARY).staff.user,
        "counsellor": make_staff(Role.COUNSELLOR).user,
        "admin": make_staff(Role.ADMIN).user,
        "admin who heads another class": make_head(make_class(), Role.ADMIN).user,
        "head of another class": make_head(make_class()).user,
        "head until yesterday": former.user,
        "pair": make_pairing(student=pupil).member.staff.user,
        "editor": make_staff(Role.EDITOR).user,
        "teacher": make_staff().user,
    }


def addresses(pupil):
    """Every page of the school that could show the student or the family."""
    school_class = pupil.enrolments.get().school_class
    guardian = pupil.family.guardians.get()
    of = {
        "class": (school_class, ("class-detail", "class-print", "head-appoint")),
        "student": (
            pupil,
            (
                "student-detail",
                "student-update",
                "student-move",
                "student-leave",
                "student-return",
                "guardian-create",
            ),
        ),
        "guardian": (guardian, ("guardian-update",)),
        "family": (
            pupil.family,
            ("family-detail", "family-update", "family-relative", "family-split"),
        ),
    }
    lists = [reverse(f"school:{name}") for name in ("class-list", "student-list", "staff-list")]
    joining = reverse("school:family-join", args=[make_student().family_id, pupil.pk])
    return [*lists, joining] + [
        reverse(f"school:{name}", args=[row.pk]) for row, names in of.values() for name in names
    ]


def test_the_table_of_readers_holds_on_every_page(client, readers, pupil):
    shown = {}
    for who, user in readers.items():
        client.force_login(user)
        text = "".join(client.get(address).content.decode() for address in addresses(pupil))
        shown[who] = {what for what, secret in SECRETS.items() if secret in text}

    everything = set(SECRETS)  # the telephone on the form that changes it, which is a reveal
    nothing = set()
    assert shown == {
        "head": everything,
        "committee": everything,
        "secretary": everything,
        "counsellor": nothing,
        "admin": nothing,
        "admin who heads another class": nothing,
        "head of another class": nothing,
        "head until yesterday": nothing,
        "pair": nothing,
        "editor": nothing,
        "teacher": nothing,
    }


def test_the_pupils_page_masks_the_telephone(client, readers, pupil):
    client.force_login(readers["head"])

    text = client.get(pupil.get_absolute_url()).content.decode()

    assert {what for what, secret in SECRETS.items() if secret in text} == PRIVATE
    assert "139****3210" in text


def test_a_reveal_shows_the_telephone_and_is_recorded(client, readers, pupil):
    address = reverse("school:phone-reveal", args=[pupil.pk])
    answers = {}
    for who, user in readers.items():
        client.force_login(user)
        answer = client.post(address)
        answers[who] = (answer.status_code, PHONE in answer.content.decode())

    shut, unseen = (403, False), (404, False)
    assert answers == {
        "head": (200, True),
        "committee": (200, True),
        "secretary": (200, True),
        "counsellor": shut,
        "admin": shut,
        "admin who heads another class": unseen,
        "head of another class": unseen,
        "head until yesterday": shut,
        "pair": shut,
        "editor": shut,
        "teacher": shut,
    }
    records = AccessRecord.objects.filter(page="school:phone-reveal").order_by("pk")
    assert [(row.reader, row.action, row.subjects) for row in records] == [
        (readers[who], "reveal", {"student": [pupil.pk]})
        for who in ("head", "committee", "secretary")
    ]


def test_the_form_that_shows_a_telephone_is_recorded_as_a_reveal(client, readers, pupil):
    client.force_login(readers["head"])

    page = client.get(reverse("school:guardian-update", args=[pupil.family.guardians.get().pk]))

    assert PHONE in page.content.decode()
    record = AccessRecord.objects.get()
    assert (record.action, record.subjects) == ("reveal", {"student": [pupil.pk]})


def test_students_and_guardians_have_the_same_scope(readers, pupil):
    seen = {
        who: (
            Student.objects.private_to(user).filter(pk=pupil.pk).exists(),
            Guardian.objects.visible_to(user).filter(family=pupil.family_id).exists(),
        )
        for who, user in readers.items()
    }

    assert {who for who, both in seen.items() if both == (True, True)} == {
        "head",
        "committee",
        "secretary",
    }
    assert set(seen.values()) == {(True, True), (False, False)}


def test_a_head_teacher_does_not_see_a_class_that_has_left(pupil):
    school_class = make_class(entry_year=2023)
    head, gone = make_head(school_class).user, make_student(school_class, since=date(2023, 9, 1))

    seen = [
        list(Student.objects.private_to(head, on=day))
        for day in (date(2026, 8, 31), date(2026, 9, 1))
    ]

    assert seen == [[gone], []]


def test_only_the_committee_sees_a_guardian_without_children(readers):
    guardian = Guardian.objects.create(
        family=Family.objects.create(), name="某某", relation="父亲", phone="13912312312"
    )

    assert guardian not in Guardian.objects.visible_to(readers["head"])


def test_a_colleagues_telephone_is_shown_to_readers_of_staff_only(client, readers):
    colleague = make_staff(phone="13811112222", number="T-SECRET", remark="借调")
    shown = {}
    for who, user in readers.items():
        client.force_login(user)
        pages = (reverse("school:staff-list"), colleague.get_absolute_url())
        text = "".join(client.get(address).content.decode() for address in pages)
        shown[who] = [secret in text for secret in ("13811112222", "T-SECRET", "借调")]

    keepers = {"committee", "secretary", "admin", "admin who heads another class"}
    assert shown == {who: [who in keepers] * 3 for who in readers}
