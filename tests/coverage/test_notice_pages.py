"""The bell, the list of notices, and the button that leads to the work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.core.models import AccessRecord
from branch.coverage.actions import notify
from branch.coverage.menu import UNREAD
from branch.coverage.models import Notice
from branch.coverage.notices import NoticeKind
from branch.walkins.notices import PairingStarted
from tests.conftest import TODAY
from tests.costs import cost_of
from tests.factories import make_need, make_pairing, make_student, make_user

pytestmark = pytest.mark.django_db
LIST, READ = "/desk/coverage/notices/", "/desk/coverage/notices/read/"
OPEN = "/desk/coverage/notices/{}/open/"
NAME = "潘云澈"


@pytest.fixture
def reader(client, member):
    client.force_login(member.staff.user)
    return member.staff.user


def tell(reader, count=1, **fields):
    """So many notices of pairings of the reader."""
    told = []
    for _ in range(count):
        pairing = make_pairing(member=reader.staff.member)
        notify(kind=PairingStarted, users=[reader], subject=pairing, by=make_user(name="陈立群"))
        told.append(Notice.objects.about(pairing).get())
    Notice.objects.filter(pk__in=[notice.pk for notice in told]).update(**fields or {"count": 1})
    return told


def bells_of(page):
    """What stands on the bell of the menu and of the phone's head."""
    menu = [
        item.count
        for group in page.context["desk_nav"]
        for item in group.items
        if item.counts == UNREAD
    ]
    head = page.text.partition('class="gq-bell"')[2].partition("</a>")[0]
    return menu, head.count("条未读"), page.text.count('class="gq-bell-n"')


def test_the_bell_has_the_number_of_those_not_read(client, reader):
    tell(reader, 2)
    tell(reader, 1, read_at=timezone.now())

    page = client.get(reverse("portal:desk"))

    assert bells_of(page) == ([2], 1, 2)
    assert '<span class="gq-bell-n">2<span' in page.text


def test_without_any_there_is_no_number(client, reader):
    tell(make_pairing().member.staff.user, 3)

    assert bells_of(client.get(reverse("portal:desk"))) == ([0], 0, 0)


def test_the_list_is_of_no_tab(client, reader):
    """Though its address begins with that of the board."""
    page = client.get(LIST)

    assert [tab.label for tab in page.context["desk_tabs"] if tab.current] == []
    board = client.get(reverse("coverage:board"))
    assert [tab.label for tab in board.context["desk_tabs"] if tab.current] == ["落实"]


def test_a_large_number_is_cut_short(client, reader):
    tell(reader, 100)

    assert '<span class="gq-bell-n">99+<span' in client.get(reverse("portal:desk")).text


@pytest.mark.parametrize("address", ["portal:desk", "coverage:board", "walkins:pairing-list"])
def test_the_bell_costs_no_query(client, reader, address):
    make_pairing(member=reader.staff.member)
    client.get(reverse(address))
    _, without = cost_of(client.get, reverse(address))

    pairing = reader.staff.member.pairings.get()
    notify(kind=PairingStarted, users=[reader], subject=pairing, by=None)
    page, cost = cost_of(client.get, reverse(address))

    assert (bells_of(page)[0], cost) == ([1], without)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("", 7), ("?only=unread", 8)])
def test_the_list_costs_the_same_for_one_and_for_three(client, reader, rows, query, queries):
    tell(reader, rows)
    client.get(LIST)

    page, cost = cost_of(client.get, LIST + query)

    assert (len(page.context["object_list"]), cost) == (rows, queries)


def test_one_tap_marks_it_as_read_and_leads_to_the_work(client, reader):
    first, second = tell(reader, 2)

    answer = client.post(OPEN.format(first.pk))

    assert answer.url == f"/desk/pairings/{first.subject_id}/"
    assert list(Notice.objects.unread()) == [second]
    assert bells_of(client.get(answer.url))[0] == [1]


def test_a_get_changes_nothing(client, reader):
    (notice,) = tell(reader)

    answers = [client.get(address).url for address in (OPEN.format(notice.pk), READ)]

    assert answers == [LIST, LIST]
    assert Notice.objects.unread().count() == 1


def test_one_that_is_gone_says_so_in_the_list(client, reader):
    (notice,) = tell(reader)
    reader.staff.member.pairings.all().delete()

    page = client.post(OPEN.format(notice.pk), follow=True)

    assert page.redirect_chain == [(LIST, 302)]
    assert [str(message) for message in page.context["messages"]] == [
        "这件事已经办完、撤销，或者不再归您办理，通知已收起。"
    ]
    assert page.context["groups"] == []


def test_all_are_marked_as_read_and_nobody_else_s(client, reader):
    tell(reader, 2)
    (others,) = tell(make_pairing().member.staff.user)

    page = client.post(READ, follow=True)

    assert (page.redirect_chain, bells_of(page)) == ([(LIST, 302)], ([0], 0, 0))
    assert list(Notice.objects.unread()) == [others]


@pytest.mark.parametrize("who", ["committee", "secretary", "administrator", "counsellor"])
def test_nobody_else_reads_or_opens_it(client, request, member, who):
    (notice,) = tell(member.staff.user)
    client.force_login(request.getfixturevalue(who))

    page, opened = client.get(LIST), client.post(OPEN.format(notice.pk))

    assert (list(page.context["object_list"]), opened.status_code) == ([], 404)
    client.post(READ)
    assert list(Notice.objects.unread()) == [notice]


def test_the_list_is_newest_first_thirty_on_a_page(client, reader):
    told = tell(reader, 31)
    now = timezone.now()
    for n, notice in enumerate(told):
        Notice.objects.filter(pk=notice.pk).update(told_at=now - timedelta(minutes=n))

    pages = [client.get(LIST, {"page": number}).context["object_list"] for number in (1, 2)]

    assert [list(page) for page in pages] == [told[:30], told[30:]]


def test_those_not_read_are_listed_alone(client, reader):
    tell(reader, 1, read_at=timezone.now())
    unread = tell(reader, 2)

    page = client.get(LIST, {"only": "unread"})

    assert set(page.context["object_list"]) == set(unread)
    labels = [kind["label"] for kind in page.context["kinds"]]
    assert labels == ["全部 3", "未读 2"]


@pytest.mark.parametrize(
    ("query", "title"), [("", "还没有通知"), ("?only=unread", "没有未读的通知")]
)
def test_an_empty_list_says_so(client, reader, query, title):
    page = client.get(LIST + query)

    assert f"<p>{title}</p>" in page.text
    assert "全部标为已读" not in page.text


@pytest.mark.usefixtures("the_day")
def test_the_time_is_as_long_as_it_has_to_be(client, reader):
    noon = timezone.now()
    for days in (0, 1, 10):
        tell(reader, 1, told_at=noon - timedelta(days=days))

    page = client.get(LIST)

    assert [label for label, _ in page.context["groups"]] == ["今天", "本周", "更早"]
    times = [part.partition(">")[2].partition("<")[0] for part in page.text.split("<time")[1:]]
    assert times == ["10:00", "周一 10:00", "11-14"]


def test_no_pupil_is_named_and_so_none_is_recorded_as_read(client, reader):
    pairing = make_pairing(member=reader.staff.member, student=make_need(named()).student)
    notify(kind=PairingStarted, users=[reader], subject=pairing, by=make_user(), day=TODAY)

    page = client.get(LIST)

    assert NAME in client.get(pairing.get_absolute_url()).text
    assert (NAME in page.text, len(page.context["object_list"])) == (False, 1)
    assert AccessRecord.objects.filter(page="coverage:notice-list").count() == 0


def named():
    return make_student(name=NAME)


def test_every_kind_has_an_icon_and_a_page():
    for kind in NoticeKind.every():
        notice = Notice(kind=kind.key, subject_type="walkins.pairing", subject_id=1)
        assert (notice.url_on(TODAY)[:6], bool(kind.icon)) == ("/desk/", True)
