from branch.school.cards import FamilyCard, StudentCard

from .models import Plant


class AdoptedByAStudent(StudentCard):
    key, permission, template = "garden.adopted", "garden.view_plant", "garden/card.html"

    def data(self, student, user, *, on):
        return list(Plant.objects.visible_to(user).filter(adopters=student))


class AdoptedInAFamily(FamilyCard):
    key, permission, template = "garden.in_a_family", "garden.view_plant", "garden/card.html"

    def data(self, family, children, user, *, on):
        return list(Plant.objects.visible_to(user).filter(adopters__in=children))
