"""Reading the style sheets of pasted HTML."""

import re
from operator import itemgetter

from .paste_rules import IS

NOISE = re.compile(r"\s+|[\"']|!important")
COMBINATOR = re.compile(r"[\s>+~]+")
PART = re.compile(r"[.#]?[^.#*]+")
TAG_NAME = re.compile(r"(?:^|[\s>+~])[a-z]")
HIDING = ("never", "merged", "tiny", "unseen")


def sheet_of(dirty):
    """{a part of the last compound: [(weight, all its parts, declarations)]} of the style sheets.

    What stands around an element is not compared: a rule that hides `.a .b` hides every `.b`. Other
    rules of this form are left out, and those that end in a bare tag, which would hide too much.
    """
    sheet = {}
    for place, (selector, style) in enumerate(_rules(dirty)):
        compound = COMBINATOR.split(selector)[-1]
        parts = set(PART.findall(compound)) if IS["compound"].search(compound) else set()
        is_surrounded = compound != selector
        is_bare = parts == {compound} and compound[0] not in ".#"
        if parts and not (is_surrounded and (is_bare or not _hides(style))):
            rule = (_weight(selector), place), parts, style
            sheet.setdefault(max(parts), []).append(rule)
    return sheet


def _rules(dirty):
    """Each selector of the style sheets for the screen, also inside `@media`, with its declarations."""
    for part in dirty.lower().split("<style")[1:]:
        attrs, _, text = part.partition("</style")[0].partition(">")
        first, *others = text.replace("<!--", "").replace("-->", "").split("/*")
        text = first + "".join(other.partition("*/")[2] for other in others)
        for selectors, body in _blocks(text, f"<{attrs}"):
            style = declared(body)
            yield from ((selector.strip(), style) for selector in selectors.split(","))


def _blocks(text, start):
    """The selectors and the declarations of each block that is for the screen."""
    heads = [("", _is_elsewhere(start))]
    for part in text.split("}"):
        *opened, body = part.split("{")
        for head in opened:
            selectors = head.rpartition(";")[2]
            heads.append((selectors, heads[-1][1] or _is_elsewhere(selectors)))
        if len(heads) > 1:
            selectors, is_elsewhere = heads.pop()
            if not is_elsewhere:
                yield selectors, body


def _is_elsewhere(head):
    return bool(IS["elsewhere"].search(NOISE.sub("", head)))


def _weight(selector):
    """The specificity of a selector."""
    return selector.count("#"), selector.count("."), len(TAG_NAME.findall(selector))


def _hides(style):
    return any(IS[rule].search(listed(style)) for rule in HIDING)


def listed(style):
    """The declarations as one line, sorted by property."""
    return ";" + "".join(f"{name}:{style[name]};" for name in sorted(style))


def matched(parts, sheet):
    """The declarations of the rules for an element that has these parts, the weightiest last."""
    rules = [rule for part in parts for rule in sheet.get(part, ()) if rule[1] <= parts]
    return [style for _, _, style in sorted(rules, key=itemgetter(0))]


def declared(text):
    """{property: value} of declarations, in small letters and without spaces and quotes."""
    parts = (part.partition(":") for part in NOISE.sub("", text.lower()).split(";"))
    return {name: value for name, colon, value in parts if colon}
