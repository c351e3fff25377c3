"""The owner of the drafts that a browser stores."""

from django import template
from django.utils.crypto import salted_hmac

register = template.Library()


@register.simple_tag(takes_context=True)
def draft_owner(context):
    """A pseudonym of the user that is the same after every sign-in."""
    return salted_hmac("draft", str(context["request"].user.pk)).hexdigest()[:16]
