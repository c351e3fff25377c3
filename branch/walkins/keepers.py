"""Class sessions keep their activities: the form of activities begins and changes none."""

from django.urls import reverse

from branch.activities.keepers import Keeper
from branch.activities.models import Kind

from .classes.models import KEPT_BY
from .models import ClassSession


class SessionsOfClasses(Keeper):
    key, kind = KEPT_BY, Kind.CLASS_SESSION
    button, permission = "打开班级团辅", "walkins.add_classsession"

    def begin(self):
        return reverse("walkins:session-create")

    def address(self, activity, user, *, on):
        session = ClassSession.objects.visible_to(user, on=on).filter(activity=activity).first()
        return session.get_absolute_url() if session else ""
