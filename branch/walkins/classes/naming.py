"""Texts about a class that name no pupil of it."""

from django.core.exceptions import ValidationError

from branch.school.models import Student
from branch.walkins.naming import names_found

SAYS = "写了学生姓名“{}”，请删去，只写事实。"


def refuse_names(texts, school_class, *, on):
    """Refuse texts with the full name of a pupil who is in the class on the day; `texts` is {field: text}."""
    if errors := names_in(texts, school_class, on=on):
        raise ValidationError(errors)


def names_in(texts, school_class, *, on):
    """{field: a sentence} of the texts with the full name of a pupil who is in the class on the day."""
    if not any(texts.values()):
        return {}
    pupils = Student.objects.in_classes([school_class], on=on)
    return names_found(texts, pupils.values_list("name", flat=True), SAYS)
