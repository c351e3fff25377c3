"""What other apps add to the pages of a member: to the one on the desk, and to the public one."""

from branch.core.models import SiteProfile
from branch.core.registry import Declared
from branch.core.wording import blocked, doubts


class MemberCard(Declared):
    """A part of a member's page on the desk."""

    key = permission = template = ""

    def data(self, member, user, *, on):
        """What the template shows as `card`; an empty value where there is nothing to show."""
        raise NotImplementedError


class FlagLines(Declared):
    """What a member did, for the public page of one who agreed: months and words, no place, hours or counts."""

    key = ""

    def lines(self, member, *, on):
        """(a day of the month, words) of each; the words are the branch's own and name nobody."""
        raise NotImplementedError


def cards_of(member, user, *, on):
    """(template, data) of each card that has something about the member to show."""
    found = [(card.template, card.data(member, user, on=on)) for card in MemberCard.open_to(user)]
    return [(template, data) for template, data in found if data]


def done_of(page, *, on):
    """(first day of a month, words) of what the member of a public page did, each once a month, the latest first.

    Empty unless the member agreed; words that a second person would have to consider are left out.
    """
    if not page.shows_deeds:
        return []
    told = [line for kind in FlagLines.every() for line in kind.lines(page.member, on=on)]
    once = dict.fromkeys((day.replace(day=1), words) for day, words in told)
    site = SiteProfile.current()
    public = {words for _, words in once if _may_be_told(words, site)}
    shown = [line for line in once if line[1] in public]
    return sorted(shown, key=lambda line: line[0], reverse=True)


def _may_be_told(words, site):
    return not blocked(words, site.blocked_word_list) and not doubts(
        words, site.sensitive_word_list
    )
