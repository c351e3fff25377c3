"""Checks and measurements of a page in the browser, each taken once the page is loaded."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
}
# by how many pixels the page is wider than the screen
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TYPE_SIZE = "heading => parseFloat(getComputedStyle(heading).fontSize)"
CUT_OFF = "parts => parts.filter(part => part.scrollHeight > part.clientHeight).length"


def barriers(page):
    """The violations of accessibility rules, as (rule, element)."""
    page.wait_for_load_state()
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [(rule["id"], node["target"]) for rule in violations for node in rule["nodes"]]


def overflow(page):
    page.wait_for_load_state()
    return max(0, page.evaluate(OVERFLOW))


def type_size(page):
    page.wait_for_load_state()
    return page.locator("h1").evaluate(TYPE_SIZE)


def cut_off(parts):
    """The number of elements whose text is longer than their box."""
    parts.page.wait_for_load_state()
    return parts.evaluate_all(CUT_OFF)
