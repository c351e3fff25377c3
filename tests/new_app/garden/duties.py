from branch.coverage.duty import Duty, Gap

from .models import Plant


class Watered(Duty):
    key, title, track = "garden.watered", "浇水", "branch"
    gap_title, unit, permission = "待浇水的花木", "棵", "garden.view_plant"

    def population(self, user, *, on):
        return Plant.objects.visible_to(user).filter(planted_on__lte=on)

    def met(self, population, *, on):
        return population.filter(watered_on__lte=on)

    def gaps(self, population, *, on):
        for plant in population.exclude(watered_on__lte=on):
            yield Gap(
                subject=plant,
                since=plant.planted_on,
                due_on=None,
                user_ids=frozenset({plant.keeper_id}),
                url=plant.get_absolute_url(),
                says="还没有浇过水",
                title=f"给{plant}浇水",
                button="去浇水",
            )
