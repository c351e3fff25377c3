from branch.school.cards import StudentCard

from .models import Plant


class AdoptedByAStudent(StudentCard):
    key, permission, template = "garden.adopted", "garden.view_plant", "garden/card.html"

    def data(self, student, user, *, on):
        return list(Plant.objects.visible_to(user).filter(adopters=student))
