"""The secretary chooses a programme, fills the real form and follows the redirect."""

from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from branch.activities import actions
from branch.activities.forms import ActivityForm
from branch.activities.models import Activity
from branch.members.models import PartyGroup
from tests.activities.factories import make_activity, make_planned, programme
from tests.activities.page_form import form_of
from tests.factories import make_member, make_staff, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("activities:activity-list")
NEW = reverse("activities:activity-create")


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def new_page(name="党员大会", **query):
    extra = "".join(f"&{key}={value.pk}" for key, value in query.items())
    return f"{NEW}?programme={programme(name).pk}{extra}"


def edit_page(activity):
    return reverse("activities:activity-update", args=[activity.pk])


def test_logging_a_meeting_takes_three_pages_and_three_fields(as_secretary, secretary, yesterday):
    ill = make_member()
    chooser = as_secretary.get(NEW)
    address = f"?programme={programme('党员大会').pk}"
    assert f'href="{address}"' in chooser.content.decode()
    page = as_secretary.get(NEW + address)
    sent = form_of(page) | {
        "title": "审议新学期支部工作计划",
        "starts_at": local(yesterday),
        "place": "党员活动室",
        "absent": [ill.staff.pk],
        f"absent-reason-{ill.staff.pk}": "ill",
    }
    after = as_secretary.post(NEW + address, sent)
    activity = Activity.objects.get()
    assert after.url == activity.get_absolute_url()
    assert (activity.is_done, activity.starts_at, activity.logged_by) == (
        True,
        yesterday,
        secretary,
    )
    shown = as_secretary.get(after.url).content.decode()
    assert "应到 2 名，实到 1 名" in shown
    assert f"{ill.staff}（病假）" in shown


@pytest.mark.parametrize(("name", "shown"), [("党员大会", 7), ("社区大讲堂", 8)])
def test_at_most_eight_fields_are_shown(as_secretary, name, shown):
    page = as_secretary.get(new_page(name)).content.decode()
    before_more = page.partition("补充<span")[0]
    assert before_more.count('class="gq-field"') == shown
    assert before_more.count('class="gq-field') == shown


def test_an_activity_on_a_future_day_is_planned(as_secretary, tomorrow):
    sent = form_of(as_secretary.get(new_page("党课"))) | {
        "title": "微党课",
        "starts_at": local(tomorrow),
        "place": "党员活动室",
    }
    as_secretary.post(new_page("党课"), sent)
    activity = Activity.objects.get()
    assert (activity.is_planned, activity.attendances.count()) == (True, 0)


def test_the_form_of_the_next_meeting_is_filled_from_the_last(as_secretary, yesterday):
    host = make_staff()
    make_activity(
        "支委会", title="支委会：研究冬训", place="小会议室", agenda="冬训方案", host=host
    )
    make_activity("党课", place="报告厅")
    sent = form_of(as_secretary.get(new_page("支委会")))
    assert (sent["title"], sent["place"], sent["agenda"], sent["host"]) == (
        ["支委会："],
        ["小会议室"],
        [""],
        [str(host.pk)],
    )


def test_a_group_meeting_asks_for_its_group_and_expects_only_that(as_secretary):
    own = make_member()
    other = make_member(group=PartyGroup.objects.create(name="第二党小组"))
    assert "党小组会：第二党小组" in as_secretary.get(new_page("党小组会")).content.decode()
    page = as_secretary.get(new_page("党小组会", party_group=other.group)).content.decode()
    roll = page.partition("参加人员")[2].partition("补充<span")[0]
    assert other.staff.name in roll
    assert own.staff.name not in roll


def test_a_missing_value_is_named_and_what_was_typed_stays(as_secretary):
    away = make_member()
    sent = form_of(as_secretary.get(new_page())) | {
        "title": "",
        "starts_at": "",
        "place": "",
        "summary": "已经写了很多",
        "hours": "1",
        "psychology_hours": "2",
        "absent": [away.staff.pk],
        f"absent-reason-{away.staff.pk}": "official",
    }
    page = as_secretary.post(new_page(), sent)
    errors = page.context["form"].errors
    assert {name: list(messages) for name, messages in errors.items()} == {
        "title": ["请填写活动名称。"],
        "starts_at": ["请填写时间。"],
        "place": ["请填写地点。"],
    }
    kept = form_of(page)
    assert (kept["summary"], kept["absent"]) == (["已经写了很多"], [str(away.staff.pk)])
    assert kept[f"absent-reason-{away.staff.pk}"] == ["official"]
    assert not Activity.objects.exists()


def test_a_constraint_is_reported_at_its_field(as_secretary, yesterday):
    sent = form_of(as_secretary.get(new_page())) | {
        "title": "审议计划",
        "starts_at": local(yesterday),
        "place": "党员活动室",
        "hours": "1",
        "psychology_hours": "2",
    }
    page = as_secretary.post(new_page(), sent)
    assert "心理健康教育学时不能多于学时。" in page.content.decode()
    assert not Activity.objects.exists()


def test_a_form_sent_twice_stores_one_activity(as_secretary, yesterday):
    sent = form_of(as_secretary.get(new_page())) | {
        "title": "审议计划",
        "starts_at": local(yesterday),
        "place": "党员活动室",
    }
    first, second = as_secretary.post(new_page(), sent), as_secretary.post(new_page(), sent)
    assert Activity.objects.count() == 1
    assert first.url == second.url


def test_a_planned_activity_is_closed_at_one_tap(as_secretary, yesterday):
    planned = make_planned(starts_at=yesterday)
    page = as_secretary.get(planned.get_absolute_url())
    close = reverse("activities:activity-close", args=[planned.pk])
    assert close in page.content.decode()
    after = as_secretary.post(close, form_of(page))
    planned.refresh_from_db()
    assert after.url == planned.get_absolute_url()
    assert planned.is_done


def test_an_absence_is_corrected_after_closing_as_planned(as_secretary, yesterday):
    away = make_member()
    held = make_activity(starts_at=yesterday, summary="写过的内容")
    sent = form_of(as_secretary.get(edit_page(held))) | {"absent": [away.staff.pk]}
    as_secretary.post(edit_page(held), sent)
    assert "实到 <b data-present>1</b> 名" in as_secretary.get(edit_page(held)).content.decode()
    held.refresh_from_db()
    assert (held.title, held.summary) == ("审议支部工作计划", "写过的内容")
    assert [row.staff for row in held.attendances.filter(state="absent")] == [away.staff]


def test_an_edit_keeps_everything_the_record_had(as_secretary, yesterday):
    away, guest, host, speaker = make_member(), make_staff(), make_staff(), make_staff()
    held = actions.log_activity(
        programme=programme("党课"),
        title="书记讲党课",
        starts_at=yesterday,
        place="报告厅",
        agenda="一项\n两项",
        hours=2,
        psychology_hours=1,
        host=host,
        speakers=[speaker],
        guest_name="钱文远",
        absent={away.staff.pk: "personal"},
        observers=[guest],
        also_counts_as=[programme("主题党日")],
        at=timezone.now(),
        by=make_user(),
    )
    before = (list(held.attendances.values_list("staff", "state", "reason", "has_vote")),)
    as_secretary.post(edit_page(held), form_of(as_secretary.get(edit_page(held))))
    again = Activity.objects.get()
    assert again.version == 2
    assert (list(again.attendances.values_list("staff", "state", "reason", "has_vote")),) == before
    assert (again.agenda, again.hours, again.psychology_hours) == ("一项\n两项", 2, 1)
    assert (again.host_names, again.speaker_names) == (host.name, f"{speaker.name}、钱文远")
    assert again.kinds == {"party_lesson", "themed_day"}


def test_the_second_writer_sees_both_versions_and_may_save_over_the_first(as_secretary, yesterday):
    held = make_activity(starts_at=yesterday)
    sent = form_of(as_secretary.get(edit_page(held)))
    Activity.objects.filter(pk=held.pk).update(title="先到的题目", version=2)
    page = as_secretary.post(edit_page(held), sent | {"title": "后到的题目"})
    assert page.status_code == 409
    assert page.context["rows"] == [("活动名称", "先到的题目", "后到的题目")]
    as_secretary.post(edit_page(held), form_of(page) | {"form_token": uuid4()})
    held.refresh_from_db()
    assert (held.title, held.version) == ("后到的题目", 3)


def test_the_page_for_cancelling_shows_the_consequences(as_secretary, tomorrow):
    planned = make_planned(starts_at=tomorrow)
    address = reverse("activities:activity-cancel", args=[planned.pk])
    page = as_secretary.get(address)
    assert "不再等着办结" in page.content.decode()
    assert as_secretary.post(address, form_of(page)).context["form"].errors == {
        "reason": ["请写明原因。"]
    }
    as_secretary.post(address, form_of(page) | {"reason": "与考试冲突"})
    planned.refresh_from_db()
    assert (planned.is_cancelled, planned.cancel_reason) == (True, "与考试冲突")


def test_what_cannot_be_saved_names_no_person_by_a_key():
    sent = QueryDict("title=审议计划&host=17&speakers=18")

    assert ActivityForm.texts_in(sent) == [("活动名称", "审议计划")]
