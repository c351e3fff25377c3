"""写成报道: from the page of an activity to a draft without names, and the photos that somebody looked at."""

from decimal import Decimal

import pytest
from django.urls import reverse

from branch.activities.models import ActivityPhoto, Speaker
from branch.core.files import stored
from branch.core.models import SiteProfile, UndoStep
from branch.news.models import Article, ArticlePhoto
from branch.portal.models import EventReport
from tests.activities.factories import attend, make_activity
from tests.activities.openings import make_opening, take
from tests.factories import make_class, make_member, make_staff, make_student, read_photo
from tests.news.factories import make_published
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
ADDED = {"state": "added", "hours": Decimal("2"), "confirmed_on": "2026-11-21"}


@pytest.fixture
def site(db):
    return SiteProfile.current()


def make_trip(members=5, others=0, **fields):
    """A trip held on 20 November by so many members and other colleagues, whose hours are confirmed."""
    given = {"title": "中央车站：家庭教育咨询", "place": "候车厅东侧", **fields}
    activity = make_activity("党员服务直通车", **given)
    opening = make_opening(activity, served_count=63, pupil_count=20)
    slot = opening.slots.get()
    people = [make_member().staff for _ in range(members)] + [make_staff() for _ in range(others)]
    seen_by = make_staff()
    for staff in people:
        take(slot, staff, entered_by=make_staff(), confirmed_by=seen_by, **ADDED)
    return activity


def address_of(activity):
    return reverse("portal:report-begin", args=[activity.pk])


def photos_address(activity):
    return reverse("portal:report-photos", args=[activity.pk])


def drafted(client, activity):
    client.post(address_of(activity))
    return Article.objects.get()


def photo_of(activity):
    columns = stored(ActivityPhoto, read_photo())
    return activity.photos.create(uploaded_by=activity.logged_by, **columns)


def test_one_tap_writes_where_when_who_in_numbers_and_what_was_done(client, as_committee, site):
    activity = make_trip(members=9, summary="设三个咨询台。\n发放家教单页。")

    answer = client.post(address_of(activity))

    article = Article.objects.get()
    assert answer.url == reverse("news:article-update", args=[article.pk])
    assert article.title == "党员服务直通车：中央车站：家庭教育咨询"
    assert article.body == (
        f"<p>11月20日下午，{site.branch_name}在候车厅东侧开展“中央车站：家庭教育咨询”活动。"
        "9 名党员、20 名团员和学生参加，服务 63 人次。</p><p>设三个咨询台。</p><p>发放家教单页。</p>"
    )
    assert (article.state, article.column.name) == ("draft", "党员服务直通车")
    assert article.source_text == site.branch_name


def test_a_second_tap_opens_the_draft_that_exists(client, as_committee):
    activity = make_trip()
    article = drafted(client, activity)

    again = client.post(address_of(activity))

    assert again.url == reverse("news:article-update", args=[article.pk])
    assert Article.objects.count() == 1


def test_the_pages_of_both_lead_to_each_other(client, as_committee):
    activity = make_trip()
    article = drafted(client, activity)

    page = client.get(activity.get_absolute_url()).text

    assert f'href="{article.get_absolute_url()}"' in page
    assert address_of(activity) not in page
    assert f'href="{activity.get_absolute_url()}"' in client.get(article.get_absolute_url()).text


def test_the_step_is_undone_and_can_be_taken_again(client, as_committee):
    activity = make_trip()
    drafted(client, activity)

    client.post(reverse("portal:step-undo", args=[UndoStep.objects.get().token]))

    assert not Article.objects.exists()
    assert drafted(client, activity).state == "draft"


def test_a_draft_that_was_changed_is_not_undone(client, as_committee):
    article = drafted(client, make_trip())
    address = reverse("news:article-update", args=[article.pk])
    client.post(address, filled(client, address) | {"title": "改过的题目"})

    client.post(reverse("portal:step-undo", args=[UndoStep.objects.get().token]))

    assert Article.objects.get().title == "改过的题目"


def test_pupils_are_masked_and_what_could_point_to_a_child_is_left_out(client, as_committee):
    make_student(make_class(), name="林若楠")
    summary = "林若楠同学领读。\n向 3 户困难家庭赠送台灯。每周三党员陪孩子放学。现场气氛热烈。"

    article = drafted(client, make_trip(summary=summary))

    assert article.body.endswith("<p>某学生领读。</p><p>现场气氛热烈。</p>")
    says = EventReport.objects.get().lines
    assert says == ["有 2 句写到人数很少或受助的情况，没有带进来。"]
    assert "有 2 句写到" in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("members", "others", "says"),
    [
        (5, 0, "5 名党员、20 名"),
        (5, 5, "5 名党员、5 名教职工、20 名"),
        (6, 2, "8 名教职工、20 名"),
        (3, 0, "。20 名团员和学生"),
    ],
)
def test_no_number_is_small_and_no_subtraction_finds_one(
    client, as_committee, members, others, says
):
    article = drafted(client, make_trip(members=members, others=others))

    assert says in article.body


def test_of_a_walk_in_neither_day_nor_place_nor_text_is_told(client, as_committee, site):
    visit = make_activity(
        "结对工作会", title="寒假走访", place="春晖社区 3 栋", summary="看望了同学。"
    )
    for _ in range(6):
        attend(visit, make_member().staff)

    article = drafted(client, visit)

    assert article.body == f"<p>11月，{site.branch_name}开展“寒假走访”活动。</p>"
    assert article.column.slug == "walkins"


def test_a_title_with_a_small_number_of_families_gives_way_to_the_programme(client, as_committee):
    article = drafted(client, make_activity("主题党日", title="慰问3户困难家庭"))

    assert (article.title, "3户" in article.body) == ("主题党日", False)


def test_nothing_of_the_minutes_of_the_committee_is_in_the_draft(client, as_editor):
    meeting = make_activity("支委会", summary="讨论了人选。", agenda="一、人选")

    article = drafted(client, meeting)

    assert "人选" not in article.body


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_an_activity_that_was_not_held_is_not_reported(client, as_committee, state):
    activity = make_activity(state=state, cancel_reason="下雨")

    assert client.post(address_of(activity)).status_code == 404
    assert address_of(activity) not in client.get(activity.get_absolute_url()).text


def test_who_writes_no_articles_has_no_button_and_does_not_see_a_draft(client, as_counsellor):
    activity = make_trip()

    assert client.post(address_of(activity)).status_code == 403
    assert address_of(activity) not in client.get(activity.get_absolute_url()).text


def test_no_photo_comes_along_and_the_draft_says_how_many_and_why(client, as_committee):
    activity = make_trip()
    photo_of(activity), photo_of(activity)

    article = drafted(client, activity)

    assert not ArticlePhoto.objects.exists()
    assert "活动照片有 2 张没有带进来" in client.get(article.get_absolute_url()).text


def test_photos_are_chosen_one_by_one_and_those_with_pupils_wait_for_the_lists(
    client, as_committee
):
    activity = make_trip()
    plain, pupils, _ = [photo_of(activity) for _ in range(3)]
    article = drafted(client, activity)
    address = photos_address(activity)
    chosen = {"plain": [plain.pk], "with_pupils": [pupils.pk], "is_agreed": "on"}

    client.post(address, filled(client, address) | chosen)

    rows = article.photos.values_list("has_pupils", "may_be_shown", "pupils_checked_by")
    assert list(rows) == [(False, True, None), (True, True, None)]
    assert "活动照片有 1 张没有带进来" in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"plain": True}, "is_agreed"),
        ({"is_agreed": "on"}, "with_pupils"),
        ({"plain": True, "with_pupils": True, "is_agreed": "on"}, "plain"),
    ],
)
def test_a_photo_needs_one_answer_and_the_consent_of_adults(client, as_committee, chosen, field):
    activity = make_trip()
    photo = photo_of(activity)
    drafted(client, activity)
    address = photos_address(activity)
    sent = {name: [photo.pk] if value is True else value for name, value in chosen.items()}

    page = client.post(address, filled(client, address) | sent)

    assert list(page.context["form"].errors) == [field]
    assert not ArticlePhoto.objects.exists()


def test_photos_of_a_published_report_are_not_changed_here(client, as_committee):
    activity = make_trip()
    photo_of(activity)
    EventReport.objects.create(activity=activity, article=make_published())

    assert client.get(photos_address(activity)).status_code == 404
    assert client.post(address_of(activity)).url == Article.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("title", "says"),
    [("《怎么陪》", "开展《怎么陪》活动"), ("“三报到”日", "开展“‘三报到’日”活动")],
)
def test_the_title_is_quoted_once(client, as_committee, title, says):
    assert says in drafted(client, make_trip(title=title)).body


def test_a_speaker_from_outside_is_named_by_consent_alone(client, as_committee):
    facts = {"affiliation": "市心理卫生协会"}
    Speaker.objects.create(name="林向晖", **facts)
    Speaker.objects.create(name="沈知远", named_consent_on="2026-11-01", **facts)
    summary = "市心理卫生协会林向晖主讲。\n校外专家林向晖答问。\n沈知远主持。"

    article = drafted(client, make_trip(summary=summary))

    says = "<p>校外专家主讲。</p><p>校外专家答问。</p><p>沈知远主持。</p>"
    assert article.body.endswith(says)
