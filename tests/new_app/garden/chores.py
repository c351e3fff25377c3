from branch.core.contributions import Chore

from .models import Plant


class Forgotten(Chore):
    key, title = "garden.forgotten", "没有名称的花木"

    def run(self, *, at):
        return Plant.objects.filter(name="").delete()[0]
