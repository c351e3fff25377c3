"""Devices, and a counter of the steps a task takes."""

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
COMPUTER = {"viewport": {"width": 1280, "height": 900}}


class Steps:
    """Taps and fills fields, and counts both."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def tap(self, name, role="button"):
        """Tap a button, link or chip by its text."""
        self.count += 1
        if role in ("radio", "checkbox"):
            self.page.get_by_role(role, name=name).check(force=True)
        else:
            self.page.get_by_role(role, name=name).filter(visible=True).first.click()

    def from_menu(self, name):
        """Tap an entry of the menu, whose section may be folded."""
        entry = self.page.get_by_role("link", name=name, include_hidden=True)
        folded = self.page.locator(".gq-side-fold:not([open])").filter(has=entry)
        if folded.count() and folded.first.is_visible():
            self.count += 1
            folded.first.locator("summary").click()
        self.tap(name, "link")

    def unfold(self, name):
        """Open a collapsed part by its text."""
        self.count += 1
        self.page.locator("summary").filter(has_text=name, visible=True).first.click()

    def fill(self, label, text):
        self.count += 1
        field = self.page.get_by_label(label).filter(visible=True).first
        # a script may replace the select by a search field
        field.wait_for()
        self.page.wait_for_load_state("domcontentloaded")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=text)
        else:
            field.fill(text)
        if field.get_attribute("role") == "combobox":
            field.press("Enter")
