"""Who may open the pages of reports: their writer and the named persons; to others they do not exist."""

from tests.door import NOBODY, Door

NAMED = frozenset({"crisis"})
# a name that is written in the reports of the table and nowhere else, and who is shown it where
TOLD = "闻人既白"
SHOWN_TO = {"harm:report-list": {"member", "crisis"}, "harm:report-update": {"member"}}

DOORS = {
    # "own" was written by the member, "other" by a colleague who asks for nothing
    "harm:report-list": Door(),
    "harm:report-create": Door(post=True),
    "harm:report-update": Door(row="report", own=frozenset({"member"}), other=NOBODY, post=True),
    "harm:report-seen": Door(row="report", own=NAMED, other=NAMED, get=False, post=True),
}
