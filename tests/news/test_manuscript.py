from datetime import date

import pytest

from branch.news.manuscript import ManuscriptError, read

TEXT = """【网评】春山中学:积极推进组织建设 努力打造心育品牌
作者: 春山中学
来源:春山中学
发布日期:2023-12-22
字体:[     ]

　　党支部结合实际,开展“一个党员,一面旗帜”活动。

加强学习,提高素质,争当队伍领头羊

一是走进学生;二是走进班级,主办“5+2>7”快乐家园。
"""


def test_an_article_is_read_from_the_text_the_school_publishes():
    found = read(TEXT)

    assert found.kicker == "网评"
    assert found.title == "春山中学：积极推进组织建设 努力打造心育品牌"
    assert (found.author_text, found.source_text) == ("春山中学", "春山中学")
    assert found.published_on == date(2023, 12, 22)
    assert found.body == (
        "<p>党支部结合实际，开展“一个党员，一面旗帜”活动。</p>"
        "<h2>加强学习，提高素质，争当队伍领头羊</h2>"
        "<p>一是走进学生；二是走进班级，主办“5+2&gt;7”快乐家园。</p>"
    )


def test_a_text_without_a_kicker_keeps_its_whole_title():
    found = read(TEXT.replace("【网评】", ""))

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
        read(text)
