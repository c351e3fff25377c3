"""Template filters for dates, and the icon tag."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html

register = template.Library()
WEEKDAYS = "一二三四五六日"


def _date(value):
    return timezone.localtime(value).date() if hasattr(value, "hour") else value


@register.filter
def day(value):
    """The day as 11月24日 周一."""
    if not value:
        return ""
    value = _date(value)
    return f"{value.month}月{value.day}日 周{WEEKDAYS[value.weekday()]}"


@register.filter
def iso(value):
    """The day as 2026-11-24."""
    return _date(value).isoformat() if value else ""


@register.filter
def md(value):
    """The day as 11-24."""
    return f"{_date(value):%m-%d}" if value else ""


@register.filter
def hm(value):
    """The time in Shanghai as 16:00."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def moment(value):
    """A time of today as 14:32, of another day as 11月24日 14:32."""
    if not value:
        return ""
    value = timezone.localtime(value)
    day_before = "" if value.date() == timezone.localdate() else f"{value.month}月{value.day}日 "
    return f"{day_before}{value:%H:%M}"


@register.simple_tag
@cache
def icon(name):
    """An icon of the sprite, hidden from screen readers, as a word is always beside it."""
    return format_html(
        '<svg class="gq-i" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        static("img/icons.svg"),
        name,
    )
