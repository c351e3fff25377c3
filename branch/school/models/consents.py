"""Whose guardian agreed that photos with the pupil may be public: 肖像同意."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from branch.core.dated import NOT_VOID, RUNNING, Dated, DatedQuerySet, ends_after_it_starts
from branch.core.figures import figure
from branch.core.periods import school_year
from branch.school.figures import CONSENTS_KEPT

from .classes import Enrolment, SchoolClass


class FirstYearOf(models.Func):
    """The calendar year in which the school year of a date begins, for constraints on both databases.

    Without functions that Django adds to a connection: a backup and a restore open SQLite's file themselves.
    """

    output_field = models.IntegerField()
    template = "CAST(EXTRACT(YEAR FROM %(expressions)s - INTERVAL '8 months') AS integer)"

    def as_sqlite(self, compiler, connection, **context):
        template = "CAST(substr(date(%(expressions)s, '-8 months'), 1, 4) AS integer)"
        return self.as_sql(compiler, connection, template=template, **context)


class PortraitConsentQuerySet(DatedQuerySet):
    def visible_to(self, user, *, on=None):
        """The answers about pupils in the classes of which the user keeps the list."""
        on = on or timezone.localdate()
        classes = SchoolClass.objects.consents_kept_by(user, on=on)
        here = Enrolment.objects.active_on(on).filter(school_class__in=classes)
        return self.filter(student__in=here.values("student"))

    def in_force_on(self, day):
        """The answers that hold on a day; those of an earlier school year no longer do."""
        return self.active_on(day).filter(first_year=school_year(day).start.year)

    def consented_on(self, day):
        return self.in_force_on(day).filter(answer=PortraitConsent.Answer.YES)

    def past_term_on(self, day):
        """Answers whose school year is over for as long as the figure of the day keeps them."""
        kept = school_year(day).start.year - figure(CONSENTS_KEPT.key, on=day)
        return self.filter(first_year__lt=kept)


class PortraitConsent(Dated):
    """肖像同意: what a guardian answered on paper for a school year; no row is 未答复, which counts as no.

    A change of mind ends the row the day before and begins another, so that each day keeps its answer.
    """

    class Answer(models.TextChoices):
        YES = "yes", "同意"
        NO = "no", "不同意"

    student = models.ForeignKey(
        "school.Student", models.PROTECT, related_name="portrait_consents", verbose_name="学生"
    )
    first_year = models.PositiveSmallIntegerField("学年（起始年）")
    answer = models.CharField("答复", max_length=3, choices=Answer)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")

    objects = PortraitConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "肖像同意"
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "first_year"],
                condition=RUNNING & NOT_VOID,
                name="school_portraitconsent_one_running_per_year",
                violation_error_message="这名学生本学年已有答复。",
            ),
            models.CheckConstraint(
                condition=Q(first_year=FirstYearOf("from_on")),
                name="school_portraitconsent_begins_in_its_year",
                violation_error_message="答复的日期要在它的学年里。",
            ),
            ends_after_it_starts("school_portraitconsent_ends_after_it_starts"),
        ]

    @property
    def last_on(self):
        """The last day it holds: the one recorded, or the last of its school year."""
        return self.until_on or school_year(self.from_on).end

    def __str__(self):
        """Nothing about the pupil or the answer: messages and logs may show it."""
        return f"肖像同意 {self.pk}"
