"""居住地报到: one at a time, a move ends the former, a list of a community at once, undone on its day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branch.core import undo
from branch.core.models import Stale, UndoStep
from branch.coverage.models import Excuse, Notice
from branch.service.models import Community, CommunityRegistration, RegistrationReceipt
from branch.service.registers.actions import (
    register_several,
    remind_unregistered,
    withdraw_registration,
    write_registration,
)
from tests.conftest import HALF_PAST_TWO, TODAY
from tests.factories import make_member
from tests.service.registers.rows import (
    make_community,
    make_paper,
    make_receipt,
    make_registration,
    paper,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db
AUTUMN = date(2026, 9, 26)


def write(member, *, by=None, **fields):
    given = {"community": None, "from_on": AUTUMN, "on": TODAY, "by": by or member.staff.user}
    return write_registration(member, **given | fields)


def running(member):
    return CommunityRegistration.objects.running().get(member=member)


def test_a_member_registers_once(member):
    row = write(member, community=make_community("春晖社区"), post="课后阅读")

    assert (row.community.name, row.from_on, row.until_on) == ("春晖社区", AUTUMN, None)
    with pytest.raises(ValidationError, match="刚刚登记过"):
        write(member, community=make_community())


def test_the_database_holds_one_running_registration_of_a_member(member):
    make_registration(member)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_registration(member)


def test_a_move_ends_the_former_and_both_stay_on_record(member):
    former = make_registration(member)
    write(member, community=make_community("友好社区"), from_on=TODAY, version=former.version)

    former.refresh_from_db()
    assert former.until_on == TODAY - timedelta(days=1)
    for day, name in ((AUTUMN, former.community.name), (TODAY, "友好社区")):
        rows = CommunityRegistration.objects.active_on(day).filter(member=member)
        assert [row.community.name for row in rows] == [name]


@pytest.mark.parametrize("from_on", [AUTUMN, date(2026, 9, 20)])
def test_a_wrong_community_is_put_right_in_its_place(member, from_on):
    row = make_registration(member)
    write(member, community=make_community("友好社区"), from_on=from_on, version=row.version)

    assert CommunityRegistration.objects.get(member=member).community.name == "友好社区"
    assert running(member).from_on == from_on


def test_a_registration_does_not_reach_into_the_former(member):
    former = make_registration(member, until_on=date(2026, 10, 31))

    with pytest.raises(ValidationError, match="上一次报到结束的 2026-10-31"):
        write(member, community=former.community, from_on=date(2026, 10, 31))


def test_what_somebody_else_changed_meanwhile_is_compared(member):
    row = make_registration(member)
    write(member, community=row.community, post="读书角", version=row.version)

    with pytest.raises(Stale):
        write(member, community=row.community, post="花坛", version=row.version)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"from_on": TODAY + timedelta(days=1)}, "不能晚于今天"),
        ({"from_on": date(2019, 1, 1)}, "还不在支部"),
        ({"post": "3号楼2单元楼长"}, "不写住址"),
        ({"community": None}, "请选择社区"),
        ({"community": None, "community_name": "春晖路 12 号"}, "不写住址"),
        ({"community": None, "community_name": "阳光小区3-2-501"}, "不写住址"),
        ({"community": None, "community_name": "春晖苑５＃３０１"}, "不写住址"),
        ({"community": None, "community_name": "友好里20座"}, "不写住址"),
        ({"community": None, "community_name": "南园一百〇二弄"}, "不写住址"),
        ({"post": "新湖苑 501"}, "不写住址"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_stores_nothing(member, fields, says):
    with pytest.raises(ValidationError, match=says):
        write(member, **{"community": make_community()} | fields)

    assert not CommunityRegistration.objects.exists()


def test_a_new_community_is_named_once(member):
    known = make_community("新湖社区")
    write(member, community_name=" 新湖社区 ")
    write(make_member(), community_name="南园社区")

    assert running(member).community == known
    assert list(Community.objects.values_list("name", flat=True)) == ["新湖社区", "南园社区"]


@pytest.mark.parametrize("name", ["第八社区", "八一路社区", "312国道社区", "十二师社区", "五一村"])
def test_a_number_in_the_name_of_a_community_is_no_address(member, name):
    assert write(member, community_name=name).community.name == name


def test_the_day_of_a_move_is_put_right_and_no_day_is_without_a_community(member):
    former = make_registration(member)
    write(member, community=make_community(), from_on=date(2026, 11, 9), version=former.version)
    for from_on in (date(2026, 11, 16), date(2026, 11, 2)):
        row = running(member)
        write(member, community=row.community, from_on=from_on, version=row.version)
        former.refresh_from_db()
        assert former.until_on == from_on - timedelta(days=1)

    row = running(member)
    with pytest.raises(ValidationError, match="上一次报到"):
        write(member, community=row.community, from_on=AUTUMN, version=row.version)
    withdraw_registration(row, version=row.version, on=TODAY, by=member.staff.user)
    assert running(member) == former


def test_a_new_receipt_replaces_the_former(member, django_capture_on_commit_callbacks):
    row = make_registration(member)
    former = make_receipt(row)
    with django_capture_on_commit_callbacks(execute=True):
        write(
            member,
            community=row.community,
            version=row.version,
            receipt=paper(RegistrationReceipt),
        )

    kept = RegistrationReceipt.objects.get(registration=row)
    assert kept.file.storage.exists(kept.file.name)
    assert not former.file.storage.exists(former.file.name)


def test_a_list_registers_those_who_are_not_and_tells_them(secretary):
    fresh, taken = make_member(), make_registration().member
    listed = make_community()
    done = register_several(
        [fresh, taken], community=listed, from_on=AUTUMN, on=TODAY, by=secretary
    )

    assert ([row.member for row in done.rows], done.left_out) == ([fresh], 1)
    assert Notice.objects.get().user == fresh.staff.user
    with pytest.raises(ValidationError, match="都已报到"):
        register_several([fresh], community=listed, from_on=AUTUMN, on=TODAY, by=secretary)


def test_the_list_of_the_community_is_a_receipt_too(secretary):
    member, row = make_member(), make_registration()
    make_receipt(row)
    bare = make_registration()
    listed = make_registration(member, paper=make_paper(make_community(), secretary))

    rows = CommunityRegistration.objects.with_paper()
    assert {one.pk: (one.has_receipt, one.has_paper) for one in rows} == {
        row.pk: (True, True),
        bare.pk: (False, False),
        listed.pk: (False, True),
    }


@pytest.mark.usefixtures("time_stands")
def test_a_withdrawn_move_lets_the_former_run_on_and_is_undone(member):
    former, by = make_registration(member, until_on=TODAY - timedelta(days=1)), member.staff.user
    row = make_registration(member, from_on=TODAY)
    step = withdraw_registration(row, version=row.version, on=TODAY, by=by)

    assert running(member) == former
    undo.undo(step, on=TODAY, at=HALF_PAST_TWO, by=by)
    assert running(member) == row
    assert UndoStep.objects.get().undone_at


def test_those_without_a_registration_are_reminded_and_nobody_who_is_away(secretary, member):
    make_registration(secretary.staff.member)
    away = make_member()
    Excuse.objects.create(
        duty_key="",
        subject_type="members.member",
        subject_id=away.pk,
        reason="支教",
        from_on=AUTUMN,
        set_by=secretary,
    )

    assert remind_unregistered(on=TODAY, by=secretary) == 1
    assert remind_unregistered(on=TODAY, by=secretary) == 1
    assert Notice.objects.get().user == member.staff.user
    write(member, community=make_community())
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("on_disk")
def test_two_secretaries_register_a_member_once():
    member, listed = make_member(), make_community()
    users = [make_member().staff.user for _ in range(2)]

    def call(user):
        return lambda: register_several(
            [member], community=listed, from_on=AUTUMN, on=TODAY, by=user
        )

    raised = at_once(*map(call, users))

    assert [type(error) for error in raised] == [ValidationError]
    assert CommunityRegistration.objects.filter(member=member).count() == 1
