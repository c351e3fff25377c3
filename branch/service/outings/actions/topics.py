"""The list of topics, as the other lists of words; the one that takes up the rest stays as it is."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.service.outings.models import REST
from branch.service.registers.actions import end_wording

REST_STAYS = f"“{REST}”收进不满 5 人次的话题，不能停用。"


@transaction.atomic
def end_topic(topic, *, version, on, by):
    """Offer a topic no more; what was tapped stays. Returns the step, undone today."""
    if topic.is_rest:
        raise ValidationError(REST_STAYS)
    return end_wording(topic, version=version, on=on, by=by)
