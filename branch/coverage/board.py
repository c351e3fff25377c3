"""落实情况: each duty as a tile and a list, and the sections that apps add."""

from dataclasses import dataclass, replace

from django.core.paginator import Paginator

from branch.core.registry import Declared

from .duty import BY_CLASS, anchor
from .status import DutyStatus, load_excuses

LISTED = 30  # gaps on a page of a list alone
BESIDE = 10  # gaps of a list beside the others, whose number grows with the duties
ICONS = {"student": "heart", "class": "users", "family": "visit", "branch": "flag"}


@dataclass(frozen=True)
class Panel:
    """One duty on the page: `status` fills its tile, `listed` its list for the class chosen."""

    status: DutyStatus
    listed: DutyStatus
    size: int = BESIDE

    @property
    def duty(self):
        return self.status.duty

    @property
    def anchor(self):
        return anchor(self.duty)

    @property
    def icon(self):
        return ICONS.get(self.duty.track, "users")

    @property
    def note(self):
        """The sentence under the tile: the duty's note, what was done, and how many are excused."""
        duty, whole = self.duty, self.status.whole
        done = f"已完成 {whole.done} / {whole.needed} {duty.done_unit}。" if duty.done_unit else ""
        excused = f"（暂缓 {whole.excused} {duty.unit}）" if whole.excused else ""
        return duty.note + done + excused

    @property
    def gaps(self):
        return self.listed.gaps

    @property
    def excused(self):
        return self.listed.excused

    @property
    def is_by_class(self):
        """Whether its list can be narrowed to a class; a list of members cannot."""
        return self.duty.group_keys == BY_CLASS

    @property
    def heading(self):
        return f"{self.duty.gap_title}（{self.listed.whole.open} {self.duty.unit}）"

    @property
    def pages(self):
        """The `Page` of its list, for the links to the others."""
        return Paginator(range(self.listed.whole.open), self.size).get_page(self.listed.page)

    def beside_others(self):
        """The same panel with the first gaps of its list."""
        return replace(self, listed=self.listed.on_page(1, size=self.size))

    def alone_on(self, page):
        """The same panel with this page of its list, or the last one."""
        number = Paginator(range(self.listed.whole.open), LISTED).get_page(page).number
        return replace(self, size=LISTED, listed=self.listed.on_page(number, size=LISTED))

    @property
    def student_ids(self):
        rows = self.gaps + [gap for gap, _ in self.excused]
        return [pk for gap in rows for pk in gap.student_ids]


def panels(statuses, *, group):
    """Return a `Panel` for each duty; with the name of a class, lists show that class alone."""
    listed = [status.narrowed_to(group) if group else status for status in statuses]
    return [Panel(*pair).beside_others() for pair in zip(statuses, listed, strict=True)]


def load_lists(shown):
    """Read the excuses of these panels in one query, and with them their gaps; others stay unread."""
    load_excuses([panel.listed for panel in shown])


def class_names(statuses):
    """Return the names of the classes with a subject that is not met, in class order."""
    unmet = {
        (group, status.name_of(group))
        for status in statuses
        if status.duty.group_keys == BY_CLASS
        for group, tally in status.tallies.items()
        if tally.met < tally.bound
    }
    return [name for _, name in sorted(unmet, key=_in_class_order)]


def _in_class_order(named_group):
    (entry_year, number), _ = named_group
    return entry_year is None, -(entry_year or 0), number or 0


class BoardSection(Declared):
    """A part of the board that an app adds, for those who have its permission."""

    key = permission = template = ""

    def data(self, user, *, on, site, statuses):
        """What the template shows as `section`; None where there is nothing to show.

        `statuses` are those of the board, already counted.
        """
        raise NotImplementedError

    def student_ids(self, data):
        """Ids of the students named in this data, for the `AccessRecord`."""
        return []


@dataclass(frozen=True)
class FilledSection:
    """A section with what its template shows."""

    section: BoardSection
    data: object

    @property
    def template(self):
        return self.section.template

    @property
    def student_ids(self):
        return self.section.student_ids(self.data)


def sections(user, *, on, site, statuses):
    """Return each section that has something to show this reader."""
    found = [
        FilledSection(section, section.data(user, on=on, site=site, statuses=statuses))
        for section in BoardSection.open_to(user)
    ]
    return [filled for filled in found if filled.data]
