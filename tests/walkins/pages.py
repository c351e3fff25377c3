"""Read and fill pages as their readers do."""

from branch.core.models import AccessRecord


def values(form):
    """Every value the form's fields would send, as rendered."""
    sent = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            sent[field.html_name] = [str(getattr(one, "pk", one)) for one in value]
        elif value is not None:
            sent[field.html_name] = str(getattr(value, "pk", value))
    return sent


def filled(client, address):
    return values(client.get(address).context["form"])


def shown_students():
    """Whose data the last answer showed."""
    return AccessRecord.objects.first().subjects["student"]
