from branch.core.contributions import DemoPart

from .models import Plant


class Garden(DemoPart):
    key, title = "garden", "花圃"

    def build(self, school):
        Plant.objects.create(name="银杏", keeper=school.staff[0].user, planted_on=school.today)
