"""What a page tells the script that keeps drafts: their owner, and which form has them."""

from django import template
from django.utils.crypto import salted_hmac
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def draft_owner(context):
    """A pseudonym of the user that is the same after every sign-in."""
    return salted_hmac("draft", str(context["request"].user.pk)).hexdigest()[:16]


@register.simple_tag(takes_context=True)
def kept(context):
    """The attributes of a form that keeps drafts; of any other those by which leaving it is warned of."""
    drafts = context.get("drafts")
    if not drafts:
        return " data-guard"
    return format_html(' data-draft="{}" data-draft-address="{}"', drafts.name, drafts.address)
