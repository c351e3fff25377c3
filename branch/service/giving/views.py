"""服务统计: the sums of a school year on the desk, for the committee."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from branch.core.periods import says_year, school_year
from branch.core.views import TodayMixin
from branch.service.registers.forms import YearFilter

from .reading import first_years, years_of_series


class SeriesTotals(PermissionRequiredMixin, TodayMixin, TemplateView):
    """How often each series was held in a school year, how many people it reached, and the hours."""

    http_method_names = ["get", "head"]
    # hours of colleagues, where one may be alone at an event
    permission_required = "activities.view_attendance_reason"
    template_name = "service/series_totals.html"

    @cached_property
    def years(self):
        return first_years(on=self.today)

    @cached_property
    def year(self):
        """The first calendar year asked for; any other text is the school year of today."""
        asked = YearFilter(self.request.GET)
        year = asked.cleaned_data["year"] if asked.is_valid() else None
        return year if year in self.years else self.years[0]

    def get_context_data(self, **kwargs):
        period = school_year(self.today.replace(year=self.year, month=9, day=1))
        series, total = years_of_series(period)
        return super().get_context_data(
            series=series,
            total=total,
            year=self.year,
            name=says_year(self.year),
            years=[(year, says_year(year)) for year in self.years],
            **kwargs,
        )
