from django.db import models
from django.db.models import Q

from branch.core.dated import RUNNING
from branch.service.registers.models.wordings import Wording, WordingQuerySet

# what topics of which few spoke are told as
REST = "其他"


class ConsultTopicQuerySet(WordingQuerySet):
    def by_order(self):
        """Rows as the stall shows them: the rest last."""
        return self.order_by("is_rest", "order", "pk")


class ConsultTopic(Wording):
    """咨询话题: what people at a stall talk of, in the same words on its key and on the public page."""

    # 其他: it takes up the topics of which few spoke, so it is always offered
    is_rest = models.BooleanField("其他", default=False, editable=False)

    objects = ConsultTopicQuerySet.as_manager()

    class Meta(Wording.Meta):
        verbose_name = verbose_name_plural = "咨询话题"
        constraints = [
            *Wording.Meta.constraints,
            models.UniqueConstraint(
                fields=["is_rest"],
                condition=Q(is_rest=True),
                name="service_consulttopic_one_rest",
                violation_error_message="“其他”只有一项。",
            ),
            models.CheckConstraint(
                condition=Q(is_rest=True, name=REST) & RUNNING | Q(is_rest=False) & ~Q(name=REST),
                name="service_consulttopic_rest_stays",
                violation_error_message="“其他”不能停用、改名，也不能另加一项。",
            ),
        ]
