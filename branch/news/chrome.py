"""Lines that serve who reads a page and nobody in an article: buttons, ways to follow, counts, the end."""

import re
from itertools import groupby

END = re.compile(r"[\W_]*(?:the\s+)?(?:END|全文完|完)[\W_]*", re.IGNORECASE)
GUIDES = [
    re.compile(pattern)
    for pattern in (
        r"[\W_]*(?:点击|长按|扫描|扫一扫)[^。]{0,14}(?:蓝字|公众号|二维码|关注(?:我们)?|当前页)[\W_]*(?:关注我们[\W_]*)?",
        r"(?:[您你]?(?:现在|当前)的?(?:所在)?位置\s*[:：]|首页\s*[>＞»/]).*",
    )
]
AROUND = [
    re.compile(pattern)
    for pattern in (
        r"[\W_]*收录于.{0,20}|(?:#[^\s#]+\s*)+\d+个\w*|喜欢此内容的人还喜欢",
        r"[\W_]*[上下]一[篇条页][\W_].*",
    )
]
# words of buttons alone, and those that a text has too
ONLY = (
    "打印|本页|关闭|窗口|返回|顶部|首页|列表|微信|微博|QQ|空间|收藏|点赞|在看|原文|投诉|字体|字号"
)
WORD = f"{ONLY}|文章|分享|赞|留言|评论|阅读|浏览|大|中|小|次|到"
WORDS = re.compile(rf"[\W\d_]*(?:(?:{WORD})(?![!！])[\W\d_]*)+(?<![!！])")


def is_guide(line):
    """Whether a line tells readers to follow an account, or shows the path to the page; it may stand above a title."""
    return any(pattern.fullmatch(line) for pattern in GUIDES)


def is_chrome(line):
    """Whether a line is only for who reads it on a page: 点击蓝字关注我们, 打印本页 关闭窗口, 阅读 236."""
    return (
        is_guide(line) or any(pattern.fullmatch(line) for pattern in AROUND) or _are_buttons(line)
    )


def _are_buttons(line):
    """Whether a line has several buttons, or one with how often it was pressed."""
    if not WORDS.fullmatch(line):
        return False
    count = len(re.findall(WORD, line))
    return bool((count > 1 and re.search(ONLY, line)) or re.search(r"\d", line))


def without_chrome(lines):
    """The lines without those that serve who reads a page; a single button goes with others beside it."""
    kept = []
    for is_page, run in groupby(
        lines, key=lambda line: is_chrome(line) or bool(WORDS.fullmatch(line))
    ):
        run = list(run)
        is_chrome_of_page = is_page and any(
            is_chrome(line) or re.search(ONLY, line) for line in run
        )
        kept += [] if is_chrome_of_page else run
    return kept


def is_end(line):
    """Whether a line says only that the text is over: END, （完）."""
    return bool(END.fullmatch(line))
