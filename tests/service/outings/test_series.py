"""The page of a series: what it is, the next stop, the stops it has been at; and the desk that writes it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.activities.models import Activity, Partner
from branch.core.models import SiteProfile
from branch.core.public import touch
from branch.service.models import ConsultTopic, Series, TripStop
from branch.service.outings import actions
from branch.service.outings.models.series import OTHER_KIND
from tests.activities.factories import at, programme
from tests.costs import cost_of
from tests.labels import valueless_in
from tests.service.factories import NOW, make_opening
from tests.service.outings.rows import make_series, make_stop, make_trip, tally, topic
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
HOME = "“5+2>7”快乐家园"
SOON = {"starts_at": at(2026, 12, 12, 9, 30), "ends_at": at(2026, 12, 12, 12), "state": "planned"}


@pytest.fixture
def series(db):
    return make_series()


@pytest.fixture
def desk(client, committee):
    client.force_login(committee)
    return client


def page(client, series, query=""):
    return client.get(series.public_url + query).text


def test_the_next_stop_comes_first_with_what_if_it_rains(client, series):
    make_trip(**{**SOON, "starts_at": at(2026, 12, 26), "ends_at": None}, place="红心塔")
    make_stop(make_trip(**SOON), note="下雨改在社区活动室。")
    text = page(client, series)

    assert text.index("下一站") < text.index("春晖社区广场") < text.index("走过的站")
    assert "9:30–12:00" in text
    assert ("下雨改在社区活动室。" in text, "不用报名，现场参加。" in text) == (True, True)
    assert ("公益、自愿、不收费" in text, "红心塔" in text) == (True, False)


def test_several_stops_are_listed_with_their_times(client, series):
    trip = make_trip(**SOON)
    make_stop(trip, "中央车站")
    make_stop(trip, "红心塔", 2, note="下雨取消")
    text = page(client, series)

    assert "中央车站、红心塔" in text
    assert text.count("9:30–12:00　</span>") == 2
    assert "下雨取消" in text


def test_a_stop_that_was_called_off_says_so_and_the_one_after_it_is_the_next(client, series):
    make_trip(**{**SOON, "state": "cancelled", "cancel_reason": "停电"}, place="中央车站")
    make_trip(**{**SOON, "starts_at": at(2026, 12, 26), "ends_at": None}, place="红心塔")
    text = page(client, series)

    assert "12月12日 周六的中央车站这一站已经取消" in text
    assert '<h2 id="next">红心塔</h2>' in text


def test_past_stops_have_people_and_the_topics_most_talked_of(client, series):
    tally(make_trip(), {"家庭教育": 21, "亲子沟通": 16, "学习兴趣": 4, "其他": 3})
    tally(make_trip(place="红心塔", starts_at=at(2026, 9, 26)), {"政策咨询": 4})
    text = page(client, series)

    assert ("44 人次" in text, "家庭教育 21、亲子沟通 16" in text) == (True, True)
    assert ("少于5人次" in text, "政策咨询" in text, "学习兴趣" in text) == (True, False, False)
    assert "本学年走过 2 站，咨询 44 人次" in text


def test_a_stop_without_a_tally_has_no_label_without_a_value(client, series):
    make_trip()
    text = page(client, series)

    assert ("中央车站候车厅东侧" in text, valueless_in(text)) == (True, [])


def test_nothing_is_told_of_a_tally_that_may_still_change(client, series, clock):
    tally(make_trip(), {"家庭教育": 21})
    for days, is_told in ((-3, False), (-2, True)):
        clock.at = NOW + timedelta(days=days)
        touch()
        assert ("21 人次" in page(client, series)) is is_told


def test_nothing_is_told_of_events_that_are_not_public(client, series):
    tally(make_trip(is_announced=False, place="内部"), {"家庭教育": 21})
    make_trip(**SOON, is_announced=False)
    text = page(client, series)

    assert ("内部" in text, "21 人次" in text, "下一站还没有定" in text) == (False, False, True)


def test_a_joint_programme_names_its_partner_and_gives_no_lessons(client):
    partner = Partner.objects.create(name="红心塔", kind="brand")
    text = page(client, make_series(HOME, partner=partner))

    assert ("红心塔" in text, "每月第三个周六" in text) == (True, True)
    assert "不上课、不补课" in text


def test_a_page_taken_down_is_gone_and_no_event_leads_to_it(client, series):
    trip = make_trip(**SOON)
    event = reverse("service:event", args=[trip.pk])
    assert series.public_url in client.get(event).text

    actions.revise_series(series, version=1, is_shown=False, by=trip.logged_by)
    assert client.get(series.public_url).status_code == 404
    assert series.public_url not in client.get(event).text


def test_an_event_of_the_calendar_names_its_stops(client):
    trip = make_trip(**SOON)
    make_stop(trip, note="下雨改在社区活动室")
    text = client.get(reverse("service:event", args=[trip.pk])).text

    assert ("春晖社区广场" in text, "下雨改在社区活动室" in text) == (True, True)


def test_an_event_with_places_leads_to_its_form(client, series):
    make_opening(make_trip(**SOON))

    assert "还有 200 个座位" in page(client, series)
    assert "我要报名" in page(client, series)


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_however_many_stops(client, series, count):
    for number in range(count):
        trip = make_trip(starts_at=at(2026, 9, 1 + number))
        make_stop(trip)
        tally(trip, {"家庭教育": 9})
    touch()

    assert cost_of(client.get, series.public_url)[1] == 11


def test_a_long_series_has_pages(client, series):
    for number in range(21):
        make_trip(starts_at=at(2025, 9, 1 + number), place=f"第{number}处")

    assert ("第0处" in page(client, series), "第0处" in page(client, series, "?page=2")) == (
        False,
        True,
    )


def test_the_committee_writes_a_page_and_changes_it(desk):
    express = programme("党员服务直通车")
    new = reverse("service:series-create", args=[express.pk])
    assert new in desk.get(reverse("service:series-list")).text
    facts = {"about": "来了就谈。", "agreements": "公益。\n\n自愿。", "is_shown": "on"}
    desk.post(new, filled(desk, new) | facts)

    series = Series.objects.get()
    assert series.agreement_lines == ["公益。", "自愿。"]
    assert "来了就谈。" in page(desk, series)
    edit = reverse("service:series-update", args=[series.pk])
    desk.post(edit, filled(desk, edit) | {"about": "谈完就走。"})
    assert "谈完就走。" in page(desk, series)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"about": "打 13900000001 找我"}, "有手机号码"),
        ({"agreements": "一" * 61}, "每行不超过 60 个字"),
        ({"agreements": "一\n" * 9}, "最多 8 行"),
        ({"rhythm": "坏词"}, "含有禁用词“坏词”"),
    ],
)
def test_bad_texts_get_a_sentence_and_stay(desk, series, fields, says):
    SiteProfile.objects.update(blocked_words="坏词")
    edit = reverse("service:series-update", args=[series.pk])
    answer = desk.post(edit, filled(desk, edit) | fields)

    assert says in answer.text
    assert all(text.strip() in answer.text for text in fields.values())
    assert Series.objects.get().version == 1


def test_a_programme_of_meetings_has_no_page(desk, committee):
    lesson = programme("党课")

    assert desk.get(reverse("service:series-create", args=[lesson.pk])).status_code == 404
    with pytest.raises(ValidationError, match=OTHER_KIND):
        actions.create_series(lesson, about="讲", agreements="听", by=committee)


def test_stops_are_written_in_their_order_and_written_anew(desk, series):
    trip = make_trip(**SOON)
    address = reverse("service:stops-write", args=[trip.pk])
    lines = {"place": "中央车站", "starts": "9:30", "ends": "10:30", "note": "下雨改在候车厅"}
    sent = {f"row-1-{name}": value for name, value in lines.items()}
    other = {"row-3-place": "红心塔", "row-3-starts": "11:00", "row-3-ends": "12:00"}
    desk.post(address, filled_rows(desk, address) | sent | other)
    assert [str(stop) for stop in trip.stops.all()] == ["中央车站", "红心塔"]

    desk.post(address, filled_rows(desk, address) | {"row-1-place": "", "row-1-note": ""} | EMPTY)
    assert [(str(stop), stop.order) for stop in trip.stops.all()] == [("红心塔", 1)]
    assert "红心塔" in desk.get(series.get_absolute_url()).text


EMPTY = {"row-1-starts": "", "row-1-ends": ""}


def filled_rows(client, address):
    """What the page would send unchanged, its rows too."""
    form = client.get(address).context["form"]
    rows = {field.html_name: field.value() or "" for line in form.lines for field in line}
    return {field.html_name: field.value() for field in form} | rows


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"place": ""}, "请填写地点，或清空这一行。"),
        ({"starts": ""}, "请填写时间。"),
        ({"ends": "25:00"}, "请按 9:30 的样子填写时间。"),
        ({"ends": "9:00"}, "到的时间要晚于从的时间。"),
        ({"note": "打 13900000001"}, "有手机号码"),
    ],
)
def test_a_stop_with_a_fault_gets_its_sentence(desk, typed, says):
    trip = make_trip(**SOON)
    address = reverse("service:stops-write", args=[trip.pk])
    line = {"place": "中央车站", "starts": "9:30", "ends": "10:30", "note": "", **typed}
    sent = {f"row-1-{name}": value for name, value in line.items()}
    answer = desk.post(address, filled_rows(desk, address) | sent)

    assert says in answer.text
    assert not TripStop.objects.exists()


def test_two_who_write_stops_at_once_do_not_overwrite_each_other(desk):
    trip = make_trip(**SOON)
    address = reverse("service:stops-write", args=[trip.pk])
    sent = filled_rows(desk, address)
    Activity.objects.update(version=7)

    assert desk.post(address, sent).status_code == 409


def test_topics_are_kept_by_the_committee_and_the_rest_stays(desk):
    rest, other = topic("其他"), topic("政策咨询")
    for row in (rest, other):
        end = reverse("service:topic-end", args=[row.pk])
        desk.post(end, {"version": row.version})
    new = reverse("service:topic-create")
    desk.post(new, filled(desk, new) | {"name": "手机和网络", "order": "7"})

    offered = [str(row) for row in ConsultTopic.objects.active_on(NOW.date()).by_order()]
    assert offered == ["家庭教育", "亲子沟通", "学习兴趣", "情绪压力", "手机和网络", "其他"]


def test_a_topic_that_was_tapped_keeps_its_words(desk):
    tally(make_trip(), {"家庭教育": 1})
    edit = reverse("service:topic-update", args=[topic().pk])

    assert "改了会改动以前的记录" in desk.post(edit, filled(desk, edit) | {"name": "家教"}).text
