from branch.coverage.board import BoardSection

from .models import Plant


class Adopted(BoardSection):
    key, permission, template = "garden.adopted", "garden.view_plant", "garden/adopted.html"

    def data(self, user, *, on, site, statuses):
        return list(Plant.objects.visible_to(user).prefetch_related("adopters"))

    def student_ids(self, data):
        return [pk for plant in data for pk in plant.student_ids]
