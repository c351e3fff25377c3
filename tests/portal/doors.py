"""Who may open the pages that look across apps."""

from tests.door import COMMITTEE, NOBODY, Door, public

# whose draft, or held file, the row is
WRITER = frozenset({"member"})

DOORS = {
    # everyone
    "portal:home": public(),
    "portal:about": public(),
    "portal:privacy": public(),
    "portal:accessibility": public(),
    "portal:search": public(),
    "portal:robots": public(),
    "portal:sitemap": public(),
    "portal:sitemap-part": public(row="sitemap"),
    "portal:sitemap-articles": public(row="sitemap_articles", other=NOBODY),
    "portal:prefs-set": public(answer=302),
    # the style guide, in development only
    "portal:styleguide": public(answer=404),
    "portal:styleguide-page": public(row="styleguide", answer=404),
    # the desk
    "portal:desk": Door(),
    "portal:draft-list": Door(),
    "portal:drafts-spent": Door(),
    "portal:draft-discard": Door(row="draft", own=WRITER, other=NOBODY, get=False, post=True),
    "portal:draft-restore": Door(row="draft", own=WRITER, other=NOBODY, get=False, post=True),
    "portal:step-undo": Door(row="undo", own=WRITER, other=NOBODY, get=False, post=True),
    "portal:held-list": Door(),
    "portal:held-thumb": Door(row="held", own=WRITER, other=NOBODY),
    "portal:held-remove": Door(row="held", own=WRITER, other=NOBODY, get=False, post=True),
    # who writes articles and may read the session
    "portal:session-news": Door(
        may=COMMITTEE | {"editor"}, row="session", own=COMMITTEE, other=COMMITTEE, post=True
    ),
    # who writes articles; the photos of a committee meeting are the committee's
    "portal:report-begin": Door(may=COMMITTEE | {"editor"}, row="to_report", get=False, post=True),
    "portal:report-photos": Door(
        may=COMMITTEE | {"editor"}, row="reported", other=COMMITTEE, post=True
    ),
    "portal:people": Door(),
    "portal:people-options": Door(),
    "portal:people-names": Door(),
    "portal:walk-ins": public(),
    "portal:service": public(),
    "portal:home-school": public(),
    # members and their public pages
    "portal:flag-list": public(),
}
