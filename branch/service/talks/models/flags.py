from django.db import models
from django.db.models import OuterRef, Subquery

from branch.activities.models import Activity, Kind

from .released import Released

PUPIL = "学生代表"


def flag_speeches():
    """Activities of 国旗下讲话 that were not called off, the first first, each with its text and who speaks."""
    rows = Activity.objects.not_cancelled().filter(programme__kind=Kind.FLAG_SPEECH)
    own = FlagSpeech.objects.filter(activity=OuterRef("pk"))
    rows = rows.annotate(is_by_pupil=Subquery(own.values("is_by_pupil")[:1]))
    return rows.select_related("flag_speech").with_people().order_by("starts_at", "pk")


class FlagSpeech(Released):
    """国旗下讲话稿: what is said under the flag in a week; the activity has the day, the title and the colleague.

    A pupil who speaks is 学生代表 everywhere, without name and class.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="flag_speech", verbose_name="活动"
    )
    is_by_pupil = models.BooleanField("由学生代表讲", default=False)
    text = models.TextField("讲话稿", max_length=3000, blank=True)

    class Meta(Released.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "国旗下讲话稿"
        ordering = ["pk"]

    def __str__(self):
        return quoted(self.activity.title)

    @property
    def public_texts(self):
        return [("text", self.activity.title), ("text", self.text)]


def quoted(title):
    """The title in 《》, once."""
    return title if title.startswith("《") else f"《{title}》"


def speaker_of(activity):
    """Who speaks, as anybody may read it: 学生代表, or the colleagues; empty where nobody is named yet."""
    if activity.is_by_pupil:
        return PUPIL
    return "、".join(part.public_name for part in activity.parts.all() if part.role == "speaker")
