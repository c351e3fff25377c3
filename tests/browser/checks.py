"""Checks of a page in the browser: accessibility and horizontal overflow."""

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


def barriers(page):
    """The violations of accessibility rules, as (rule, element)."""
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [(rule["id"], node["target"]) for rule in violations for node in rule["nodes"]]


def overflow(page):
    return max(0, page.evaluate(OVERFLOW))
