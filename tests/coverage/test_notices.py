"""What a notice is: one a person and thing, without a word that could name a pupil, gone when the work is done."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, models, transaction

from branch.core.models import Figure
from branch.coverage.actions import notify, open_notice, read_notices, settle_notices
from branch.coverage.chores import OldNotices
from branch.coverage.models import Notice
from branch.coverage.notices import NoticeKind, by_age, with_details
from branch.school.actions import record_leaving
from branch.walkins.models import Pairing
from branch.walkins.notices import DifficultyOwned, PairingStarted, VisitToMake
from tests.conftest import TODAY
from tests.factories import make_family_need, make_pairing, make_user, make_visit

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def pairing():
    return make_pairing()


@pytest.fixture
def reader(pairing):
    return pairing.member.staff.user


def tell(subject, *users, kind=PairingStarted, **facts):
    notify(kind=kind, users=users, subject=subject, **{"by": None, **facts})


def notices_of(user):
    return Notice.objects.visible_to(user)


def backdated(days, **fields):
    """A notice made so many days before `NOON`."""
    pairing = make_pairing()
    tell(pairing, pairing.member.staff.user)
    made = Notice.objects.about(pairing)
    made.update(told_at=NOON - timedelta(days=days), **fields)
    return made.get()


def test_those_concerned_are_told_once_and_who_acted_is_not(pairing, reader):
    by = make_user(name="陈立群")

    tell(pairing, reader, by, reader, None, by=by, day=date(2026, 11, 20))

    (notice,) = with_details(Notice.objects.all(), user=reader, on=TODAY)
    assert (notice.user, notice.read_at, notice.url_on(TODAY)) == (
        reader,
        None,
        pairing.get_absolute_url(),
    )
    assert (notice.title, notice.detail) == (
        "您与 1 名学生的结对开始了",
        "陈立群 登记，11月20日 起",
    )


def test_who_cannot_sign_in_is_not_told(pairing, reader):
    reader.is_active = False

    tell(pairing, reader)

    assert Notice.objects.count() == 0


def test_a_second_one_of_the_same_thing_takes_the_place_of_the_first_and_is_unread(pairing, reader):
    by = make_user()
    tell(pairing, reader)
    read_notices(notices_of(reader), at=NOON)

    tell(pairing, reader, kind=DifficultyOwned, by=by)

    notice = notices_of(reader).get()
    assert (notice.kind, notice.by, notice.read_at) == (DifficultyOwned.key, by, None)


def test_the_database_holds_one_a_person_and_thing(pairing, reader):
    about = {"user": reader, "subject_type": "walkins.pairing", "subject_id": pairing.pk}
    Notice.objects.create(kind=PairingStarted.key, **about)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(kind=DifficultyOwned.key, **about)

    Notice.objects.create(kind=PairingStarted.key, **about | {"subject_id": pairing.pk + 1})
    assert Notice.objects.count() == 2


def test_those_of_a_thing_end_with_it_and_no_others(pairing, reader):
    other, need = make_pairing(), make_family_need()
    tell(pairing, reader, make_user())
    tell(other, reader)
    # a thing of another kind may have the same number
    Notice.objects.about(other).update(subject_id=pairing.pk + 1)
    tell(need, reader, kind=DifficultyOwned)

    settle_notices(pairing, Pairing.objects.filter(pk=-1))

    assert {notice.kind for notice in Notice.objects.all()} == {
        "walkins.pairing_started",
        need_key(),
    }
    settle_notices(type(need).objects.filter(pk=need.pk))
    assert Notice.objects.get().subject_id == pairing.pk + 1


def need_key():
    return DifficultyOwned.key


def test_opening_marks_it_as_read_once(pairing, reader):
    tell(pairing, reader)
    notice = notices_of(reader).get()

    first = open_notice(notice, at=NOON, by=reader)
    again = open_notice(notice, at=NOON + timedelta(hours=1), by=reader)

    notice.refresh_from_db()
    assert (first, again, notice.read_at) == (pairing.get_absolute_url(), first, NOON)


@pytest.mark.parametrize("how", ["deleted", "closed"])
def test_one_whose_subject_is_gone_ends_when_it_is_opened(pairing, reader, how):
    tell(pairing, reader)
    notice = notices_of(reader).get()
    if how == "deleted":
        pairing.delete()
    else:
        Pairing.objects.update(until_on=TODAY, end_reason="other", outcome="paused")

    assert open_notice(notice, at=NOON, by=reader) == ""
    assert Notice.objects.count() == 0


def test_tick_deletes_those_that_are_as_old_as_the_figure_says():
    old, young = backdated(91), backdated(89)

    assert OldNotices().run(at=NOON) == 1
    assert Notice.objects.get() == young

    Figure.objects.create(
        key="coverage.notice_days", value=30, from_on=TODAY, set_by=old.user, why="清理"
    )
    assert OldNotices().run(at=NOON) == 1


def test_who_has_left_keeps_none(pairing, reader, administrator):
    tell(pairing, reader)
    staff = reader.staff

    record_leaving(staff, until_on=TODAY, version=staff.version, on=TODAY, by=administrator)

    assert Notice.objects.count() == 0


def test_tick_deletes_those_of_an_account_that_is_closed():
    notice = backdated(1)
    type(notice.user).objects.update(is_active=False)

    assert OldNotices().run(at=NOON) == 1


def test_they_are_grouped_by_the_day_on_which_they_were_made():
    # a Tuesday: Monday is of this week, Sunday is not
    rows = [backdated(days) for days in (-1, 0, 1, 2, 40)]

    groups = [(age, len(notices)) for age, notices in by_age(rows, on=TODAY)]

    assert groups == [("今天", 2), ("本周", 1), ("更早", 2)]


def test_a_kind_that_no_app_declares_any_more_is_not_shown(pairing, reader):
    tell(pairing, reader)

    Notice.objects.update(kind="walkins.gone")

    assert list(notices_of(reader)) == []


def test_several_visits_planned_at_once_are_one_notice_that_leads_to_the_list(reader):
    visit = make_visit()

    tell(visit, reader, kind=VisitToMake, count=6)

    notice = notices_of(reader).get()
    assert (notice.title, notice.url_on(TODAY)) == ("有 6 次家访请您走访", "/desk/visits/")


@pytest.mark.parametrize(
    "words",
    [
        {"title": "与 {name} 结对"},
        {"title": "{by} 安排您结对"},
        {"detail": "{by} 安排，{student}"},
        {"title": "{0} 名学生"},
        {"title": ""},
        {"button": ""},
    ],
)
def test_a_kind_is_refused_whose_words_could_name_a_pupil_or_are_missing(words):
    stated = {"key": "tests.kind", "title": "有 1 件事", "button": "查看", **words}

    with pytest.raises(ImproperlyConfigured):
        type("Another", (NoticeKind,), stated)

    NoticeKind.registry.pop("tests.kind", None)


def test_the_row_has_no_text_of_its_own():
    """Its words are those of its kind: the columns of text hold a kind's key and a model's name."""
    texts = [
        field.name
        for field in Notice._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
    ]

    assert texts == ["kind", "subject_type"]
