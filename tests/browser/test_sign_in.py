"""Signing in."""

from playwright.sync_api import expect

from tests.factories import PASSWORD, make_staff


def test_a_wrong_password_shows_an_error_and_keeps_the_name(page, live_server):
    user = make_staff().user

    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")

    expect(page.locator("[name=username]")).to_have_value(user.username)
    expect(page.locator("main")).to_contain_text("工号、手机号或密码不对，请再试一次。")
