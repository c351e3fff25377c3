from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def breaks(title):
    """The title as HTML with a `<wbr>` for each “|”, the only places where it may break."""
    first, *rest = title.split("|")
    return format_html("{}{}", first, format_html_join("", "<wbr>{}", ((part,) for part in rest)))
