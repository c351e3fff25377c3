"""By what the school's duties count their subjects together."""

from branch.coverage.duty import BY_CLASS

from .models import SchoolClass


class ByClass:
    """For a `Duty` that is counted by class; its `with_done` annotates what `with_class_on` does."""

    group_keys = BY_CLASS

    def group_name(self, group, *, on):
        """初二（3）班; 未在班 for those in no class."""
        entry_year, number = group
        if entry_year is None:
            return "未在班"
        return SchoolClass(entry_year=entry_year, number=number).name_on(on)
