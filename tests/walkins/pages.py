"""Fill the form of a page, and read whose data it showed."""

from branch.core.models import AccessRecord

# what a form of a pairing asks of guardian and student
AGREED = {
    "guardian_informed_on": "2026-11-23",
    "guardian_mode": "face",
    "student_agreed_on": "2026-11-23",
}


def agreed(day):
    """What the action of a pairing is told of guardian and student, who agreed on the day."""
    return {"guardian_informed_on": day, "guardian_mode": "face", "student_agreed_on": day}


def values(form):
    """The values the rendered form would send unchanged."""
    sent = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            sent[field.html_name] = [str(getattr(item, "pk", item)) for item in value]
        elif value is not None:
            sent[field.html_name] = str(getattr(value, "pk", value))
    return sent


def filled(client, address):
    context = client.get(address).context
    seen = {"seen": context["seen"]} if "seen" in context else {}
    return values(context["form"]) | seen


def shown_students():
    """The ids of the students whose data the last response showed."""
    return AccessRecord.objects.first().subjects["student"]
