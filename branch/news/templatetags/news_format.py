from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from branch.news.clean import ShownBody

register = template.Library()


@dataclass(frozen=True)
class Layout:
    """Where an article shows its pictures: at most one opens it, others stand in the body or below it."""

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
    """The `Layout` of an article; the cover, `photos[0]`, opens it unless it stands in the body."""
    placed = article.placed
    figures = {
        photo.pk: render_to_string("news/figure.html", {"photo": photo})
        for photo in photos
        if photo.pk in placed
    }
    opening = [photo for photo in photos[:1] if photo.pk not in placed]
    gallery = [photo for photo in photos[1:] if photo.pk not in placed]
    return Layout(opening, ShownBody(article.body, figures), gallery)
