"""Groups by which duties count their subjects."""

from branch.coverage.duty import BY_CLASS

from .models import SchoolClass


class ByClass:
    """A mixin of a `Duty` counted by class; its `with_done` annotates what `with_class_on` does."""

    group_keys = BY_CLASS

    def group_name(self, group, *, on):
        """The name of a class, as 初二（3）班; 未在班 for students in no class."""
        entry_year, number = group
        if entry_year is None:
            return "未在班"
        return SchoolClass(entry_year=entry_year, number=number).name_on(on)
