"""What actions refuse: several rows at once, a row that the user may no longer change, words the public must not read."""

from django.core.exceptions import ValidationError

from .models import SiteProfile
from .wording import blocked, doubts


class RowsRefused(ValidationError):  # noqa: N818 (said to a user, as any refusal is)
    """Some rows of a list cannot be stored, so none is; `rows` is {pk of the row: its refusal}."""

    def __init__(self, rows):
        super().__init__(f"有 {len(rows)} 行没有通过，一行也没有保存。")
        self.rows = rows


def only(rows, says):
    """Return a `check` of `lock` that refuses a row which is none of these rows any more."""

    def check(row):
        if not rows.filter(pk=row.pk).exists():
            raise ValidationError(says)

    return check


def refuse_in_public(texts):
    """Refuse blocked and private words in texts of a public page, (field, text), each at its field."""
    words, found = SiteProfile.current().blocked_word_list, {}
    for name, text in texts:
        says = [f"含有禁用词“{word}”，请改掉。" for word in blocked(text, words)]
        says += [f"公开网页会显示：{doubt}。" for doubt in doubts(text, ())]
        if says:
            found.setdefault(name, []).extend(says)
    if found:
        raise ValidationError(found)
