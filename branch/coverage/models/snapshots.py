from django.db import models
from django.db.models import Q


class BoardSnapshot(models.Model):
    """每周记数: what one duty said of a Sunday, whole branch, kept as it was said and never written again."""

    sunday = models.DateField("截至")
    duty_key = models.CharField("事项", max_length=60)
    population = models.PositiveIntegerField("应落实")
    met = models.PositiveIntegerField("已落实")
    excused = models.PositiveIntegerField("暂缓")
    gaps = models.PositiveIntegerField("缺口")
    done = models.PositiveIntegerField("已完成")
    needed = models.PositiveIntegerField("应完成")
    missing = models.PositiveIntegerField("还差")
    taken_at = models.DateTimeField("记下的时间", auto_now_add=True)

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "每周记数"
        ordering = ["sunday", "duty_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["sunday", "duty_key"],
                name="coverage_boardsnapshot_one_a_sunday_and_duty",
                violation_error_message="这一周这一项已经记下。",
            ),
            models.CheckConstraint(
                condition=Q(population=models.F("met") + models.F("excused") + models.F("gaps")),
                name="coverage_boardsnapshot_adds_up",
                violation_error_message="已落实、暂缓和缺口合起来应等于应落实。",
            ),
        ]

    def __str__(self):
        return f"{self.sunday} {self.duty_key}"
