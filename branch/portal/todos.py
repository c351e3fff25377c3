from django.urls import reverse

from branch.core.contributions import Todo, TodoSource
from branch.core.models import Draft
from branch.core.prepared import prepared
from branch.core.templatetags.portal_format import day as spoken_day
from branch.core.templatetags.portal_format import moment as spoken_moment


class Drafts(TodoSource):
    """What the user typed and has not sent, named by its form alone, as bystanders may see the screen."""

    key, order = "portal.drafts", 5

    def todos(self, user, *, at, site):
        drafts = _drafts(user)
        if not drafts:
            return
        last = drafts[0]
        names = "、".join(dict.fromkeys(draft.name for draft in drafts))
        until = spoken_day(drafts[-1].kept_until)
        yield Todo(
            title=f"有 {len(drafts)} 份没有提交的草稿",
            note=f"{names}，{spoken_moment(last.saved_at)} 存下，保留到 {until}",
            url=last.url if len(drafts) == 1 else reverse("portal:draft-list"),
            button="继续写",
            kind="info",
            tag="草稿",
            icon="edit",
        )


@prepared
def _drafts(user):
    return Draft.objects.of(user).defer("values")
