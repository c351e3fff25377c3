"""What sites, bureaus and 公众号 set around an article is read, and what the article says itself stays in it."""

import re
from datetime import date

import pytest

from branch.news.days import day_in
from branch.news.manuscript import ManuscriptError, read

ON = date(2026, 12, 1)
DAY = date(2026, 11, 20)
PARAGRAPH = "党支部认真组织读书活动，撰写心得二十五篇。"
FOOT = "党总支\n2026年11月18日"
# lines above a text → its author, its source
HEADS = {
    "作者：黎小满　发布机构：春山中学　发布时间：2026-11-20": ("黎小满", ""),
    "作者:admin  发布于:2026-11-20 09:12:33  点击量:125": ("admin", ""),
    "来源：春山中学（北校区）　作者：黎小满（初二（3）班）　时间：2026/11/20": (
        "黎小满（初二（3）班）",
        "春山中学（北校区）",
    ),
    "【作者：黎小满】【来源：本站】【发布时间：2026-11-20】": ("黎小满", "本站"),
    "发布日期：2026-11-20，作者：黎小满，来源：本站": ("黎小满", "本站"),
    "来源：春山中学 2026-11-20 16:30": ("", "春山中学"),
    "德育处　发布时间：2026年11月20日 星期五 16时30分": ("", "德育处"),
    "\xa0\xa0作\u2003者：黎小满\u200b\t发布时间：2026-11-20": ("黎小满", ""),
    "作者：\n黎小满\n来源：\n本站\n发布时间：\n2026-11-20": ("黎小满", "本站"),
    "更新时间：2026-11-25\n发布时间：2026-11-20\n作者：黎小满": ("黎小满", ""),
    "索引号：JY001\n成文日期：2026-11-15\n公开方式：主动公开\n发布日期：2026-11-20": ("", ""),
    "作者：黎小满\n本文字数：126\n发布日期：2026-11-20": ("黎小满", ""),
    "点击蓝字 关注我们\n原创 黎小满 春山中学\n2026年11月20日 16:30 发表于 江苏": (
        "黎小满",
        "春山中学",
    ),
    "春山中学\n2026年11月20日 16:30\n江苏\n收录于合集": ("", "春山中学"),
    "黎小满\n创建于2026-11-20\n阅读 236": ("黎小满", ""),
    "文/黎小满　图/齐远帆\n2026年11月20日": ("黎小满", ""),
    "作者丨黎小满\n来源丨春山中学\n2026-11-20 16:30 区教育局": ("黎小满", "春山中学"),
    "供稿 | 教务处\n审 核 人 | 黎小满\n２０２６年１１月２０日": ("教务处", ""),
    "作者：黎小满；编辑：齐远帆；审核：顾言之；日期：20261120": ("黎小满", ""),
}
# lines that begin a text below a whole head
TEXTS = [
    "记者：李老师，您好",
    "记者：您为什么当老师?",
    "分类：可回收物、厨余垃圾、有害垃圾",
    "摄影：负责拍摄活动照片",
    "作者：林海音",
    "时间：2026年11月29日 14:00",
    "更新时间：每周一上午",
    "地点：报告厅",
    "——“老师，您好。”一位家长说。",
    "位置：学校东门",
    "扫描二维码报名",
]
# how a day ends a text
FEET = [
    "党总支　2026年11月20日",
    "2026年11月20日 星期五",
    "（2026年11月20日）",
    "写于2026年11月20日",
    "春山中学（公章）\n二〇二六年十一月二十日",
    "二O二六年十一月二十日",
    "2026．11．20于春山",
    "发布日期：2026年11月20日",
    "2026年11月20日\n撰稿：黎小满\n摄影：齐远帆\n排版：顾言之\n校对：林知远\n初审：苏望\n复审：周一帆\n终审：高远",
    "春山中学\n2026年11月20日\n附：大事记\n2019年9月1日\n学校迁入新址。",
]
# the last lines of a text → its author
CREDITS = {
    "图文｜黎小满　编辑｜齐远帆　审核｜顾言之": "黎小满",
    "图/文：黎小满": "黎小满",
    "撰稿：黎小满、齐远帆": "黎小满、齐远帆",
    "●END●\n供稿：初二（3）班 黎小满": "初二（3）班 黎小满",
    "（文/春山市春山区春山实验学校 图/齐远帆）": "春山市春山区春山实验学校",
    "《城南旧事》 作者：林海音\n《朝花夕拾》 作者：鲁迅": "",
    "书名：《城南旧事》\n作者：林海音": "",
}
PAGE = [
    "【大 中 小】打印本页 关闭窗口",
    "上一篇：开学第一课",
    "长按识别二维码关注我们",
    "阅读 1024　在看",
    "分享",
]


def article(*lines):
    return read("\n".join(["我校开展读书活动", *lines]), on=ON)


@pytest.mark.parametrize("head", HEADS)
def test_a_head_is_read_whole_and_stays_out_of_the_text(head):
    found = article(head, PARAGRAPH, FOOT)

    assert (found.author_text, found.source_text) == HEADS[head]
    assert (found.published_on, found.subtitle) == (DAY, "")
    assert found.body == f"<p>{PARAGRAPH}</p><p>党总支</p><p>2026年11月18日</p>"


@pytest.mark.parametrize("line", TEXTS)
def test_a_line_of_the_text_is_no_furniture_though_it_begins_like_it(line):
    found = article("作者：黎小满", "发布日期：2026-11-20", line, PARAGRAPH)

    assert (found.author_text, found.published_on) == ("黎小满", DAY)
    assert re.sub("<.*?>", "", found.body) == line.replace("?", "？") + PARAGRAPH


@pytest.mark.parametrize(
    "lines",
    [
        ("各位家长：", "时间：2026年11月29日14:00"),
        ("时间：2026年12月5日14:00", "地点：报告厅"),
        ("活动时间 2026年11月22日", "地点 报告厅"),
        ("书名：《城南旧事》", "作者：林海音"),
        ("2019年9月1日", PARAGRAPH),
    ],
)
def test_a_notice_without_a_head_keeps_its_first_lines_and_has_the_day_of_its_foot(lines):
    found = article(*lines, PARAGRAPH, "政教处", "2026年11月20日")

    assert (found.published_on, found.author_text, found.subtitle) == (DAY, "", "")
    assert found.body.startswith("".join(f"<p>{line}</p>" for line in lines))


@pytest.mark.parametrize("foot", FEET)
def test_a_day_at_the_foot_is_read_and_stays_there(foot):
    found = article(PARAGRAPH, foot)

    assert found.published_on == DAY
    assert [
        line for line in foot.split("\n") if line not in found.body.replace("</p><p>", "\n")
    ] == []


@pytest.mark.parametrize("foot", CREDITS)
def test_who_wrote_it_is_read_at_the_foot_but_no_list_of_books(foot):
    found = article("发布者：admin\n发布日期：2026-11-20", PARAGRAPH, foot)

    assert found.author_text == (CREDITS[foot] or "admin")
    assert foot.split("\n")[-1] in found.body.replace("&lt;", "<")


def test_what_serves_who_reads_a_page_is_dropped_at_either_end():
    found = read(
        "\n".join(["首页 > 校园新闻", "标题：读书月", PAGE[0], "2026-11-20", PARAGRAPH, *PAGE]),
        on=ON,
    )

    assert (found.title, found.body) == ("读书月", f"<p>{PARAGRAPH}</p>")


@pytest.mark.parametrize("above", ["2026-11-20", "发布日期：2026-11-20"])
def test_a_day_above_the_title_is_no_title(above):
    found = read(f"{above}\n读书月\n读书月\n\t{PARAGRAPH}\xa0", on=ON)

    assert (found.title, found.published_on, found.body) == ("读书月", DAY, f"<p>{PARAGRAPH}</p>")


def test_a_text_without_a_title_is_refused():
    with pytest.raises(ManuscriptError, match="没有读到标题"):
        read(f"{PARAGRAPH}\n{PARAGRAPH}\n2026-11-20", on=ON)


@pytest.mark.parametrize(
    "text", ["２０２６年１１月２０日", "2026—11—20", "2026年十一月二十日", "20261120"]
)
def test_a_day_is_read_in_the_signs_of_every_keyboard(text):
    assert day_in(text).day == DAY
