from django.urls import reverse

from branch.core.contributions import Todo, TodoSource

from .menu import BOOKS_WAITING, DEEDS_WAITING, FILES_WAITING, SPEECHES_WAITING

RELEASE = "service.release_text"
# what another wrote for the public: how many wait, what it is called, and the page with the button
TEXTS = (
    (BOOKS_WAITING, "荐书", "本", "service:book-list"),
    (FILES_WAITING, "活动资料", "份", "service:talk-list"),
    (SPEECHES_WAITING, "国旗下讲话稿", "篇", "service:flag-weeks"),
)


class LateDeeds(TodoSource):
    """Deeds that colleagues told late and that the user may agree to, as one to-do."""

    key, order = "service.late_deeds", 65

    def todos(self, user, *, at, site):
        count = getattr(user, DEEDS_WAITING, 0)
        if not count or not user.has_perm("service.change_servicedeed"):
            return []
        url = f"{reverse('service:register-list')}#waiting"
        says = "本人事后补记的，还没有计入，请您看一看。"
        return [Todo(f"{count} 条补记的服务还没有确认", says, url, "查看", tag="待确认")]


class TextsToRelease(TodoSource):
    """Books, files and speeches that another wrote and the user may let the public read, a to-do for each kind."""

    key, order = "service.texts_to_release", 66

    def todos(self, user, *, at, site):
        if not user.has_perm(RELEASE):
            return
        for attribute, what, unit, page in TEXTS:
            if count := getattr(user, attribute, 0):
                title = f"{count} {unit}{what}还没有公开"
                yield Todo(title, "同事写好的，请您看一看。", reverse(page), "查看", tag="待公开")
