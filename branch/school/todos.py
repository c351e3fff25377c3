from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from branch.core.contributions import Todo, TodoSource
from branch.core.periods import school_year

from .consents import collected_by, portrait_consent_of
from .models import SchoolClass
from .models.calendar import official_calendar_knows

NEXT_YEAR_FROM_MONTH = 11
# from the beginning of the school year; later the list is only changed
COLLECTING = timedelta(days=45)


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
                title=f"还没有 {next_year} 年的法定节假日",
                note="提醒暂按周一至周五计算。国务院公布后升级本系统即可。",
                tag="待更新",
            )


class ConsentsToCollect(TodoSource):
    """The classes a user heads in which guardians have not answered about photos, in the first weeks of a school year."""

    key, order = "school.consents", 30

    def todos(self, user, *, at, site):
        on = timezone.localdate(at)
        if on > school_year(on).start + COLLECTING or not user.has_perm(
            "school.change_portraitconsent"
        ):
            return
        for school_class in SchoolClass.objects.headed_by(user, on=on):
            if count := portrait_consent_of(school_class, user, on=on).open_count:
                yield _to_collect(school_class, count, on=on)


def _to_collect(school_class, count, *, on):
    due_on = collected_by(on)
    return Todo(
        title=f"{school_class.name_on(on)}还有 {count} 名没有答复肖像同意书",
        note="没有答复的按不同意处理。收到一份，填一份。",
        url=reverse("school:consent-update", args=[school_class.pk]),
        button="填名单",
        due_on=due_on,
        kind="today" if due_on == on else "soon",
        tag="今天" if due_on == on else f"{due_on:%m-%d} 前",
    )
