from branch.core.facts import fact

from .models import HeadTeacherPost, Staff


@fact("staff")
def is_staff(user, *, on):
    """在职: whether the user works at the school on the day."""
    return Staff.objects.working_on(on).filter(user=user).exists()


@fact("head")
def is_head(user, *, on):
    """班主任: whether the user works at the school and heads a class on the day."""
    working = Staff.objects.working_on(on).filter(user=user)
    return HeadTeacherPost.objects.opening_on(on).filter(staff__in=working).exists()
