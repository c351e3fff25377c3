"""家访安排: one's own planned visits of a day, as one print."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from branch.core import access
from branch.core.views import TodayMixin
from branch.walkins.families import forms
from branch.walkins.families.models import HomeVisit, VisitedStudent

# homes on one print
MOST = 8
COLUMNS = ("时间", "学生", "住址")


class VisitRound(PermissionRequiredMixin, TodayMixin, TemplateView):
    """The children's names, the address and the time of each home; neither why nor what kind of family it is."""

    http_method_names = ["get", "head"]
    permission_required = "walkins.view_homevisit"
    template_name = "walkins/visit_round.html"

    @cached_property
    def planned(self):
        user, on = self.request.user, self.today
        return HomeVisit.objects.planned().made_by(user, on=on).visible_to(user, on=on)

    @cached_property
    def filter(self):
        """The day asked for, else the next one with a planned visit."""
        coming = self.planned.filter(happened_on__gte=self.today).order_by("happened_on")
        days = coming.values_list("happened_on", flat=True)
        return forms.RoundChoice(self.request.GET, default=days.first() or self.today)

    @cached_property
    def page(self):
        """A part of the visits of the day, in the order of their times."""
        shares = VisitedStudent.objects.select_related("student__family")
        shares = Prefetch("shares", shares.order_by("student__number"), to_attr="seen")
        visits = self.planned.filter(happened_on=self.filter.day).prefetch_related(shares)
        visits = visits.order_by(F("at_time").asc(nulls_last=True), "pk")
        return Paginator(visits, MOST).get_page(self.filter.number)

    def get_context_data(self, **kwargs):
        for visit in self.page:
            access.note_alone(self.request, _shown(visit), "print")
        return super().get_context_data(
            filter=self.filter,
            page=self.page,
            day=self.filter.day,
            columns=COLUMNS,
            lines=[_line(visit) for visit in self.page],
            fine=f"打印 {self.request.user} {timezone.localtime():%Y-%m-%d %H:%M} · 用后销毁",
            **kwargs,
        )


def _family_of(visit):
    return visit.seen[0].student.family if visit.seen else None


def _shown(visit):
    family = _family_of(visit)
    ids = {share.student_id for share in visit.seen}
    return {"student": ids, "family": {family.pk} if family else set()}


def _line(visit):
    """(time, children, address) of a home."""
    family = _family_of(visit)
    return (
        f"{visit.at_time:%H:%M}" if visit.at_time else "未定",
        "、".join(str(share.student) for share in visit.seen),
        (family and family.address) or "没有登记",
    )
