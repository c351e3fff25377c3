"""How a Chinese name is taken apart, for addressing people and for finding them."""

from itertools import chain

from pypinyin import Style, lazy_pinyin

# 复姓 in use today
COMPOUND_SURNAMES = {
    "欧阳", "上官", "司马", "司徒", "司空", "诸葛", "东方", "皇甫", "尉迟",
    "公孙", "慕容", "令狐", "夏侯", "长孙", "宇文", "端木", "轩辕", "呼延",
    "独孤", "南宫", "西门", "百里", "东郭", "闻人", "澹台", "淳于", "单于",
    "太史", "申屠", "公冶", "宗政", "濮阳", "钟离", "鲜于", "闾丘",
}  # fmt: skip


def surname_of(name):
    """欧阳 of 欧阳雪, 周 of 周文静; 欧阳 alone is a 欧 named 阳."""
    is_compound = len(name) > 2 and name[:2] in COMPOUND_SURNAMES
    return name[:2] if is_compound else name[:1]


def keys_of(name):
    """ " zengxiaoming zxm ": what a name is typed as, each key behind a space."""
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors="ignore")
    initials = chain.from_iterable(one[:1] for one in syllables)
    return f" {''.join(syllables)} {''.join(initials)} "
