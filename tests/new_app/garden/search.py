from branch.core.contributions import Option, OptionSource, PeopleSource

from .models import Plant


class Plants(PeopleSource):
    key, title, permission = "garden.plants", "花木", "garden.view_plant"
    template = "garden/found.html"

    def find(self, user, typed, *, on):
        return Plant.objects.visible_to(user).filter(name__contains=typed)

    def student_ids(self, found):
        return [pk for plant in found for pk in plant.student_ids]


class PlantsToWater(OptionSource):
    key, permission = "plant/water", "garden.water_plant"

    def find(self, user, typed, *, on):
        return Plant.objects.filter(keeper=user, name__contains=typed)

    def option(self, found, *, on):
        return Option(found.pk, found.name, found.adopted_by)

    def student_ids(self, found):
        return [pk for plant in found for pk in plant.student_ids]
