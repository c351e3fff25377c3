from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def media_with_nonce(context, form):
    """A form's scripts and styles, marked as this answer's own, as the page's policy asks."""
    return form.media.render(attrs={"nonce": str(context["request"].csp_nonce)})
