"""What is to be done at once when a pupil may have come to harm, with the telephones of the named persons."""

from django import template

from branch.harm.named import named_persons

register = template.Library()


@register.inclusion_tag("harm/mandatory_report.html", takes_context=True)
def mandatory_report(context, *, has_link=True):
    """The text for a form of a signed-in user; `has_link` leads to the record of a report."""
    user = context["request"].user
    return {"persons": named_persons(user, on=context["today"]), "has_link": has_link}
