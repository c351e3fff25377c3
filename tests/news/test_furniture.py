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
    "作者：语文教研组黎小满老师\n发布日期：2026-11-20": ("语文教研组黎小满老师", ""),
    "作者：阿依古丽·买买提\n来源：https://example.com/s/AbCdEfGhIjKlMnOpQrStUvWxYz\n发布日期：2026-11-20": (
        "阿依古丽·买买提",
        "https://example.com/s/AbCdEfGhIjKlMnOpQrStUvWxYz",
    ),
    "记者：黎小满　通讯员：齐远帆　发布时间：2026-11-20": ("黎小满", ""),
    "本报记者 黎小满 通讯员 齐远帆\n2026-11-20": ("本报记者 黎小满 通讯员 齐远帆", ""),
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
    "导演：黎小满\n摄影：齐远帆",
    "总负责：黎小满\n策划：团委",
    "捐款来源：全体党员",
    "人均阅读：12本",
    "关键词：坚守",
    "策划：团委\n执行：各班",
    "阅读分享",
    "北京",
    "#强国有我",
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
    "获奖作者：黎小满、齐远帆": "",
    "信息员：黎小满\n信息员：齐远帆": "",
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
    text = re.sub("<.*?>", "", found.body)
    assert text == line.replace("?", "？").replace("\n", "") + PARAGRAPH


@pytest.mark.parametrize(
    "lines",
    [
        ("各位家长：", "时间：2026年11月29日14:00"),
        ("时间：2026年12月5日14:00", "地点：报告厅"),
        ("活动时间 2026年11月22日", "地点 报告厅"),
        ("书名：《城南旧事》", "作者：林海音"),
        ("现将有关事项通知如下：", "时间：2026年11月25日14:00", "地点：各班教室"),
        ("时间：2026年12月8日15:30　地点：报告厅",),
        ("2026年12月5日 上午9:00", "欢迎各位家长参加。"),
        ("期中考试 2026年11月12日", "家长会 2026年11月19日"),
        ("《平凡的世界》", "作者：路遥", "《活着》", "作者：余华"),
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


@pytest.mark.parametrize(
    "title", ["识别心理危机 关注学生成长", "扫黑除恶，人人关注", "点赞2026！", "阅读分享"]
)
def test_a_title_of_the_words_of_buttons_is_a_title(title):
    found = read(f"{title}\n我校举行培训\n作者：黎小满\n发布日期：2026-11-20\n{PARAGRAPH}", on=ON)

    assert (found.title, found.subtitle, found.author_text) == (title, "我校举行培训", "黎小满")


@pytest.mark.parametrize("subtitle", ["数学组工作简报", "让爱走进学校", "方法"])
def test_a_line_above_labels_is_a_subtitle_though_it_could_be_a_unit_or_a_name(subtitle):
    found = article(subtitle, "作者：黎小满　发布时间：2026-11-20", PARAGRAPH)

    assert (found.subtitle, found.author_text, found.source_text) == (subtitle, "黎小满", "")


@pytest.mark.parametrize("subtitle", ["记我校“四有好老师”", "家长，您准备好了吗？"])
def test_a_subtitle_may_ask_or_quote(subtitle):
    found = article(f"——{subtitle}", "作者：黎小满　发布时间：2026-11-20", PARAGRAPH)

    assert (found.subtitle, found.author_text) == (subtitle, "黎小满")


@pytest.mark.parametrize(
    "lines", [["签到", "阅读", "分享", "留言", "合影"], ["扫描二维码进入直播间"]]
)
def test_what_one_does_at_an_event_stays_at_the_foot(lines):
    found = article("发布日期：2026-11-20", PARAGRAPH, *lines)

    assert found.body == "".join(f"<p>{line}</p>" for line in [PARAGRAPH, *lines])


def test_a_list_of_those_who_made_a_paper_is_its_text():
    lines = ["主编：黎小满", "编辑：齐远帆、顾言之", "排版：林知远"]

    found = article("发布日期：2026-11-20", *lines)

    assert found.body == "".join(f"<p>{line}</p>" for line in lines)


def test_a_step_and_what_it_says_are_two_lines():
    found = article("发布日期：2026-11-20", PARAGRAPH, "制作：", "和面后醒20分钟")

    assert found.body.endswith("<p>制作：</p><p>和面后醒20分钟</p>")
