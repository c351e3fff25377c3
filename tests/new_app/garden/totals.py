from branch.core.contributions import Total

from .models import Plant


class Planted(Total):
    key, label, unit = "garden.planted", "校园花木", "棵"

    def count(self, *, on):
        return Plant.objects.filter(planted_on__lte=on).count()
