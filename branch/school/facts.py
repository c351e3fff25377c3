from branch.core.facts import fact

from .models import HeadTeacherPost, Staff


@fact("staff")
def working_staff_of(user, *, on):
    """在职: the user works at the school on the day."""
    return Staff.objects.working_on(on).filter(user=user)


@fact("head")
def head_posts_of(user, *, on):
    """班主任: the user works at the school and heads a class on the day."""
    working = working_staff_of(user, on=on)
    return HeadTeacherPost.objects.opening_on(on).filter(staff__in=working)
