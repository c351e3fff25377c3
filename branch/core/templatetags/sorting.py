"""The title of a column by which a list is sorted."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def sort_head(sorting, key, is_wide=False):
    """The head of a column, a link that sorts the list by it; `is_wide` where only a wide screen has the column."""
    head = sorting.head(key)
    now = format_html(' aria-sort="{}"', head.direction) if head.direction else ""
    wide = format_html(' class="{}"', "gq-wide") if is_wide else ""
    link = '<th{} scope="col"{}><a class="gq-sort" href="{}">{}</a></th>'
    return format_html(link, wide, now, head.url, head.title)
