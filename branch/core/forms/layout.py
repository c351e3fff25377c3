from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout


def layout_helper(*rows):
    """A crispy helper that lays these rows out; the form's tag stands in the template."""
    helper = FormHelper()
    helper.form_tag, helper.render_hidden_fields = False, True
    helper.layout = Layout(*rows)
    return helper
