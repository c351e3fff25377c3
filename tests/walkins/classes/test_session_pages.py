"""The pages of class sessions: from the form to the record, and who sees what of it."""

from datetime import datetime

import pytest
from django.urls import reverse

from branch.activities.models import Activity
from branch.core.models import Draft
from branch.walkins.models import ClassSession, SessionTheme
from tests.activities.factories import programme
from tests.activities.held import photo as upload
from tests.conftest import HALF_PAST_TWO as NOW
from tests.factories import make_class, make_head, make_member, make_posting, make_session
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands", "term")]
JPEG = b"\xff\xd8"
NEW, GRID = reverse("walkins:session-create"), reverse("walkins:session-grid")


@pytest.fixture
def as_head(client, head):
    client.force_login(head.user)
    return client


def test_a_theme_is_all_a_head_teacher_chooses(as_head, head, school_class, theme):
    form = filled(as_head, NEW)

    page = as_head.post(NEW, form | {"theme": theme.pk}, follow=True)

    session = ClassSession.objects.with_people().get()
    assert (session.school_class, session.theme, session.leaders) == (school_class, theme, [head])
    assert (session.activity.starts_at, session.activity.audience_count) == (NOW, 3)
    assert session.activity.place == "本班教室"
    assert page.redirect_chain == [(session.get_absolute_url(), 302)]
    assert "团辅已记录。" in page.text


def test_the_form_has_six_fields_before_the_further_ones(as_head):
    form = as_head.get(NEW).context["form"]

    asked = [field.name for field in form.visible_fields()]
    assert [name for name in asked if name not in (*form.MORE, "dropped_photos")] == [
        "theme",
        "starts_at",
        "headcount",
        "leaders",
        "companions",
        "new_photos",
    ]


def test_a_time_to_come_plans_and_the_form_then_has_what_was_planned(as_head, theme):
    helper = make_member().staff
    form = filled(as_head, NEW)
    planned = {"theme": theme.pk, "starts_at": "2026-12-15T15:50", "companions": [helper.pk]}

    page = as_head.post(NEW, form | planned, follow=True)

    session = ClassSession.objects.with_people().get()
    assert "已排好，开展后再记一笔，才计入次数。" in page.text
    assert session.activity.starts_at == datetime(2026, 12, 15, 15, 50, tzinfo=NOW.tzinfo)
    shown = as_head.get(reverse("walkins:session-update", args=[session.pk])).context["form"]
    assert (shown["theme"].value(), shown["companions"].value()) == (theme.pk, [helper.pk])


def test_the_place_is_that_of_the_class_s_last_session(as_head, school_class):
    make_session(school_class, place="心理教室")

    assert as_head.get(NEW).context["form"]["place"].value() == "心理教室"


def test_more_people_than_the_class_has_are_a_hint(as_head, theme):
    form = filled(as_head, NEW)

    page = as_head.post(NEW, form | {"theme": theme.pk, "headcount": 37}, follow=True)

    assert ClassSession.objects.get().activity.audience_count == 37
    assert "参加人数 37，比全班 3 名多，请核对。" in page.text


def test_a_name_is_refused_at_its_field_and_nothing_typed_is_lost(as_head, theme):
    form = filled(as_head, NEW) | {"theme": theme.pk}
    typed = {"feedback_line": "李明说得最多", "applied": "用了倾听练习"}

    page = as_head.post(NEW, form | typed)

    shown = page.context["form"]
    assert shown.errors == {"feedback_line": ["写了学生姓名“李明”，请删去，只写事实。"]}
    assert (shown["applied"].value(), shown.more_is_open) == ("用了倾听练习", True)
    assert not Activity.objects.exists()


def test_a_draft_keeps_what_was_typed(as_head, theme):
    form = filled(as_head, NEW) | {"theme": theme.pk, "applied": "用了倾听练习"}

    as_head.post(NEW, form | {"keep_draft": "1"})

    draft = Draft.objects.get()
    assert (draft.name, draft.address) == ("班级团辅", NEW)
    shown = as_head.get(f"{NEW}?draft={draft.token}").context["form"]
    assert (shown["applied"].value(), shown["theme"].value()) == ("用了倾听练习", str(theme.pk))


def test_a_form_sent_twice_is_one_session(as_head, theme):
    form = filled(as_head, NEW) | {"theme": theme.pk}

    answers = [as_head.post(NEW, form) for _ in range(2)]

    session = ClassSession.objects.get()
    assert {answer.url for answer in answers} == {session.get_absolute_url()}


def test_a_photo_follows_its_session_and_every_colleague_sees_it(as_head, head, client, teacher):
    session = make_session(head.head_posts.get().school_class, leaders=[head])
    address = reverse("walkins:session-photo-add", args=[session.pk])
    key = "0c6f0f3e-6a3d-4c0b-9d3f-2f8f0d0f6c11"

    answers = [as_head.post(address, {"key": key, "file": upload()}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    photo = session.activity.photos.get()
    client.force_login(teacher)
    show = reverse("activities:photo-full", args=[session.activity_id, photo.pk])
    assert client.get(show).getvalue().startswith(JPEG)
    assert client.post(address, {"key": key, "file": upload()}).status_code == 403


def test_a_member_who_helped_reads_a_session_and_changes_nothing(client, member, school_class):
    session = make_session(school_class, companions=[member.staff], applied="用了倾听练习")
    client.force_login(member.staff.user)

    page = client.get(session.get_absolute_url())

    assert "用了倾听练习" in page.text
    assert page.context["may_change"] is False
    edit = reverse("walkins:session-update", args=[session.pk])
    assert client.get(edit).status_code == 403


def test_a_linked_member_reads_the_sessions_of_the_class(client, member, school_class):
    session = make_session(school_class, feedback_line="多数同学愿意开口")
    make_posting(school_class=school_class, member=member)
    client.force_login(member.staff.user)

    assert "多数同学愿意开口" in client.get(session.get_absolute_url()).text
    assert [row.name for row in client.get(GRID).context["sheet"].rows] == ["初二（3）班"]


def test_another_colleague_gets_the_activity_and_none_of_the_lines(client, teacher, school_class):
    session = make_session(school_class, feedback_line="多数同学愿意开口", applied="用了倾听")
    client.force_login(teacher)

    page = client.get(session.activity.get_absolute_url())

    assert client.get(session.get_absolute_url()).status_code == 404
    assert "初二（3）班《同桌之间》" in page.text
    assert [text for text in ("多数同学", "用了倾听") if text in page.text] == []
    assert "打开班级团辅" not in page.text


def test_the_page_of_the_activity_leads_to_the_session(as_head, head, school_class):
    session = make_session(school_class, leaders=[head])

    page = as_head.get(session.activity.get_absolute_url())

    assert f'href="{session.get_absolute_url()}">打开班级团辅</a>' in page.text


def test_the_form_of_activities_has_no_second_door(client, as_committee, school_class):
    session = make_session(school_class, state="planned")
    pk = session.activity_id

    chooser = client.get(reverse("activities:activity-create")).text
    asked = f"{reverse('activities:activity-create')}?programme={programme('班级团辅').pk}"

    assert f'<a class="gq-btn" href="{NEW}">班级团辅</a>' in chooser
    assert client.get(asked).templates[0].name == "activities/programme_choice.html"
    for name in ("update", "cancel"):
        assert client.get(reverse(f"activities:activity-{name}", args=[pk])).status_code == 404
    close = client.post(reverse("activities:activity-close", args=[pk]), {"version": 1})
    assert close.status_code == 404


def test_the_committee_chooses_the_class_or_comes_with_it(client, as_committee, school_class):
    make_class()

    asked = client.get(NEW).context["form"]
    known = client.get(f"{NEW}?school_class={school_class.pk}")

    assert "school_class" in asked.fields
    assert "school_class" not in known.context["form"].fields
    assert known.context["class_name"] == "初二（3）班"


def test_a_head_teacher_cannot_come_with_another_class(as_head, school_class):
    page = as_head.get(f"{NEW}?school_class={make_class().pk}")

    assert page.context["class_name"] == "初二（3）班"


def test_a_head_whose_class_has_left_gets_a_sentence(client, teacher):
    make_head(make_class(entry_year=2020), staff=teacher.staff)
    client.force_login(teacher)

    assert "现在没有您可以登记的班级" in client.get(NEW).text


def test_without_a_theme_it_is_said_who_adds_one(as_head):
    SessionTheme.objects.update(is_active=False)

    assert "主题库里还没有在用的主题" in as_head.get(NEW).text


def test_a_cancelled_session_says_why_and_can_no_longer_be_changed(as_head, head, school_class):
    session = make_session(school_class, leaders=[head])
    address = reverse("walkins:session-cancel", args=[session.pk])

    page = as_head.post(address, filled(as_head, address) | {"reason": "记错了"}, follow=True)

    assert "<dt>取消原因</dt><dd>记错了</dd>" in page.text
    assert as_head.get(address).status_code == 404


def test_who_saves_over_another_change_sees_both(as_head, head, school_class):
    session = make_session(school_class, leaders=[head])
    address = reverse("walkins:session-update", args=[session.pk])
    form = filled(as_head, address)
    ClassSession.objects.update(version=2, applied="别人写的")

    page = as_head.post(address, form | {"applied": "我写的"})

    assert page.status_code == 409
    assert ("学到的怎么用上", "别人写的", "我写的") in page.context["rows"]


def test_a_photo_chosen_in_the_form_is_stored_with_the_session(as_head, theme):
    form = filled(as_head, NEW) | {"theme": theme.pk, "new_photos": [upload()]}

    as_head.post(NEW, form)

    assert ClassSession.objects.get().activity.photos.count() == 1


def test_a_plan_without_a_number_is_logged_with_that_of_the_class(as_head, head, school_class):
    session = make_session(school_class, leaders=[head], state="planned", headcount=None)

    page = as_head.get(reverse("walkins:session-update", args=[session.pk]))

    assert page.context["form"]["headcount"].value() == 3
    assert page.context["title"] == "记团辅情况"


PLAN = f"{NEW}?plan=1"


def test_a_plan_asks_for_no_outcome(as_head, school_class, theme):
    page = as_head.get(PLAN)
    form = page.context["form"]
    left_out = {"headcount", "feedback", "feedback_line", "applied"}
    assert not left_out & form.fields.keys()
    assert 'name="new_photos"' not in page.text
    assert ("安排一次团辅" in page.text, "排下来" in page.text) == (True, True)
    assert "提交记录" not in page.text
    typed = {"theme": theme.pk, "starts_at": "2026-12-15T15:50"}

    as_head.post(PLAN, filled(as_head, PLAN) | typed)

    session = ClassSession.objects.get()
    assert (session.activity.state, session.activity.audience_count) == ("planned", None)


def test_a_plan_is_of_a_time_to_come(as_head, theme):
    typed = {"theme": theme.pk, "starts_at": "2026-11-20T15:50"}

    page = as_head.post(PLAN, filled(as_head, PLAN) | typed)

    assert list(page.context["form"].errors) == ["starts_at"]


def test_the_number_offered_is_not_that_of_a_plan(as_head, theme):
    form = filled(as_head, NEW)
    assert form["headcount"] == "3"

    as_head.post(NEW, form | {"theme": theme.pk, "starts_at": "2026-12-15T15:50"})

    assert ClassSession.objects.get().activity.audience_count is None


def make_planned(school_class, head):
    starts_at = datetime(2026, 12, 15, 15, 50, tzinfo=NOW.tzinfo)
    return make_session(
        school_class, leaders=[head], state="planned", headcount=None, starts_at=starts_at
    )


def test_a_planned_one_that_was_held_earlier_is_recorded(as_head, school_class, head):
    session = make_planned(school_class, head)
    address = reverse("walkins:session-update", args=[session.pk])
    assert f"{address}?held=1" in as_head.get(session.get_absolute_url()).text
    assert "保存安排" in as_head.get(address).text

    as_head.post(f"{address}?held=1", filled(as_head, f"{address}?held=1"))

    session.activity.refresh_from_db()
    assert (session.activity.state, session.activity.audience_count) == ("done", 3)


def test_all_that_is_wrong_is_said_at_once(as_head, theme):
    """Fields that are empty, and what only the action knows, in one answer."""
    form = filled(as_head, NEW)
    typed = {"place": "", "headcount": "", "feedback_line": "李明说得最多", "applied": "张晓雨好"}

    page = as_head.post(NEW, form | typed)

    asked = ["theme", "headcount", "place", "feedback_line", "applied"]
    assert sorted(page.context["form"].errors) == sorted(asked)


def test_the_time_of_one_of_last_year_that_stays_is_no_fault(client, committee, school_class, head):
    client.force_login(committee)
    starts_at = datetime(2026, 5, 15, 15, 50, tzinfo=NOW.tzinfo)
    session = make_session(school_class, leaders=[head], starts_at=starts_at)
    address = reverse("walkins:session-update", args=[session.pk])

    page = client.post(address, filled(client, address) | {"place": ""})

    assert list(page.context["form"].errors) == ["place"]


def test_an_action_refuses_all_at_once(as_head, theme):
    form = filled(as_head, NEW) | {"theme": theme.pk, "starts_at": "2026-05-15T15:50"}

    page = as_head.post(NEW, form | {"headcount": ""})

    errors = page.context["form"].errors
    assert sorted(errors) == ["headcount", "starts_at"]


def test_the_reason_of_a_cancelling_is_kept_as_a_draft(as_head, school_class, head):
    address = reverse("walkins:session-cancel", args=[make_planned(school_class, head).pk])

    as_head.post(address, filled(as_head, address) | {"reason": "停电", "keep_draft": "1"})

    draft = Draft.objects.get()
    page = as_head.get(f"{address}?draft={draft.token}")
    assert page.context["form"]["reason"].value() == "停电"
    assert f'data-draft="取消团辅" data-draft-address="{address}"' in page.text


@pytest.mark.parametrize(
    ("state", "says"), [("planned", "团辅已取消。"), ("done", "记录已作废，不再计入次数。")]
)
def test_the_message_says_what_was_cancelled(as_head, school_class, head, state, says):
    session = make_session(school_class, leaders=[head], state=state)
    address = reverse("walkins:session-cancel", args=[session.pk])

    page = as_head.post(address, filled(as_head, address) | {"reason": "停电"}, follow=True)

    assert f"{says}原因留在这一页。" in page.text
