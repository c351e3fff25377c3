from branch.core.contributions import Total

from .models import Plant


class Planted(Total):
    key, label, unit = "garden.planted", "校园花木", "棵"
    is_main = is_level = True

    def count(self, *, since, until):
        return Plant.objects.filter(planted_on__lte=until).count()
