from branch.core.contributions import PeopleSource

from .models import Plant


class Plants(PeopleSource):
    key, title, permission = "garden.plants", "花木", "garden.view_plant"
    template = "garden/found.html"

    def find(self, user, typed, *, on):
        return Plant.objects.visible_to(user).filter(name__contains=typed)
