"""What other apps add to the pages of a member: to the one on the desk, and to the public one."""

from branch.core.cards import Card
from branch.core.models import SiteProfile
from branch.core.registry import Declared
from branch.core.wording import is_plain


class MemberCard(Card, Declared):
    """A part of a member's page on the desk: `data(member, user, on=…)`."""


class FlagLines(Declared):
    """What a member did, for the public page of one who agreed: months and words, no place, hours or counts."""

    key = ""

    def lines(self, member, *, on):
        """(a day of the month, words) of each; the words are the branch's own and name nobody."""
        raise NotImplementedError


def done_of(page, *, on):
    """(first day of a month, words) of what the member of a public page did, each once a month, the latest first.

    Empty unless the member agreed; words that a second person would have to consider are left out.
    """
    if not page.shows_deeds:
        return []
    told = [line for kind in FlagLines.every() for line in kind.lines(page.member, on=on)]
    once = dict.fromkeys((day.replace(day=1), words) for day, words in told)
    site = SiteProfile.current()
    public = {words for _, words in once if is_plain(words, site)}
    shown = [line for line in once if line[1] in public]
    return sorted(shown, key=lambda line: line[0], reverse=True)
