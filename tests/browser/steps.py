"""Devices people hold, and a count of what a task asks of their hands."""

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
COMPUTER = {"viewport": {"width": 1280, "height": 900}}


class Steps:
    """Counts taps and filled-in fields; looking is free."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def tap(self, name, role="button"):
        """A button, link or chip by the words on it."""
        self.count += 1
        if role in ("radio", "checkbox"):
            self.page.get_by_role(role, name=name).check(force=True)
        else:
            self.page.get_by_role(role, name=name).filter(visible=True).first.click()

    def unfold(self, name):
        """A part that is folded away, by the words on it."""
        self.count += 1
        self.page.locator("summary").filter(has_text=name, visible=True).first.click()

    def fill(self, label, text):
        self.count += 1
        field = self.page.get_by_label(label).filter(visible=True).first
        # a script of the page may put a field to type into in the place of a select
        field.wait_for()
        self.page.wait_for_load_state("domcontentloaded")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=text)
        else:
            field.fill(text)
        if field.get_attribute("role") == "combobox":
            field.press("Enter")
