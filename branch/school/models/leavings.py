from django.db import models

from branch.core.dated import ends_after_it_starts


class FormerLeaving(models.Model):
    """曾离校: the days between a colleague's last day and the return; a leaving without a return is on `Staff`."""

    staff = models.ForeignKey("school.Staff", models.CASCADE, related_name="former_leavings")
    from_on = models.DateField("自")
    until_on = models.DateField("至")

    class Meta:
        verbose_name = verbose_name_plural = "曾离校"
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "from_on"],
                name="school_formerleaving_one_a_day",
                violation_error_message="这位老师从这一天起的离校已经登记过了。",
            ),
            ends_after_it_starts("school_formerleaving_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.staff} {self.from_on} 至 {self.until_on}"
