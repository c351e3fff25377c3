from django.conf import settings
from django.db import models
from django.urls import reverse


class PlantQuerySet(models.QuerySet):
    def visible_to(self, user, *, on=None):
        return self if user.has_perm("garden.change_plant") else self.filter(keeper=user)


class Plant(models.Model):
    """花木: a plant somebody waters."""

    number = models.CharField("编号", max_length=20, blank=True)
    name = models.CharField("名称", max_length=20)
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planted_on = models.DateField("种植日期")
    watered_on = models.DateField("浇水日期", null=True)
    adopters = models.ManyToManyField("school.Student", related_name="+", verbose_name="认养人")

    objects = PlantQuerySet.as_manager()

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("garden:plant-list")

    @property
    def adopted_by(self):
        return "、".join(student.name for student in self.adopters.all())

    @property
    def student_ids(self):
        return frozenset(student.pk for student in self.adopters.all())
