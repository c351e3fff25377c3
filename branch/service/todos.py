from django.urls import reverse

from branch.core.contributions import Todo, TodoSource

from .menu import DEEDS_WAITING


class LateDeeds(TodoSource):
    """Deeds that colleagues told late and that the user may agree to, as one to-do."""

    key, order = "service.late_deeds", 65

    def todos(self, user, *, at, site):
        count = getattr(user, DEEDS_WAITING, 0)
        if not count or not user.has_perm("service.change_servicedeed"):
            return []
        url = f"{reverse('service:register-list')}#waiting"
        says = "本人事后补记的，另一人看过才计入。"
        return [Todo(f"确认补记的服务（{count} 条）", says, url, "查看", tag="待确认")]
