"""The title of a column by which a list is sorted."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def sort_head(sorting, key):
    """The head of a column, a link that sorts the list by it."""
    head = sorting.head(key)
    now = format_html(' aria-sort="{}"', head.direction) if head.direction else ""
    link = '<th scope="col"{}><a class="gq-sort" href="{}">{}</a></th>'
    return format_html(link, now, head.url, head.title)
