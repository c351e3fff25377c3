"""Articles as sites and 公众号 set them: furniture in many shapes, headings that are none, a foot."""

import re
from datetime import date

import pytest

from branch.news.manuscript import ManuscriptError, read

ON = date(2026, 11, 24)
TEXT = """【网评】春山中学:积极推进组织建设 努力打造心育品牌
作者: 春山中学
来源:春山中学
发布日期:2023-12-22
字体:[     ]

　　党支部结合实际,开展“一个党员,一面旗帜”活动。

加强学习,提高素质,争当队伍领头羊

一是走进学生;二是走进班级,主办“5+2>7”快乐家园。
"""
# furniture, and whether it names a source
HEADS = {
    "a label a line": ("作者：黎小满\n来源：春山中学\n发布日期：2023-12-22", True),
    "all on one line": (
        "作者：黎小满　来源：春山中学　发布时间：2023-12-22 08:30:12　编辑：齐远帆　字号：【大 中 小】",
        True,
    ),
    "blanks in the labels": (
        "作　者：黎小满\n来 源：春山中学\n时 间：2023/12/22 08:30\n责任编辑：齐远帆",
        True,
    ),
    "bars between": (
        "发布时间：2023年12月22日 | 来源：春山中学 | 作者：黎小满 | 浏览次数：126",
        True,
    ),
    "the day without a label": (
        "2023.12.22 08:30　来源：春山中学　撰稿：黎小满　审核：齐远帆",
        True,
    ),
    "a sender instead of an author": (
        "发布者：黎小满 发布日期：二〇二三年十二月二十二日 点击：7",
        False,
    ),
    "the line of a 公众号": ("原创 黎小满 春山中学 2023年12月22日 08:30 江苏", True),
    "a subtitle and dots": ("——记一次家访\n来源：春山中学\n作者：黎小满\n时间：2023、12、22", True),
    "nothing above": ("", False),
}
FOOT = "（文/黎小满 审核/齐远帆）\n春山中学党支部\n2023年12月22日\n—END—"
PARAGRAPH = "党支部认真组织读书活动，撰写心得二十五篇。"
# the lines of a text, and which of them are headings
BODIES = {
    "paragraphs": ([PARAGRAPH, PARAGRAPH], []),
    "headings without numbers": (
        [PARAGRAPH, "让师德入心", PARAGRAPH, "加强学习，提高素质", PARAGRAPH, PARAGRAPH],
        ["让师德入心", "加强学习，提高素质"],
    ),
    "numbered headings over lists": (
        [
            "各党小组：",
            "有关事项通知如下：",
            "一、时间安排",
            "1. 12月25日前完成总结",
            "2. 12月28日前完成谈话",
            "二、材料清单",
            "材料\t份数\t截止时间",
            "总结\t1\t12月25日",
            "▲图为谈心",
            "联系人：黎老师",
        ],
        ["一、时间安排", "二、材料清单"],
    ),
    "headings of two levels": (
        [
            PARAGRAPH,
            "第一部分 学习",
            "（一）读书",
            PARAGRAPH,
            "第二部分 服务",
            PARAGRAPH,
            "收获很大",
        ],
        ["第一部分 学习", "（一）读书", "第二部分 服务"],
    ),
    "short lines of a poem": (
        [PARAGRAPH, "春风又绿江南岸", "明月何时照我还", PARAGRAPH, "诗友社"],
        [],
    ),
}


def headings_of(body):
    return re.findall(r"<h[23]>(.*?)</h[23]>", body)


def test_an_article_is_read_from_the_text_the_school_publishes():
    found = read(TEXT, on=ON)

    assert found.kicker == "网评"
    assert found.title == "春山中学：积极推进组织建设 努力打造心育品牌"
    assert (found.author_text, found.source_text) == ("春山中学", "春山中学")
    assert found.published_on == date(2023, 12, 22)
    assert found.body == (
        "<p>党支部结合实际，开展“一个党员，一面旗帜”活动。</p>"
        "<h2>加强学习，提高素质，争当队伍领头羊</h2>"
        "<p>一是走进学生；二是走进班级，主办“5+2&gt;7”快乐家园。</p>"
    )


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("head", HEADS)
def test_furniture_is_no_text_and_short_lines_are_no_headings(head, body):
    (above, has_source), (lines, headings) = HEADS[head], BODIES[body]
    foot = "" if above else f"\n{FOOT}"

    found = read(f"【网评】让师德之光照亮讲台\n{above}\n" + "\n\n".join(lines) + foot, on=ON)

    assert (found.kicker, found.title) == ("网评", "让师德之光照亮讲台")
    assert (found.author_text, found.published_on) == ("黎小满", date(2023, 12, 22))
    assert found.source_text == ("春山中学" if has_source else "")
    assert headings_of(found.body) == headings
    text = found.body.replace("　", "\t")
    assert [line for line in lines if line not in text] == []
    assert "齐远帆" not in found.body or foot


def test_a_foot_stays_in_the_text_and_its_last_line_does_not():
    found = read(f"读书月\n{PARAGRAPH}\n{FOOT}", on=ON)

    assert re.findall(r"<p>(.*?)</p>", found.body) == [PARAGRAPH, *FOOT.split("\n")[:-1]]


def test_a_kicker_may_have_its_own_line_and_a_subtitle_its_own():
    found = read(
        f"【经验】\n让师德入心\n——记一次家访\n来源：本站\n发布日期：2023-12-22\n{PARAGRAPH}", on=ON
    )

    assert (found.kicker, found.title, found.subtitle) == ("经验", "让师德入心", "记一次家访")


def test_the_time_of_an_event_is_not_when_the_article_appeared():
    lines = ["时间：2023年12月29日 14:00", "地点：报告厅", PARAGRAPH]

    found = read("家长学校\n发布日期：2023-12-22\n" + "\n".join(lines), on=ON)

    assert found.published_on == date(2023, 12, 22)
    assert [line for line in lines if line not in found.body] == []


@pytest.mark.parametrize(
    "text", ["题目\n发布时间：2026-11-25\n正文。", "题目\n正文。\n2026年12月1日"]
)
def test_a_day_to_come_is_refused(text):
    with pytest.raises(ManuscriptError, match="还没有到"):
        read(text, on=ON)


def test_a_text_without_a_kicker_keeps_its_whole_title():
    found = read(TEXT.replace("【网评】", ""), on=ON)

    assert (found.kicker, found.title[:4]) == ("", "春山中学")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "文件是空的"),
        ("题目\n作者：甲\n\n正文。", "没有读到发布日期"),
        ("题目\n发布日期：2023-02-30\n\n正文。", "不是一个日子"),
        ("题目\n发布日期：2023-02-03\n", "没有读到标题或正文"),
    ],
)
def test_an_incomplete_text_is_refused_with_a_sentence(text, says):
    with pytest.raises(ManuscriptError, match=says):
        read(text, on=ON)
