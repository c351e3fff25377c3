"""Signing up in public: one answer for every telephone, nothing typed is lost, robots are told apart."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from branch.core.models import AuditEvent, FormToken
from branch.service.models import ParentQuestion, ParentSignUp
from tests.service.factories import NOW, ONE_DAY, phone_of, sign_up, states
from tests.service.parents.pages import TYPED, address, form_of, own_page, path, send

pytestmark = pytest.mark.django_db
NEUTRAL = "如果这个手机号报过名，名额保留一份。忘了报名码，请打支部办公室"


def test_a_family_signs_up_and_sees_a_code_and_neither_name_nor_telephone(client, opening, clock):
    response = send(client, opening, clock, question="考前睡不着怎么办？")

    assert (response.status_code, path(response)) == (302, address("signup-own", opening))
    row = opening.signups.get()
    assert (row.number, row.state, row.name) == (1, "confirmed", "安晓梅")
    page = own_page(client, opening)
    assert row.code_says in page
    assert "报名成功，已为您留 1 个座位。" in page
    assert [word for word in ("安晓梅", row.phone, row.phone[-4:]) if word in page] == []
    assert [question.text for question in ParentQuestion.objects.all()] == ["考前睡不着怎么办？"]


def test_the_cookie_names_nobody_and_is_sent_to_this_event_alone(client, opening, clock):
    response = send(client, opening, clock)

    cookie = response.cookies["signup"]
    row = opening.signups.get()
    assert [word for word in (row.code, row.phone, row.name) if word in cookie.value] == []
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        address("event", opening),
        True,
        "Lax",
    )


def test_the_same_form_twice_is_one_sign_up_and_leads_to_the_same_code(client, opening, clock):
    sent = form_of(client, opening, clock)
    first = client.post(address("event", opening), sent)
    client.cookies.clear()

    second = client.post(address("event", opening), sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert opening.signups.get().code_says in own_page(client, opening)


@pytest.mark.parametrize("state", ["confirmed", "waiting", "unverified"])
def test_a_telephone_that_signed_up_gets_the_neutral_page_and_stores_nothing(
    django_client, few, clock, state
):
    """The same status, address and headers as a new one; the page says the same of any state."""
    row = sign_up(few, 5, is_over=state == "unverified")
    if state == "waiting":
        ParentSignUp.objects.filter(pk=row.pk).update(state="waiting")
    new = send(django_client(), few, clock, phone=phone_of(6))
    before = (states(few), FormToken.objects.count(), AuditEvent.objects.count())
    browser = django_client()
    old = send(browser, few, clock, question="会存下来吗？")

    assert (states(few), FormToken.objects.count(), AuditEvent.objects.count()) == before
    assert ParentQuestion.objects.count() == 0
    assert (old.status_code, path(old)) == (new.status_code, path(new))
    assert (old.content, set(old.headers)) == (new.content, set(new.headers))
    assert len(old.cookies["signup"].value) == len(new.cookies["signup"].value)
    page = own_page(browser, few)
    assert NEUTRAL in page
    assert row.code_says not in page


@pytest.mark.parametrize("typed", [{"name": "安1"}, {"people_count": "3"}])
def test_what_is_refused_of_a_new_telephone_is_refused_of_a_known_one(
    django_client, opening, clock, typed
):
    """Or one would learn who has signed up by sending what is never stored."""
    sign_up(opening, 5)
    pages = [send(django_client(), opening, clock, phone=phone_of(n), **typed) for n in (5, 6)]

    assert [page.status_code for page in pages] == [200, 200]


def test_a_form_whose_token_is_forgotten_asks_for_no_telephone(client, opening, clock):
    """Its sign-up still stands: the telephone is not looked for, known or not."""
    sent = form_of(client, opening, clock)
    client.post(address("event", opening), sent)
    FormToken.objects.all().delete()
    sign_up(opening, 6)
    pages = [
        client.post(address("event", opening), sent | {"phone": phone_of(number)})
        for number in (6, 7)
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("这一页已经保存过一次" in page.content.decode() for page in pages)
    again = sent | {"form_token": pages[1].context["form"]["form_token"].value()}
    assert client.post(address("event", opening), again | {"phone": phone_of(7)}).status_code == 302


def test_a_browser_that_signed_up_is_led_to_its_code_by_a_second_form_too(client, opening, clock):
    send(client, opening, clock)
    code = opening.signups.get().code_says

    send(client, opening, clock, question="再问一件事")
    assert code in own_page(client, opening)

    sign_up(opening, 6)
    send(client, opening, clock, phone=phone_of(6))
    assert NEUTRAL in own_page(client, opening)


def test_a_browser_without_a_sign_up_gets_the_neutral_page(client, opening):
    assert NEUTRAL in own_page(client, opening)


@pytest.mark.parametrize("cookie", ["", "1.x", "a:b", "34.00000000-0000-4000-8000-000000000001"])
def test_a_made_up_cookie_opens_nothing(client, opening, cookie):
    sign_up(opening)
    client.cookies["signup"] = cookie

    assert NEUTRAL in own_page(client, opening)


def test_a_cookie_of_another_event_opens_nothing(client, opening, few, clock):
    client.cookies["signup"] = send(client, opening, clock).cookies["signup"].value

    assert NEUTRAL in own_page(client, few)


WRONG = {
    "a phone of ten digits": ({"phone": "1380000123"}, "手机号应是 11 位数字，以 1 开头。"),
    "a phone in Arabic digits": ({"phone": "1٣٩٠٠٠٠٠٠٠٥"}, "手机号应是 11 位数字，以 1 开头。"),
    "999 people": ({"people_count": "999"}, "这一项已不能选，请重新选择。"),
    "a name with a link": ({"name": "看 t.cn/Ax3"}, "请写姓名，不写数字和符号。"),
    "no consent": ({"agreed": ""}, "请勾选同意，才能提交。"),
    "a class of another grade": ({"school_class": "999999"}, "这一项已不能选，请重新选择。"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_bad_input_gets_its_sentence_and_what_was_typed_is_still_there(
    client, opening, clock, wrong
):
    typed, says = WRONG[wrong]
    page = send(client, opening, clock, question="问一件事", **typed)

    text = page.content.decode()
    assert (page.status_code, opening.signups.count()) == (200, 0)
    assert says in text
    kept = {"name": "安晓梅", "phone": TYPED["phone"], **typed}
    assert all(f'value="{kept[name]}"' in text for name in ("name", "phone"))
    assert "问一件事" in text


@pytest.mark.parametrize(
    "typed", ["139 0000 0005", "139-0000-0005", "+86 13900000005", "１３９０００００００５"]
)
def test_a_telephone_is_understood_as_people_type_it(client, opening, clock, typed):
    assert send(client, opening, clock, phone=typed).status_code == 302
    assert opening.signups.get().phone == "13900000005"


def test_an_event_closed_a_second_ago_says_so_and_loses_nothing(client, opening, clock):
    clock.at = opening.closes_at - timedelta(seconds=10)
    sent = form_of(client, opening, clock, question="还来得及吗？")

    text = client.post(address("event", opening), sent).content.decode()

    assert "报名已经截止。您填的还在这一页；要来，请打支部办公室。" in text
    assert "还来得及吗？" in text
    assert opening.signups.count() == 0


@pytest.mark.parametrize(
    ("passed", "says"),
    [
        ({"seconds": 1}, "页面刚刚打开"),
        ({"hours": 12, "seconds": 1}, "这一页打开得太久了"),
    ],
)
def test_a_form_sent_too_soon_or_too_late_is_asked_for_one_more_tap(
    client, opening, clock, passed, says
):
    sent = form_of(client, opening, clock)
    clock.at = NOW
    clock.go_on(**passed)
    page = client.post(address("event", opening), sent)
    assert says in page.content.decode()

    clock.go_on(seconds=3)
    again = {**sent, "opened": page.context["form"]["opened"].value()}

    assert client.post(address("event", opening), again).status_code == 302


@pytest.mark.parametrize("opened", ["", "1:x", "1795000000000:AAAA"])
def test_a_form_without_our_time_is_not_taken(client, opening, clock, opened):
    page = send(client, opening, clock, opened=opened)

    assert (page.status_code, opening.signups.count()) == (200, 0)


def test_who_fills_the_field_for_robots_is_told_and_may_send_again(client, opening, clock):
    sent = form_of(client, opening, clock)
    page = client.post(address("event", opening), sent | {"website": "http://t.cn"})

    assert "有一栏是留给机器的" in page.content.decode()
    assert (opening.signups.count(), page.context["form"]["website"].value()) == (0, "")
    assert client.post(address("event", opening), sent).status_code == 302


def test_the_waiting_list_is_said_before_anything_is_typed(client, few, clock):
    for _ in range(3):
        sign_up(few)

    page = client.get(address("event", few)).content.decode()

    assert "3 个座位都报满了。可以登记候补" in page
    assert "候补 " not in page
    assert send(client, few, clock).status_code == 302
    assert "已登记候补，现在还没有座位。" in own_page(client, few)


def test_the_page_of_a_form_is_in_no_cache(client, opening):
    assert "no-store" in client.get(address("event", opening)).headers["Cache-Control"]


def test_one_cancels_on_the_own_page_and_the_name_is_gone(client, opening, clock):
    send(client, opening, clock)

    client.post(address("signup-own", opening))

    assert states(opening) == {1: "cancelled"}
    assert "报名已经取消，姓名和手机号已经删去。" in own_page(client, opening)


def test_without_an_opening_there_is_nothing_to_sign_up_for(client, opening):
    opening.delete()

    assert client.get(address("event", opening)).status_code == 200
    for name in ("event", "signup-own", "signup-find"):
        assert client.post(address(name, opening)).status_code == 404


def test_what_is_not_announced_is_no_page(client, opening):
    opening.activity.is_announced = False
    opening.activity.save()

    for name in ("event", "event-file", "signup-own", "signup-find"):
        assert client.get(address(name, opening)).status_code == 404


def test_a_colleague_who_is_signed_in_signs_up_as_a_parent(as_teacher, opening, clock):
    send(as_teacher, opening, clock)

    assert states(opening) == {1: "confirmed"}


def test_all_of_it_is_deleted_thirty_days_after_the_event(client, opening, clock):
    send(client, opening, clock, question="问一件事")
    after = opening.activity.starts_at
    for passed, left in ((30, 1), (31, 0)):
        clock.at = after + passed * ONE_DAY
        call_command("tick", verbosity=0)
        assert (opening.signups.count(), opening.questions.count()) == (left, left)


def test_no_log_line_has_a_name_a_telephone_or_a_code(client, opening, clock, caplog):
    with caplog.at_level("DEBUG"):
        send(client, opening, clock)
        row = opening.signups.get()
        sent = {"code": row.code, "digits": row.phone[-4:]}
        client.post(address("signup-find", opening), sent)
        own_page(client, opening)

    text = caplog.text
    assert reverse("service:signup-find", args=[opening.activity_id]) in text
    assert [word for word in (row.name, row.phone, row.code, str(row.token)) if word in text] == []


def test_an_event_that_was_moved_forward_is_closed_when_it_begins(opening):
    opening.activity.starts_at = NOW + ONE_DAY
    opening.activity.ends_at = None
    opening.activity.save()

    assert opening.is_open_at(NOW + ONE_DAY - timedelta(seconds=1)) is True
    assert opening.is_open_at(NOW + ONE_DAY) is False
