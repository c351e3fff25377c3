from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def media_with_nonce(context, form):
    """The form's scripts and styles with the nonce that the Content-Security-Policy requires."""
    return form.media.render(attrs={"nonce": str(context["request"].csp_nonce)})
