"""What the branch words itself: communities, what is done there, and the items of registering and serving."""

import re

from django.core.exceptions import ValidationError
from django.db import models

from branch.core.dated import RUNNING, ByDay, ByDayQuerySet
from branch.core.models import Versioned, VersionedQuerySet

# 3号楼, 二单元, 501室, 12弄; 5座, 5#301; 3-2-501; a number at the end, as 新湖苑 501
HOME = re.compile(
    r"[0-9０-９〇零一二三四五六七八九十百]\s*(?:号|栋|幢|楼|单元|室|门|弄)"
    r"|[0-9０-９]\s*(?:座|排|#|＃)"
    r"|[0-9０-９]\s*[-－—–~/]\s*[0-9０-９]"
    r"|[0-9０-９]{3,}\s*$"
)
NO_HOME = "不写住址，请只写社区、岗位或事项的名称。"


def no_home_address(text):
    """Refuse what reads like the number of a house, a staircase or a flat."""
    if HOME.search(text):
        raise ValidationError(NO_HOME)


class WordingQuerySet(VersionedQuerySet, ByDayQuerySet):
    """Lists of words; `active_on` are those that are offered on a day."""


class Wording(ByDay, Versioned):
    """A name on a list that the branch keeps; one that is no longer offered stays with what was recorded under it.

    So it is never void: one that was added and ended on the same day has its last day before the first.
    """

    name = models.CharField("名称", max_length=20, validators=[no_home_address])
    order = models.PositiveSmallIntegerField("次序", default=0)

    objects = WordingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=RUNNING,
                name="service_%(class)s_one_of_a_name",
                violation_error_message="已有同名的一项。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_used(self):
        """Whether something was recorded under it, so that other words would change what was recorded."""
        related = [one.get_accessor_name() for one in self._meta.related_objects]
        return any(getattr(self, name).exists() for name in related)


class Community(Wording):
    """居住社区: its name alone."""

    class Meta(Wording.Meta):
        verbose_name = verbose_name_plural = "社区"


class ServiceContent(Wording):
    """服务内容: what members do in their community."""

    class Meta(Wording.Meta):
        verbose_name = verbose_name_plural = "服务内容"


class ChecklistItem(Wording):
    """报到和服务事项: what registering and serving consist of, in the branch's own words."""

    class Group(models.TextChoices):
        REGISTER = "register", "三报到"
        SERVE = "serve", "三服务"

    group = models.CharField("类别", max_length=10, choices=Group)

    class Meta(Wording.Meta):
        verbose_name = verbose_name_plural = "报到和服务事项"
        ordering = ["group", "order", "pk"]
