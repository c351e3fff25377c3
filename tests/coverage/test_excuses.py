"""暂缓: the committee excuses a subject from a duty for a while, and ends that early."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from branch.core.models import AuditEvent
from branch.coverage.actions import record_excuse
from branch.coverage.models import Excuse
from tests.conftest import TODAY
from tests.coverage.test_board import BOARD, gaps
from tests.factories import make_contact, make_need, make_pairing, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]


def excuse_address(pairing, key="walkins.contact"):
    return reverse("coverage:excuse-create", args=[key, pairing.pk])


def excused(pairing, by, **fields):
    of = {"duty_key": "walkins.contact", "subject": pairing, "reason": "学生请假离校"}
    return record_excuse(**{**of, "from_on": TODAY, "by": by, **fields})


def end_address(excuse):
    return reverse("coverage:excuse-end", args=[excuse.pk])


def typed(page, **fields):
    return {"form_token": page.context["form"]["form_token"].value(), **fields}


def test_the_committee_excuses_a_pairing_for_a_while(client, committee):
    pairing = make_pairing()
    client.force_login(committee)
    form = client.get(excuse_address(pairing))

    client.post(excuse_address(pairing), typed(form, reason="学生请假离校", until_on="2026-12-18"))

    excuse = Excuse.objects.get()
    assert (excuse.reason, excuse.from_on, excuse.until_on) == (
        "学生请假离校",
        TODAY,
        date(2026, 12, 18),
    )
    assert AuditEvent.objects.filter(verb="excuse.recorded", actor=committee).count() == 1
    board = client.get(BOARD, {"duty": "walkins.contact"})
    assert gaps(board, "walkins.contact") == []
    assert len(board.context["listed"].excused) == 1
    assert "学生请假离校，至 12月18日 周五" in board.content.decode()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"until_on": "2026-12-18"}, "请填写原因。"),
        ({"reason": "请假"}, "请选择暂缓到哪一天。"),
        ({"reason": "请假", "until_on": "2026-11-01"}, "暂缓到的日期不能早于今天。"),
    ],
)
def test_a_missing_value_is_named_at_its_field_and_nothing_is_stored(
    client, committee, fields, says
):
    pairing = make_pairing()
    client.force_login(committee)
    form = client.get(excuse_address(pairing))

    answer = client.post(excuse_address(pairing), typed(form, **fields))

    assert says in answer.content.decode()
    assert Excuse.objects.count() == 0


def test_a_met_or_unknown_duty_cannot_be_excused(client, committee):
    done = make_pairing()
    make_contact(done)
    client.force_login(committee)

    assert client.get(excuse_address(done)).status_code == 404
    assert client.get(excuse_address(done, "no.such.duty")).status_code == 404


def test_only_the_committee_excuses(client, member):
    pairing = make_pairing(member=member)
    client.force_login(member.staff.user)

    assert client.get(excuse_address(pairing)).status_code == 403


def test_the_committee_ends_an_excuse_early(client, committee):
    pairing = make_pairing()
    excuse = excused(pairing, committee, from_on=TODAY - timedelta(days=20))
    client.force_login(committee)
    of_contacts = {"duty": "walkins.contact"}
    assert f'action="{end_address(excuse)}"' in client.get(BOARD, of_contacts).text

    answer = client.post(end_address(excuse), follow=True)

    excuse.refresh_from_db()
    assert excuse.until_on == TODAY - timedelta(days=1)
    assert gaps(answer, "walkins.contact") == [f"联系结对学生{pairing.student}"]
    assert "暂缓已结束，今天起照常提醒。" in answer.text
    assert "这条暂缓已经结束。" in client.post(end_address(excuse), follow=True).text
    assert AuditEvent.objects.filter(verb="excuse.ended", actor=committee).count() == 1


def test_an_excuse_that_began_today_is_void_once_ended(client, committee):
    excuse = excused(make_pairing(), committee)
    client.force_login(committee)

    client.post(end_address(excuse))

    assert not Excuse.objects.exists()
    assert AuditEvent.objects.filter(verb="excuse.ended", actor=committee).count() == 1


def test_a_head_teacher_ends_no_excuse(client, head, committee):
    school_class = head.head_posts.get().school_class
    pairing = make_pairing(student=make_need(make_student(school_class)).student)
    excuse = excused(pairing, committee)
    client.force_login(head.user)

    assert end_address(excuse) not in client.get(BOARD, {"duty": "walkins.contact"}).text
    assert client.post(end_address(excuse)).status_code == 403
    assert Excuse.objects.filter(until_on=None).exists()


@pytest.mark.parametrize(
    ("days", "is_taken"),
    [((-20, -1), True), ((-20, 0), False), ((30, None), False), ((31, 60), True)],
)
def test_two_excuses_of_one_duty_share_no_day(committee, days, is_taken):
    """The first excuse lasts thirty days from today."""
    pairing = make_pairing()
    excused(pairing, committee, until_on=TODAY + timedelta(days=30))
    first, last = (day if day is None else TODAY + timedelta(days=day) for day in days)

    if is_taken:
        excused(pairing, committee, from_on=first, until_on=last)
    else:
        with pytest.raises(ValidationError, match="已登记过暂缓"):
            excused(pairing, committee, from_on=first, until_on=last)

    excused(make_pairing(), committee, from_on=first, until_on=last)


def test_two_open_excuses_are_refused_by_the_database(committee):
    first = excused(make_pairing(), committee)
    first.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_an_excuse_ends_by_itself(client, committee):
    pairing = make_pairing()
    record_excuse(
        duty_key="walkins.contact",
        subject=pairing,
        reason="学生请假离校",
        from_on=TODAY - timedelta(days=20),
        until_on=TODAY - timedelta(days=1),
        by=committee,
    )
    client.force_login(committee)

    assert len(gaps(client.get(BOARD), "walkins.contact")) == 1
