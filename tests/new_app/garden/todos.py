from branch.core.contributions import Todo, TodoSource

from .models import Plant


class Thirsty(TodoSource):
    key = "garden.thirsty"

    def todos(self, user, *, at, site):
        for plant in Plant.objects.filter(keeper=user, watered_on=None):
            yield Todo(f"给{plant}浇水", "种下后还没有浇过", plant.get_absolute_url(), "去浇水")
