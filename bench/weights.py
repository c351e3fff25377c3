"""The bytes of a first visit on a phone, as Chromium counts them, the page compressed as Caddy does."""

import gzip
import shutil
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

PHONE = {"viewport": {"width": 412, "height": 915}, "device_scale_factor": 2.625, "is_mobile": True}
NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
SHIFT = """new Promise(tell => {
  let sum = 0
  const watch = new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value }))
  watch.observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => tell(sum), 1000)
})"""


@dataclass
class Load:
    """{path: bytes with headers} of all that was loaded, and how far parts of the page moved meanwhile."""

    sizes: dict
    shift: float

    @property
    def total(self):
        return sum(self.sizes.values())

    def of_kind(self, *suffixes):
        return sum(size for path, size in self.sizes.items() if path.endswith(suffixes))


def first_loads(port, paths):
    """The `Load` of each page, lazy pictures in sight included; none where no Chromium is installed."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        return {path: _load(browser, f"http://127.0.0.1:{port}{path}") for path in paths}


def _load(browser, address):
    context = browser.new_context(**PHONE)
    page, paths, sizes = context.new_page(), {}, {}
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on(
        "Network.requestWillBeSent",
        lambda event: paths.update({event["requestId"]: urlsplit(event["request"]["url"]).path}),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: sizes.update({paths[event["requestId"]]: event["encodedDataLength"]}),
    )
    body = page.goto(address, wait_until="networkidle").body()
    shift = page.evaluate(SHIFT)
    sizes[urlsplit(address).path] -= len(body) - len(gzip.compress(body, 6))
    context.close()
    return Load(sizes, shift)
