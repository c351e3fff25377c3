import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branch.news.clean import (
    NO_PICTURE,
    NO_VIDEO,
    STRICT_TAGS,
    clean,
    from_plain,
    one_line,
    to_plain,
)

WORD = """
<p class="MsoNormal" style="text-indent:32pt;mso-char-indent-count:2"><span lang="EN-US"
style="font-family:仿宋;color:red">　　党支部组织全体党员<b>学习</b>。<o:p></o:p></span></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<table class="MsoTableGrid" border="1" width="560"><tr><td width="200" colspan="2" style="border:solid">
<p class="MsoNormal">姓名</p></td></tr></table>
"""
WECHAT = """
<section style="margin:0"><section data-tools="135"><p style="letter-spacing:1px"><span>走进社区</span></p>
<p><br></p><section><span style="font-size:15px">&nbsp;&nbsp;十二名党员到场。</span></section>
<img data-src="https://mmbiz.qpic.cn/x.jpg" src="https://mmbiz.qpic.cn/x.jpg"></section></section>
"""


def test_a_paste_from_word_keeps_text_emphasis_and_tables_without_styling():
    assert clean(WORD) == (
        "<p>党支部组织全体党员<strong>学习</strong>。</p>"
        '<table><tbody><tr><td colspan="2"><p>姓名</p></td></tr></tbody></table>'
    )


def test_a_paste_from_wechat_becomes_paragraphs_and_marks_missing_pictures():
    assert clean(WECHAT) == f"<p>走进社区</p><p>十二名党员到场。</p><p>{NO_PICTURE}</p>"


@pytest.mark.parametrize(
    ("dirty", "stored"),
    [
        pytest.param("<p>甲</p><script>alert(1)</script>", "<p>甲</p>", id="script"),
        pytest.param('<p onclick="x()">甲</p>', "<p>甲</p>", id="handler"),
        pytest.param('<a href="javascript:x()">甲</a>', "<p>甲</p>", id="script link"),
        pytest.param('<a href="data:text/html,x">甲</a>', "<p>甲</p>", id="data link"),
        pytest.param('<a href="//evil.cn">甲</a>', "<p>甲</p>", id="link without scheme"),
        pytest.param('<a href="/\\evil.cn">甲</a>', "<p>甲</p>", id="backslash link"),
        pytest.param('<a href="/&#9;/evil.cn">甲</a>', "<p>甲</p>", id="link with a tab"),
        pytest.param('<a href="/&#10;/evil.cn">甲</a>', "<p>甲</p>", id="link in two lines"),
        pytest.param('<a href="https:/evil.cn">甲</a>', "<p>甲</p>", id="link with one slash"),
        pytest.param('<a href="https:evil.cn">甲</a>', "<p>甲</p>", id="link with no slash"),
        pytest.param('<a href="https://a.cn@evil.cn/">甲</a>', "<p>甲</p>", id="link with a name"),
        pytest.param(
            '<iframe src="https://a.cn"></iframe>甲', f"<p>{NO_VIDEO}</p><p>甲</p>", id="frame"
        ),
        pytest.param('<svg onload="x()">甲</svg>', "<p>甲</p>", id="svg"),
        pytest.param("<p style='background:url(x)'>甲</p>", "<p>甲</p>", id="style"),
        pytest.param("<math><mi//xlink:href='data:x'>甲</math>", "", id="math"),
    ],
)
def test_nothing_executable_is_stored(dirty, stored):
    assert clean(dirty) == stored


@pytest.mark.parametrize(
    ("dirty", "stored"),
    [
        pytest.param("<h1>甲</h1>", "<h2>甲</h2>", id="the page has its one h1 already"),
        pytest.param("<h4>甲</h4>", "<h3>甲</h3>", id="two levels of headings"),
        pytest.param("<div>甲</div><div>乙</div>", "<p>甲</p><p>乙</p>", id="div to paragraph"),
        pytest.param("甲<br><br>乙", "<p>甲</p><p>乙</p>", id="blank line parts paragraphs"),
        pytest.param("甲<br>乙", "<p>甲<br>乙</p>", id="one break stays"),
        pytest.param(
            "<b><p>甲</p><p>乙</p></b>",
            "<p><strong>甲</strong></p><p><strong>乙</strong></p>",
            id="bold around paragraphs",
        ),
        pytest.param("<ul><li>甲</li></ul>", "<ul><li><p>甲</p></li></ul>", id="list"),
        pytest.param(
            "<p>“三走进”<b>活动,</b>第一步</p>",
            "<p>“三走进”<strong>活动，</strong>第一步</p>",
            id="a sign looks past its marks",
        ),
        pytest.param(
            '<a href="https://a.cn/?b=1&amp;c">甲</a>',
            '<p><a href="https://a.cn/?b=1&amp;c" rel="noopener noreferrer">甲</a></p>',
            id="safe link",
        ),
        pytest.param("<p>5 &lt; 6 &amp; 7</p>", "<p>5 &lt; 6 &amp; 7</p>", id="signs stay text"),
    ],
)
def test_the_body_is_rewritten_in_the_allowed_tags(dirty, stored):
    assert clean(dirty) == stored


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("加强学习,提高素质", "加强学习，提高素质"),
        ("探讨, 力求共识", "探讨，力求共识"),
        ("“5+2>7”快乐家园", "“5+2>7”快乐家园"),
        ("《中国家庭教育缺什么?》,效果好", "《中国家庭教育缺什么？》，效果好"),
        ('开展"三走进"活动:一是', "开展“三走进”活动：一是"),
        ("初二(3)班", "初二（3）班"),
        ("(2023年)", "（2023年）"),
        ("f(x)=1", "f(x)=1"),
        ("共3,000人,12:30到", "共3,000人,12:30到"),
        ("很好！！！是吗？？", "很好！是吗？"),
        ("等等。。。", "等等……"),
        ("Hello, world! (a)", "Hello, world! (a)"),
        ('屏幕15"大', '屏幕15"大'),
    ],
)
def test_punctuation_is_full_width_between_chinese_characters_only(typed, printed):
    assert one_line(typed) == printed


def test_plain_text_becomes_paragraphs_and_is_recovered():
    body = from_plain("第一段,有<尖括号>\n\n第二段\n换一行\n\n\n")

    assert body == "<p>第一段，有&lt;尖括号&gt;</p><p>第二段<br>换一行</p>"
    assert to_plain(body) == "第一段，有<尖括号>\n\n第二段\n换一行"


TAGS = "<p> </p> <b> </b> </a> <section> </section> <br> <li> </li> <ul> </ul> <table> <tr> <td> </td></tr></table> <h1> </h1> <hr>"
PIECES = st.sampled_from(
    [
        *TAGS.split(),
        "<a href='https://a.cn'>",
        "<img src=x>",
        "<s>",
        "<sup>",
        "<ol start=3>",
        "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>3.</span>",
        "<span style='display:none'>",
        "</span>",
        "&nbsp;",
        "&lt;",
        "5+2>7",
        *'　 \n,，"()。?！甲乙a\u200b',
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_cleaning_is_idempotent(dirty):
    once = clean(dirty)

    assert clean(once) == once
    assert set(re.findall(r"<(\w+)", once)) <= STRICT_TAGS


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_plain_text_survives_the_round_trip(text):
    body = from_plain(text)

    assert from_plain(to_plain(body)) == body
