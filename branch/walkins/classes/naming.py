"""Texts about a class that name no pupil of it."""

from branch.school.models import Student
from branch.walkins.naming import refuse_listed

SAYS = "写了学生姓名“{}”，请删去，只写事实。"


def refuse_names(texts, school_class, *, on):
    """Refuse texts with the full name of a pupil who is in the class on the day; `texts` is {field: text}."""
    if any(texts.values()):
        pupils = Student.objects.in_classes([school_class], on=on)
        refuse_listed(texts, pupils.values_list("name", flat=True), SAYS)
