from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout


def layout_helper(*rows):
    """Return a crispy helper with these rows as layout; the template has the form's tag."""
    helper = FormHelper()
    helper.form_tag, helper.render_hidden_fields = False, True
    helper.layout = Layout(*rows)
    return helper
