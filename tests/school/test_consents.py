"""Whose guardian agreed to photos in public: what holds on a day, who reads it, how long it is kept."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from branch.accounts.models import Role, RoleGrant
from branch.core.models import AuditEvent, Figure
from branch.core.refusals import RowsRefused
from branch.school.actions import delete_past_consents, move_student, record_consents
from branch.school.chores import PastConsents
from branch.school.consents import answers_in, collected_by, portrait_consent_of
from branch.school.models import PortraitConsent, Student
from branch.school.models.consents import PortraitConsentQuerySet
from tests.factories import make_class, make_head, make_staff, make_student, make_term

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 24, 8, 20, tzinfo=UTC)
SEPTEMBER, NOVEMBER = date(2026, 9, 24), date(2026, 11, 3)


@pytest.fixture
def place():
    """A class with its head teacher and three pupils, whose names are not in the order of their numbers."""
    school_class = make_class()
    make_head(school_class)
    for name in ("张晓雨", "李明远", "蔡明轩"):
        make_student(school_class, name=name)
    return school_class


def fill(place, on=SEPTEMBER, **answers):
    """Record {name: answer} as the head teacher; return how many withdrew."""
    head = place.head_posts.get().staff.user
    names = {"zhang": "张晓雨", "li": "李明远", "cai": "蔡明轩"}
    students = {row.name: row for row in answers_in(place, on=on)}
    rows = [(students[names[key]], answer) for key, answer in answers.items()]
    return record_consents(place, rows=rows, on=on, by=head, at=AT)


def answers(place, on):
    return {row.name: row.portrait_answer for row in answers_in(place, on=on)}


def shown(on):
    return set(Student.objects.may_be_shown_on(on).values_list("name", flat=True))


def test_everybody_begins_without_an_answer_which_counts_as_no(place):
    assert answers(place, SEPTEMBER) == {"蔡明轩": "", "李明远": "", "张晓雨": ""}
    assert list(answers(place, SEPTEMBER)) == ["蔡明轩", "李明远", "张晓雨"]
    assert shown(SEPTEMBER) == set()


def test_a_yes_holds_from_its_day_to_the_end_of_the_school_year(place):
    fill(place, zhang="yes", li="no")

    days = (date(2026, 9, 23), SEPTEMBER, date(2027, 8, 31), date(2027, 9, 1))
    assert [shown(day) for day in days] == [set(), {"张晓雨"}, {"张晓雨"}, set()]


def test_who_recorded_it_and_when_is_kept_and_the_audit_names_nobody(place):
    fill(place, zhang="yes", li="no")

    head = place.head_posts.get().staff.user
    rows = PortraitConsent.objects.values_list("answer", "recorded_by", "recorded_at", "from_on")
    assert set(rows) == {("yes", head.pk, AT, SEPTEMBER), ("no", head.pk, AT, SEPTEMBER)}
    event = AuditEvent.objects.get(verb="consents.recorded")
    assert (event.actor, event.target_id, event.says) == (
        head,
        str(place.pk),
        "登记 2 名，改动 0 名",
    )


def test_a_yes_withdrawn_stays_on_record_for_its_days(place):
    fill(place, zhang="yes", li="yes")

    withdrawn = fill(place, on=NOVEMBER, zhang="no", li="")

    assert withdrawn == 2
    assert (shown(date(2026, 11, 2)), shown(NOVEMBER)) == ({"张晓雨", "李明远"}, set())
    assert answers(place, NOVEMBER) == {"蔡明轩": "", "李明远": "", "张晓雨": "no"}
    rows = PortraitConsent.objects.filter(student__name="张晓雨")
    assert [(row.answer, row.from_on, row.last_on) for row in rows] == [
        ("yes", SEPTEMBER, date(2026, 11, 2)),
        ("no", NOVEMBER, date(2027, 8, 31)),
    ]
    assert AuditEvent.objects.filter(verb="consent.ended").count() == 2


def test_a_slip_mended_the_same_day_never_held(place):
    fill(place, zhang="yes")
    fill(place, zhang="no")

    assert [row.answer for row in PortraitConsent.objects.all()] == ["no"]
    assert shown(SEPTEMBER) == set()


def test_a_row_that_another_changed_meanwhile_is_refused_and_none_is_stored(place):
    seen = {row.name: row for row in answers_in(place, on=SEPTEMBER)}
    fill(place, zhang="no")
    rows = [(seen["张晓雨"], "yes"), (seen["李明远"], "yes")]

    with pytest.raises(RowsRefused) as refused:
        record_consents(place, rows=rows, on=SEPTEMBER, by=make_staff().user, at=AT)

    (refusal,) = refused.value.rows.values()
    assert refusal.messages == ["刚有人改为“不同意”，请核对后再保存。"]
    assert answers(place, SEPTEMBER) == {"蔡明轩": "", "李明远": "", "张晓雨": "no"}


def test_an_answer_follows_a_pupil_to_another_class(place, administrator):
    fill(place, zhang="yes")
    other, pupil = make_class(), Student.objects.get(name="张晓雨")
    stranger = [(row, "no") for row in answers_in(place, on=SEPTEMBER) if row.pk == pupil.pk]
    move_student(pupil, to_class=other, on=SEPTEMBER, version=1, by=administrator)

    assert (answers(other, SEPTEMBER), "张晓雨" in answers(place, SEPTEMBER)) == (
        {"张晓雨": "yes"},
        False,
    )
    with pytest.raises(RowsRefused):
        record_consents(place, rows=stranger, on=SEPTEMBER, by=administrator, at=AT)


def test_the_counts_and_the_names_of_a_class(place, committee):
    fill(place, zhang="yes", li="no")

    found = portrait_consent_of(place, committee, on=SEPTEMBER)

    counts = found.yes_count, found.no_count, found.open_count, found.collected_count
    assert counts == (1, 1, 1, 2)
    assert [row.name for row in found.hidden] == ["蔡明轩", "李明远"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.COUNSELLOR, Role.ADMIN, None])
def test_nobody_but_the_head_teacher_and_the_committee_gets_an_answer(place, role):
    other_head = make_head(make_class(), *filter(None, [role]))
    fill(place, zhang="yes")

    assert portrait_consent_of(place, other_head.user, on=SEPTEMBER) is None
    assert not PortraitConsent.objects.visible_to(other_head.user, on=SEPTEMBER).exists()


def test_a_head_teacher_gets_an_answer_while_the_post_runs(place):
    post = place.head_posts.get()
    fill(place, zhang="yes")
    before = portrait_consent_of(place, post.staff.user, on=SEPTEMBER)
    post.until_on = date(2026, 9, 23)
    post.save()

    assert before.yes_count == 1
    assert portrait_consent_of(place, post.staff.user, on=SEPTEMBER) is None


def test_a_class_that_has_left_has_no_list(committee):
    gone = make_class(entry_year=2023)
    make_student(gone)

    assert portrait_consent_of(gone, committee, on=SEPTEMBER) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"first_year": 2026, "from_on": date(2026, 8, 31)},
        {"first_year": 2026, "from_on": date(2027, 9, 1)},
        {"first_year": 2026, "from_on": NOVEMBER, "until_on": SEPTEMBER},
        {"first_year": 2026, "from_on": NOVEMBER},
    ],
)
def test_what_cannot_be_true_is_refused_by_the_database(place, facts):
    fill(place, zhang="yes")
    pupil, by = Student.objects.get(name="张晓雨"), make_staff().user
    row = PortraitConsent(student=pupil, answer="no", recorded_by=by, recorded_at=AT, **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_year_after_the_school_year_the_answers_are_deleted_void_ones_too(place):
    fill(place, zhang="yes")
    fill(place, zhang="no")
    last_day = datetime(2028, 8, 31, 2, tzinfo=UTC)

    kept = PastConsents().run(at=last_day)
    gone = delete_past_consents(on=date(2028, 9, 1))

    assert (kept, gone, PortraitConsentQuerySet(PortraitConsent).count()) == (0, 2, 0)
    assert AuditEvent.objects.get(verb="records.expired").says == "肖像同意 2 条"


def test_the_term_is_a_figure(place, secretary):
    fill(place, zhang="yes")
    longer = {"from_on": SEPTEMBER, "set_by": secretary, "why": "学校约定"}
    Figure.objects.create(key="school.consents_kept", value=2, **longer)

    assert delete_past_consents(on=date(2028, 9, 1)) == 0


def test_the_papers_are_to_be_back_so_many_days_after_the_first_day(secretary):
    without = collected_by(SEPTEMBER)
    make_term(starts_on=date(2026, 9, 3))
    make_term(number=2, starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 30))
    with_term = collected_by(date(2027, 4, 1))
    week = {"from_on": SEPTEMBER, "set_by": secretary, "why": "学校约定"}
    Figure.objects.create(key="school.consent_days", value=7, **week)

    assert without == date(2026, 9, 25)
    assert (with_term, collected_by(NOVEMBER)) == (date(2026, 9, 27), date(2026, 9, 10))


def test_an_ended_role_closes_the_lists(place):
    former = make_staff(Role.COMMITTEE).user
    RoleGrant.objects.filter(user=former).update(until_on=date(2026, 9, 1), is_ended=True)

    assert portrait_consent_of(place, former, on=SEPTEMBER) is None
