"""落实情况: each duty as a tile and a list, and the sections that apps add."""

from dataclasses import dataclass

from branch.core.registry import Declared

from .duty import DutyStatus, anchor

ICONS = {"student": "heart", "class": "users", "family": "visit", "branch": "flag"}


@dataclass(frozen=True)
class Panel:
    """One duty on the page: its tile, and the gaps and excuses of the class looked at."""

    status: DutyStatus
    group: str = ""

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
    def gap_count(self):
        return len(self.status.gaps)

    @property
    def note(self):
        """What the duty asks; and how many of those missing are excused."""
        excused = len(self.status.excused)
        return self.duty.note + (f"（暂缓 {excused} {self.duty.unit}）" if excused else "")

    @property
    def gaps(self):
        return [gap for gap in self.status.gaps if self.group in ("", gap.group)]

    @property
    def excused(self):
        return [pair for pair in self.status.excused if self.group in ("", pair[0].group)]

    @property
    def is_by_class(self):
        """Whether its list is one of students, which a class narrows; members stand in no class."""
        rows = self.status.gaps + [gap for gap, _ in self.status.excused]
        return all(gap.student_id for gap in rows)

    @property
    def heading(self):
        return f"{self.duty.gap_title}（{len(self.gaps)} {self.duty.unit}）"

    @property
    def student_ids(self):
        rows = self.gaps + [gap for gap, _ in self.excused]
        return [gap.student_id for gap in rows]


def groups_of(statuses):
    """The classes that stand in any list, each once, in the order they come in."""
    rows = [gap for status in statuses for gap in status.gaps]
    rows += [gap for status in statuses for gap, _ in status.excused]
    return list(dict.fromkeys(gap.group for gap in rows if gap.student_id))


class BoardSection(Declared):
    """A part of the board beside tiles and lists, for those who have its permission."""

    key = permission = template = ""

    def data(self, user, *, on, site):
        """What the template shows as `section`; None where there is nothing to show."""
        raise NotImplementedError


def sections(user, *, on, site):
    """(template, data) of each section that has something to show this reader."""
    found = [(one.template, one.data(user, on=on, site=site)) for one in BoardSection.open_to(user)]
    return [(template, data) for template, data in found if data]
