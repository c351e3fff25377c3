from datetime import date

from django.utils import timezone

from branch.core.contributions import Todo, TodoSource

from .models.calendar import official_calendar_knows

NEXT_YEAR_FROM_MONTH = 11


class OfficialHolidays(TodoSource):
    """The official holidays of the next year, once the State Council should have published them."""

    key, order = "school.official_holidays", 80

    def todos(self, user, *, at, site):
        if not user.has_perm("core.change_siteprofile"):
            return
        on = timezone.localdate(at)
        next_year = on.year + 1
        is_time = on.month >= NEXT_YEAR_FROM_MONTH
        if is_time and not official_calendar_knows(date(next_year, 1, 1)):
            yield Todo(
                title=f"更新 {next_year} 年法定节假日",
                note="还没有收录，提醒暂按周一至周五计算。国务院公布后升级本系统即可。",
                tag="待更新",
            )
