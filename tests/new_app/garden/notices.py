from branch.coverage.notices import NoticeKind

from .models import Plant


class PlantGiven(NoticeKind):
    """For the keeper of a plant; the line names the plant, read for all of a page at once."""

    key, title, button = "garden.plant_given", "有 1 棵花木由您浇水", "去看看"

    def details(self, notices, *, user, on):
        plants = Plant.objects.visible_to(user).in_bulk([row.subject_id for row in notices])
        return {row.pk: plants[row.subject_id].name for row in notices}

    def url_of(self, notice, *, on):
        return Plant().get_absolute_url()
