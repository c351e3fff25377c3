from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branch.school.models import HeadTeacherPost


class HeadTeacherWaiver(models.Model):
    """先上岗后补学: why a member is head teacher before having the psychology hours, and by when they follow.

    It excuses nothing: the duty stays open until the hours are there.
    """

    post = models.OneToOneField(
        HeadTeacherPost, models.CASCADE, related_name="waiver", verbose_name="班主任"
    )
    reason = models.CharField("先上岗后补学的原因", max_length=100)
    recorded_on = models.DateField("登记日期")
    make_up_by = models.DateField("补学期限")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "先上岗后补学"
        constraints = [
            models.CheckConstraint(
                condition=Q(make_up_by__gte=F("recorded_on")),
                name="walkins_headteacherwaiver_made_up_after_it_is_recorded",
                violation_error_message="补学期限不能早于登记日期。",
            ),
        ]

    def __str__(self):
        return f"先上岗后补学 {self.pk}"
