from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from branch.news.clean import ShownBody

register = template.Library()


@dataclass(frozen=True)
class Layout:
    """An article as it is shown: the cover before its text, unless it is in the text; the text with its pictures; the rest."""

    opening: list
    body: ShownBody
    gallery: list


@register.filter
def breaks(title):
    """The title as HTML with a `<wbr>` for each “|”, the only places where it may break."""
    first, *rest = title.split("|")
    return format_html("{}{}", first, format_html_join("", "<wbr>{}", ((part,) for part in rest)))


@register.simple_tag
def laid_out(article, photos):
    """The `Layout` of an article; its cover is `photos[0]`."""
    placed = article.placed
    figures = {
        photo.pk: render_to_string("news/figure.html", {"photo": photo})
        for photo in photos
        if photo.pk in placed
    }
    opening = [photo for photo in photos[:1] if photo.pk not in placed]
    gallery = [photo for photo in photos[1:] if photo.pk not in placed]
    return Layout(opening, ShownBody(article.body, figures), gallery)
