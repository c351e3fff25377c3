from branch.core.contributions import Option, OptionSource
from branch.school.models import Staff


class StaffOfActivity(OptionSource):
    """The colleagues who may chair an activity, speak or take part in it."""

    key, permission = "staff/activity", "activities.add_activity"

    def find(self, user, typed, *, on):
        staff = Staff.objects.working_on(on).found_by(user, typed)
        return staff.nearest_first().with_work_on(on)

    def option(self, found, *, on):
        return Option(found.pk, found.name, found.does)


class StaffOfEvent(StaffOfActivity):
    """Colleagues, for the fields of an event in which its organiser enters one or names who leads the pupils."""

    key, permission = "staff/signup", "activities.change_opening"
