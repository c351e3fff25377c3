"""Characters that look like another: a name typed with one is found by the other."""

import re
import unicodedata

# What Unicode's table EquivalentUnifiedIdeograph says of the supplementary radicals; for the 214 radicals
# of 康熙字典 and the compatibility ideographs, normalisation knows it.
_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟"
    "⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽"
    "⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛"
    "⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母"
    "民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑"
    "艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风"
    "飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_SUPPLEMENT = str.maketrans(_RADICALS, _IDEOGRAPHS)
_LOOKALIKES = re.compile(r"[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
# what chooses another shape of the character before it
_SHAPES = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def folded(text):
    """The text with each radical or compatibility form as the ideograph it looks like: 小 for ⼩."""
    if not _LOOKALIKES.search(text):
        return text
    return _LOOKALIKES.sub(
        lambda found: unicodedata.normalize("NFKC", found[0]), text.translate(_SUPPLEMENT)
    )


def without_invisible(text):
    """The text without what nobody sees: soft hyphens, marks of direction, control characters; line ends stay."""
    text = _SHAPES.sub("", text)
    if text.isprintable():
        return text
    return "".join(char for char in text if not _is_invisible(char))


def _is_invisible(char):
    return unicodedata.category(char) in ("Cf", "Cc") and not char.isspace()
