"""The list of topics, as the other lists of words; the one that takes up the rest stays as it is."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.service.outings.models import REST, ConsultTopic
from branch.service.registers.actions import add_wording, end_wording, revise_wording

REST_STAYS = f"“{REST}”收进不满 5 人次的话题，不能停用。"


def add_topic(*, name, order, on, by):
    """Offer one more topic from today on."""
    return add_wording(ConsultTopic, name=name, order=order, on=on, by=by)


def revise_topic(topic, *, version, name, order, on, by):
    """Change the order of a topic, and its words as long as nobody tapped it."""
    return revise_wording(topic, version=version, name=name, order=order, on=on, by=by)


@transaction.atomic
def end_topic(topic, *, version, on, by):
    """Offer a topic no more; what was tapped stays. Returns the step, undone today."""
    if topic.is_rest:
        raise ValidationError(REST_STAYS)
    return end_wording(topic, version=version, on=on, by=by)
