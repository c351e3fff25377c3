"""What the actions stand on: refusals they share."""

from django.core.exceptions import ValidationError


def not_after(day, field, *, on):
    """What is recorded here has happened; a plan is no change of the roll."""
    if day > on:
        raise ValidationError({field: "日期不能晚于今天，到那一天再登记。"})
