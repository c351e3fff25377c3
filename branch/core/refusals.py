"""What actions refuse: several rows at once, and a row that the user may no longer change."""

from django.core.exceptions import ValidationError


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
