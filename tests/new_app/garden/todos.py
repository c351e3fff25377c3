from branch.core.contributions import Todo, TodoSource

from .models import Plant


class Unlabelled(TodoSource):
    key = "garden.unlabelled"

    def todos(self, user, *, at, site):
        for plant in Plant.objects.filter(keeper=user, watered_on=None):
            yield Todo(f"给{plant}挂名牌", "还没有名牌", plant.get_absolute_url(), "去挂")
