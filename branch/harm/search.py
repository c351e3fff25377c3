from branch.core.contributions import Option, OptionSource
from branch.school.models import Staff


class StaffWhoReported(OptionSource):
    """The colleagues who may have made a report."""

    key, permission = "staff/harm", "harm.add_harmreport"

    def find(self, user, typed, *, on):
        staff = Staff.objects.visible_to(user, on=on).working_on(on).found_by(user, typed)
        return staff.nearest_first().with_work_on(on)

    def option(self, found, *, on):
        return Option(found.pk, found.name, found.does)
