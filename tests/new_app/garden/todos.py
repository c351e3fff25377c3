from branch.core.contributions import Todo, TodoSource

from .models import Plant


class Unlabelled(TodoSource):
    key = "garden.unlabelled"

    def todos(self, user, *, at, site):
        for plant in Plant.objects.filter(keeper=user, watered_on=None):
            yield Todo(
                title=f"给{plant}挂名牌",
                note=f"写上认养人{plant.adopted_by}",
                url=plant.get_absolute_url(),
                button="去挂",
                student_ids=plant.student_ids,
            )
