"""Checks and measurements of a page in the browser, each taken once the page is loaded."""

import time

from axe_playwright_python.sync_playwright import Axe

from tests.copies import PATIENCE

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
# how far parts of the page moved while it loaded, as the browser scores it: where it is read, and in its head alone
SHIFT = """new Promise(tell => {
  const sums = { read: 0, head: 0 }
  const isHead = source => source.node && !document.querySelector('main').contains(source.node)
  const add = one => { sums[one.sources.length && one.sources.every(isHead) ? 'head' : 'read'] += one.value }
  const watch = new PerformanceObserver(list => list.getEntries().forEach(add))
  watch.observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => tell([sums.read, sums.head]), 500)
})"""
# A picture's natural width is what `sizes` says, if its file is as wide as `srcset` says.
WIDTHS = """pictures => Promise.all(pictures.map(
  picture => picture.decode().then(() => [picture.naturalWidth, picture.clientWidth])
))"""


LINES_OF_TEXT = """part => {
  const text = document.createRange()
  text.selectNodeContents(part)
  return new Set(Array.from(text.getClientRects(), line => Math.round(line.top))).size
}"""
# how many of these parts cover a line of text in the row they are in
COVERED = """parts => parts.filter(part => {
  const box = part.getBoundingClientRect()
  const texts = document.createRange()
  texts.selectNodeContents(part.closest('tr').querySelector('th'))
  return Array.from(texts.getClientRects()).some(line =>
    line.width && line.left < box.right && line.right > box.left && line.top < box.bottom && line.bottom > box.top)
}).length"""


def wait_until(page, expression, arg=None):
    """Evaluate it in the page until it is true.

    Playwright's own `wait_for_function` has the page evaluate a string, which the portal's policy refuses as soon
    as it is not true at once.
    """
    last = time.monotonic() + PATIENCE
    while not page.evaluate(expression, arg):
        if time.monotonic() > last:
            raise TimeoutError(f"not true within {PATIENCE} seconds: {expression}")
        page.wait_for_timeout(20)


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


def lines_of_text(part):
    """On how many lines the text of an element stands."""
    part.page.wait_for_load_state()
    return part.evaluate(LINES_OF_TEXT)


def covering(parts):
    """The number of elements that cover the text at the head of their row."""
    parts.page.wait_for_load_state()
    return parts.evaluate_all(COVERED)


def shift(page):
    """How far parts of the page moved while it loaded: (what is read, the head); 0 if nothing did."""
    page.wait_for_load_state("networkidle")
    return page.evaluate(SHIFT)


def told_and_shown(pictures):
    """(width that `srcset` and `sizes` tell, width shown) of each picture, in CSS pixels."""
    pictures.page.wait_for_load_state()
    return pictures.evaluate_all(WIDTHS)
