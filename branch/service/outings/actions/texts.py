from django.core.exceptions import ValidationError

from branch.core.models import SiteProfile
from branch.core.wording import blocked, doubts


def refuse_private(texts):
    """Refuse blocked or private words in the texts of a public page, {name of a field: text}, at their fields."""
    words = SiteProfile.current().blocked_word_list
    found = {}
    for name, text in texts.items():
        says = [f"含有禁用词“{word}”，请改掉。" for word in blocked(text, words)]
        says += [f"公开页会显示：{doubt}。" for doubt in doubts(text, ())]
        if says:
            found[name] = says
    if found:
        raise ValidationError(found)
