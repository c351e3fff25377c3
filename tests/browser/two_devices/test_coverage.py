"""落实情况 in the browser: a gap filled, several at once, a past day, the lines of the last weeks."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from branch.coverage import snapshots
from branch.walkins.models import PairingProposal
from tests.browser.checks import barriers, lines_of_text, overflow
from tests.factories import make_class, make_member, make_need, make_staff, make_student

BOARD = "/desk/coverage/"
WAITING = date(2026, 10, 8)
SCREEN = 1100


@pytest.fixture
def students(the_day, term):
    """Two who wait since October, and two members."""
    school_class = make_class(number=3)
    for name in ("周文静", "唐海平"):
        make_member(staff=make_staff(name=name))
    names = ("何子墨", "赵思远")
    rows = [make_need(make_student(school_class, name=name), raised_on=WAITING) for name in names]
    return [row.student for row in rows]


@pytest.fixture
def board(page, live_server, sign_in, committee, students):
    sign_in(committee)
    page.goto(live_server.url + BOARD)
    return page


def test_a_gap_is_filled_in_three_steps(board, steps):
    steps.tap(re.compile("^学生结对"), "link")
    assert (overflow(board), barriers(board)) == (0, [])
    steps.tap(re.compile("^安排结对.*何子墨"), "link")
    steps.tap("提出建议")
    expect(board.get_by_role("heading", name="落实情况")).to_be_visible()
    expect(board.get_by_role("link", name=re.compile("安排下一名"))).to_be_visible()

    assert steps.count == 3
    assert PairingProposal.objects.get().student.name == "何子墨"


def test_the_next_gap_takes_two_steps(board, steps):
    steps.tap(re.compile("^学生结对"), "link")
    steps.tap(re.compile("^安排结对.*何子墨"), "link")
    for step in ("提出建议", "安排下一名", "提出建议"):
        steps.tap(re.compile(step), "link" if step == "安排下一名" else "button")
    expect(board.get_by_role("heading", name="落实情况")).to_be_visible()

    assert steps.count == 5
    assert {row.student.name for row in PairingProposal.objects.all()} == {"何子墨", "赵思远"}


def test_several_gaps_are_filled_at_once(board, steps):
    steps.tap(re.compile("^学生结对"), "link")
    steps.tap("一次安排几名", "link")
    for name in ("何子墨", "赵思远"):
        steps.tap(re.compile(name), "checkbox")
    assert (overflow(board), barriers(board)) == (0, [])
    steps.tap("核对所选")
    expect(board.get_by_role("heading", name="核对安排")).to_be_visible()
    assert (overflow(board), barriers(board)) == (0, [])
    assert lines_of_text(board.get_by_role("button", name="发出 2 条建议")) == 1
    steps.tap("发出 2 条建议")
    expect(board.get_by_text("已发出 2 条结对建议")).to_be_visible()

    assert steps.count == 6
    assert len({row.member for row in PairingProposal.objects.all()}) == 2


def test_what_was_ticked_comes_back_as_a_draft(board, steps, context, live_server):
    board.goto(f"{live_server.url}/desk/proposals/several/")
    steps.tap(re.compile("赵思远"), "checkbox")
    expect(board.locator("[data-draft-saved]")).to_contain_text("已存")
    board.close()

    again = context.new_page()
    again.goto(f"{live_server.url}/desk/proposals/several/")
    again.get_by_text("恢复", exact=False).filter(visible=True).first.click()
    again.wait_for_load_state()
    expect(again.get_by_role("checkbox", name=re.compile("赵思远"))).to_be_checked()
    expect(again.get_by_role("checkbox", name=re.compile("何子墨"))).not_to_be_checked()


def test_the_board_of_last_month_is_read_in_two_steps(board, steps):
    steps.fill("截至", "2026-10-07")
    steps.tap("查看")
    expect(board.get_by_text("2026年10月7日 周三，按截至今天的记录")).to_be_visible()

    expect(board.get_by_role("link", name=re.compile("^学生结对")).first).to_contain_text(
        "没有对象"
    )
    assert (overflow(board), barriers(board)) == (0, [])


def test_the_last_ten_weeks_are_lines_with_a_table_under_them(board, steps):
    for weeks in range(10):
        snapshots.take(date(2026, 11, 22) - timedelta(weeks=weeks))
    board.reload()

    steps.unfold("数据表")
    row = board.get_by_role("row", name=re.compile("^学生结对（名）"))
    expect(row.get_by_role("cell")).to_have_text(["–"] * 3 + ["2"] * 7)
    assert (overflow(board), barriers(board)) == (0, [])


@pytest.mark.parametrize("device", ["computer"])
def test_the_board_is_one_screen_with_its_list_folded(board):
    snapshots.take(date(2026, 11, 22))
    snapshots.take(date(2026, 11, 15))
    board.reload()

    expect(board.get_by_text("近十周的缺口").first).to_be_visible()
    bottom = board.locator("#list").evaluate("list => list.getBoundingClientRect().bottom")
    assert bottom <= SCREEN
