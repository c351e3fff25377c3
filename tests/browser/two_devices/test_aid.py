"""Aid with two hands: a sum comes in, a gift goes out, another approves; on a phone and on a computer."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.walkins.models import Aid
from tests.browser.checks import barriers, overflow
from tests.factories import make_class, make_student
from tests.walkins.aid.books import Books, small


@pytest.fixture
def books(the_day, term, committee, secretary):
    """Books with money in them, kept by the secretary and the committee."""
    books = Books(secretary, committee)
    books.income(300_000)
    books.child = make_student(make_class(number=3), name="何子墨")
    return books


def expect_said(page, words):
    expect(page.get_by_role("status").first).to_contain_text(words)


def test_aid_with_two_hands(page, at, steps, books, sign_in):
    """Five steps to enter a gift, three from the desk to approve it."""
    sign_in(books.one)
    at(books.drive.get_absolute_url())
    steps.fill("学生", "何子墨")
    steps.fill("金额（元）", "５００")
    steps.fill("来源", "工会")
    steps.fill("票据号", "XZ-0422")
    steps.tap("提交")
    expect_said(page, "已提交，另一名支委审核后才付、才计入。")
    assert (books.balance(), steps.count, overflow(page)) == (300_000, 5, 0)

    sign_in(books.other)
    at("/desk/")
    steps.tap("审核", "link")
    expect(page.get_by_text("何子墨").first).to_be_visible()
    steps.tap("同意")

    expect_said(page, "第 2 笔已审核，已计入。")
    assert (books.balance(), steps.count) == (250_000, 7)


def test_what_was_typed_is_still_there_after_an_error(page, at, steps, books, sign_in):
    sign_in(books.one)
    at(books.drive.get_absolute_url())
    steps.fill("学生", "何子墨")
    steps.fill("金额（元）", "5😀0")
    steps.fill("票据号", "XZ-0422")
    steps.tap("提交")

    expect(page.get_by_text("请按 500、500.00 或 1,200.50 的样子填写金额。").first).to_be_visible()
    expect(page.get_by_label("金额（元）")).to_have_value("5😀0")
    expect(page.get_by_label("票据号")).to_have_value("XZ-0422")
    expect(page.get_by_text("何子墨").first).to_be_visible()


def test_a_wrong_line_is_reversed_in_three_steps_and_both_stay(page, at, steps, books, sign_in):
    line = books.given(10_000, books.child, **small())
    sign_in(books.one)
    at(line.get_absolute_url())
    steps.tap("冲正", "link")
    steps.tap("重复登记", "radio")
    steps.tap("冲正这一笔")

    expect_said(page, "已冲正，两笔都保留。")
    expect(page.get_by_text("冲正第 2 笔").first).to_be_visible()
    assert (steps.count, books.balance(), Aid.objects.count()) == (3, 300_000, 3)


def test_a_withdrawal_is_undone_by_one_tap(page, at, steps, books, sign_in):
    line = books.give(10_000, books.child)
    sign_in(books.one)
    at(line.get_absolute_url())
    steps.tap("撤回这一笔")
    expect_said(page, "第 2 笔已撤回。")

    steps.tap("撤销")

    expect(page.get_by_role("button", name="撤回这一笔")).to_be_visible()
    assert Aid.objects.get(pk=line.pk).is_waiting


def test_the_pages_fit_and_have_no_barrier(page, at, books, sign_in):
    waiting = books.give(10_000, books.child)
    counted = books.given(10_000, books.child)
    sign_in(books.other)
    drive = [
        reverse(f"walkins:{name}", args=[books.drive.pk])
        for name in ("drive-update", "income-create")
    ]
    pages = [waiting.get_absolute_url(), reverse("walkins:aid-reverse", args=[counted.pk])]

    for address in (
        reverse("walkins:drive-list"),
        reverse("walkins:drive-create"),
        books.drive.get_absolute_url(),
        *drive,
        *pages,
    ):
        at(address)
        assert (address, overflow(page), barriers(page)) == (address, 0, [])
