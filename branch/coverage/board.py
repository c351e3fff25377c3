"""落实情况: the duties by walk-in, the list of one of them, and the sections that apps add."""

from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode

from branch.core.links import NEXT, with_back
from branch.core.registry import Declared

from .duty import BY_CLASS, group_order
from .status import DutyStatus, load_excuses

LISTED = 30  # gaps on a page of a list
# the walk-ins in their order: the track of a duty, its name and its icon
WALK_INS = (
    ("student", "走进学生", "heart"),
    ("class", "走进班级", "users"),
    ("family", "走进家庭", "visit"),
)


def list_url(duty, **narrowed):
    """Return the address of the list of a duty, of today and of all classes unless narrowed."""
    return f"{reverse('coverage:board')}?{urlencode({'duty': duty.key} | narrowed)}#list"


@dataclass(frozen=True)
class Panel:
    """One duty on the page: `status` fills its line, `listed` its list for the class chosen."""

    status: DutyStatus
    listed: DutyStatus

    @property
    def duty(self):
        return self.status.duty

    @property
    def missing_says(self):
        """差 3 名, of the subjects that are not excused."""
        return f"差 {self.status.whole.missing} {self.duty.count_unit}"

    @property
    def note(self):
        """The line under the figures: how many are excused, or what the duty asks."""
        whole = self.status.whole
        if self.duty.done_unit and whole.open:
            return f"{whole.open} {self.duty.unit}还没有做够"
        if whole.excused:
            return f"暂缓 {whole.excused} {self.duty.unit}，不算缺口"
        return self.duty.note

    @property
    def gaps(self):
        return self.listed.gaps

    @property
    def offered(self):
        """(gap, the address of its button, "" where none is shown); its form leads back here, to the gap after it."""
        after = [*self.gaps[1:], *self.gaps[:1]]
        return [
            (gap, self._form_of(gap, later)) for gap, later in zip(self.gaps, after, strict=True)
        ]

    def _form_of(self, gap, later):
        if not gap.is_offered_to(self.status.user):
            return ""
        # an address within a page is a list, which has forms of its own
        if "#" in gap.url:
            return gap.url
        return with_back(gap.url, self.here(**({NEXT: later.subject.pk} if later != gap else {})))

    def here(self, **more):
        """The address of this page of the list, narrowed as it is."""
        shown = {"group": self.status.name_of(self.listed.group)} if self.listed.group else {}
        if self.listed.page > 1:
            shown["page"] = self.listed.page
        return list_url(self.duty, **shown, **more)

    def next_gap(self, key):
        """(gap, address) of the subject of this key, or the first of this page where somebody is still to be found."""
        left = [(gap, url) for gap, url in self.offered if url and not gap.is_waiting]
        return next((row for row in left if row[0].subject.pk == key), next(iter(left), None))

    @property
    def several_url(self):
        """The address where several gaps are closed at once; "" where there is one or none, or for another's."""
        duty, may = self.duty, self.status.user.has_perm
        has_several = duty.several and self.listed.whole.open > 1
        if not has_several or not may(duty.several_permission):
            return ""
        return with_back(reverse(duty.several), self.here())

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
        return Paginator(range(self.listed.whole.open), LISTED).get_page(self.listed.page)

    @property
    def class_names(self):
        """The names of the classes with a subject that is not met, in class order."""
        status = self.status
        unmet = [group for group, tally in status.tallies.items() if tally.met < tally.bound]
        return [status.name_of(group) for group in sorted(unmet, key=group_order)]

    def of_class(self, name):
        """The same panel with the list of one class; of all where the duty has none, or no name is given."""
        if not name or not self.is_by_class:
            return self
        return replace(self, listed=self.status.narrowed_to(name))

    def on_page(self, page):
        """The same panel with this page of its list, or the last one, which is read."""
        number = Paginator(range(self.listed.whole.open), LISTED).get_page(page).number
        shown = replace(self, listed=self.listed.on_page(number, size=LISTED))
        load_excuses([shown.listed])
        return shown

    @property
    def student_ids(self):
        rows = self.gaps + [gap for gap, _ in self.excused]
        return [pk for gap in rows for pk in gap.student_ids]


def panels(statuses):
    """Return a `Panel` for each duty, with the list of all classes."""
    return [Panel(status, status) for status in statuses]


def chosen(panels, key):
    """Return the panel of this key, else the first with a gap of its own, else the first; None where there is none."""
    named = [panel for panel in panels if panel.duty.key == key]
    missing = [panel for panel in panels if panel.status.whole.open and panel.duty.track != "whole"]
    return next(iter(named + missing + panels), None)


def is_full(statuses):
    """Whether no duty of the whole branch has a gap, and the whole roll is among them."""
    bound = [status for status in statuses if status.whole.bound]
    has_roll = any(status.duty.track == "whole" for status in bound)
    return has_roll and not any(status.whole.open for status in bound)


def of_track(panels, track):
    return [panel for panel in panels if panel.duty.track == track]


def table(panels, key, *, on):
    """The table of grades and classes of the duty of this key, or of the first that has one, as `heat`.

    `maps` are the panels of those that have one, by walk-in, and `mapped` is the one shown; empty where there is none.
    """
    maps = [panel for *_, found in walk_ins(panels) for panel in found if panel.duty.map_title]
    if not maps:
        return {}
    mapped = next((panel for panel in maps if panel.duty.key == key), maps[0])
    return {"maps": maps, "mapped": mapped, "heat": mapped.duty.heat(mapped.status.tallies, on=on)}


def walk_ins(panels):
    """Return (name, icon, panels) of each walk-in of which there is a duty."""
    found = [(name, icon, of_track(panels, track)) for track, name, icon in WALK_INS]
    return [part for part in found if part[-1]]


class BoardSection(Declared):
    """A part of the board that an app adds, for those who have its permission."""

    key = permission = template = ""
    # whether its template is items of the list of the organisation life, or a card of its own
    is_life = False

    def data(self, user, *, on, site, statuses):
        """What the template shows as `section`, beside `is_today`; None where there is nothing to show.

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
    def is_life(self):
        return self.section.is_life

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
