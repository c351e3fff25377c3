"""What joins records of apps that do not know each other."""

from django.db import models

from branch.activities.models import Activity, ActivityPhoto
from branch.news.models import Article


class EventReport(models.Model):
    """活动报道: the article that was begun from an activity; with the draft it is deleted, and can be begun anew."""

    # states of the article in which its photos may still change
    EDITABLE = Article.EDITABLE

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="report")
    article = models.OneToOneField(Article, models.CASCADE, related_name="event_report")
    # sentences about what the draft leaves out, one a line; never what was left out
    left_out = models.TextField("没有写进稿子的", blank=True)
    # the photos of the activity that were copied to the article
    photos = models.ManyToManyField(ActivityPhoto, related_name="+", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "活动报道"

    def __str__(self):
        return str(self.article)

    @property
    def lines(self):
        return self.left_out.splitlines()

    @property
    def shows_pupils(self):
        """Whether its photos show pupils, whatever is said of one: they are of a class, whose record keeps the activity."""
        return bool(self.activity.kept_by)

    @property
    def photos_left(self):
        """The photos of the activity that are not in the article."""
        return self.activity.photos.exclude(pk__in=self.photos.values("pk"))
