from branch.core.contributions import DemoPart
from branch.coverage.actions import notify
from branch.school.models import Student

from .models import Plant
from .notices import PlantGiven


class Garden(DemoPart):
    key, title = "garden", "花圃"

    def build(self, school):
        plant = Plant(name="银杏", keeper=school.staff[0].user, planted_on=school.today)
        plant.save()
        # whom no other page of the secretary names
        plant.adopters.set(
            Student.objects.filter(needs=None).exclude(family=None).order_by("-pk")[:2]
        )
        by = school.members[1].staff.user
        notify(kind=PlantGiven, users=[plant.keeper], subject=plant, by=by)
