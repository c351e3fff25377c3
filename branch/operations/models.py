from django.db import models


class ChoreRun(models.Model):
    """定时工作: the time when a chore last ran, from which `tick` decides whether it is due."""

    key = models.CharField("工作", max_length=60, primary_key=True)
    ran_at = models.DateTimeField("上次运行")

    class Meta:
        verbose_name = verbose_name_plural = "定时工作"

    def __str__(self):
        return self.key
