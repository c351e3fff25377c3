from django.urls import reverse

from branch.core.contributions import Todo, TodoSource

from .menu import GIVEN_UP


class GivenUp(TodoSource):
    """For who looks after the portal: messages that were given up, before all other things without a day."""

    key, order = "coverage.given_up", 1

    def todos(self, user, *, at, site):
        count = getattr(user, GIVEN_UP, 0)
        if not count or not user.has_perm("operations.view_chorerun"):
            return
        yield Todo(
            title=f"有 {count} 条提醒没有发出",
            note="试了几次都不成。看一看原因，修好了再发一次。",
            url=reverse("coverage:outbox"),
            button="查看原因",
            kind="today",
            tag="请处理",
            is_main=True,
        )
