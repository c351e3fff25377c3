"""Template filters for dates, and tags for icons, addresses and components that are drawn often."""

import re
from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from branch.core.addresses import address_of
from branch.core.links import with_back
from branch.core.money import yuan_says
from branch.core.prepared import refuse_rows

register = template.Library()
SHORT = 4  # characters; a longer text of a cell may be broken between its words
WORD = re.compile(r"(\S{0,16}\w[.,/−-]\w\S{0,16})", re.ASCII)
WEEKDAYS = "一二三四五六日"


def _date(value):
    return timezone.localtime(value).date() if hasattr(value, "hour") else value


@register.filter
def day(value):
    """The day as 11月24日 周一."""
    if not value:
        return ""
    value = _date(value)
    return f"{value.month}月{value.day}日 {weekday(value)}"


@register.filter
def weekday(value):
    """The day of the week as 周一."""
    return f"周{WEEKDAYS[_date(value).weekday()]}" if value else ""


@register.filter
def iso(value):
    """The day as 2026-11-24."""
    return _date(value).isoformat() if value else ""


@register.filter
def md(value):
    """The day as 11-24."""
    return f"{_date(value):%m-%d}" if value else ""


@register.filter
def unbroken(text):
    """The text of a cell in which no short name, date, amount or number of a receipt is broken over two lines."""
    text = str(text)
    is_short = 0 < len(text) <= SHORT
    words = [text] if is_short else WORD.split(text)
    whole = (is_short, *(n % 2 for n in range(1, len(words))))
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="gq-whole">{}</span>', word) if is_whole else word,)
            for word, is_whole in zip(words, whole, strict=True)
        ),
    )


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


@register.simple_tag
def drawn(name, **arguments):
    """A component that depends on its arguments alone, and so is drawn once for each of them; none is a row.

    None that names a person is drawn with it: it would stay in memory.
    """
    refuse_rows(name, arguments.values())
    return _drawn(name, **arguments)


# typed: a text that is marked as safe is not equal to one that is to be escaped
@lru_cache(2048, typed=True)
def _drawn(name, **arguments):
    return render_to_string(name, arguments)


register.filter("yuan", yuan_says)
register.filter(with_back)
register.simple_tag(address_of, name="address")


@register.filter
def as_attributes(attrs):
    """The attributes of a widget, in their order; False leaves one out."""
    found = [(name, value) for name, value in attrs.items() if value is not False]
    return format_html_join("", "{}", ((_attribute(*pair),) for pair in found))


def _attribute(name, value):
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)


@register.filter
def as_options(groups):
    """The options of a select, from `widget.optgroups`; drawn by a template they would cost ten times as much."""
    parts = ((_group(name, options),) for name, options, _ in groups)
    return format_html_join("", "{}", parts)


def _group(name, options):
    rows = (
        (option["value"], as_attributes(option["attrs"]), option["label"]) for option in options
    )
    found = format_html_join("", '\n  <option value="{}"{}>{}</option>', rows)
    return format_html('\n  <optgroup label="{}">{}</optgroup>', name, found) if name else found
