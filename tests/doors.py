"""The table of doors: for each address, who may open it, on which row, and what a POST meets."""

from dataclasses import dataclass

PEOPLE = (
    "anonymous",
    "teacher",
    "member",
    "head",
    "committee",
    "secretary",
    "editor",
    "counsellor",
    "admin",
)
EVERYONE = frozenset(PEOPLE)
SIGNED_IN = EVERYONE - {"anonymous"}
COMMITTEE = frozenset({"committee", "secretary"})


@dataclass(frozen=True)
class Door:
    """One address.

    `may`: who has the permission; `row`: the kind of row in the address, "" for none;
    `own`, `other`: who of those sees the row that is their own or their class's, or a stranger's;
    `get`, `post`: whether the verb is taken (a POST-only door says 405 to a GET before it asks who
    knocks); `answer`: what a GET by one who may is answered with.
    """

    may: frozenset = SIGNED_IN
    row: str = ""
    own: frozenset = EVERYONE
    other: frozenset = EVERYONE
    get: bool = True
    post: bool = False
    answer: int = 200
    to_strangers: int = 302
    is_public: bool = False

    def answer_to(self, person, whose):
        if person == "anonymous" and not self.is_public:
            return self.to_strangers
        if not self.get:
            return 405
        if person not in self.may and not self.is_public:
            return 403
        return self.answer if person in getattr(self, whose) else 404

    def refusal_of_post(self, person, whose):
        """What a POST of this person is refused with; None where it is taken."""
        if self.is_public:
            return None if self.post else 405
        if person == "anonymous":
            return None if self.to_strangers == 200 else 302
        if person not in self.may:
            return 403
        if not self.post:
            return 405
        return None if person in getattr(self, whose) else 404


def public(**fields):
    return Door(may=EVERYONE, is_public=True, **fields)


PAIRED = COMMITTEE | {"member", "head", "counsellor"}
RECORDING = COMMITTEE | {"member", "head"}
NEEDING = COMMITTEE | {"head", "counsellor"}
HOLDING = COMMITTEE | {"counsellor"}
MEMBERS = COMMITTEE | {"member"}
OVERSEEING = COMMITTEE | {"member", "head"}
WRITING = COMMITTEE | {"editor"}
KEEPING = frozenset({"secretary", "admin"})
ROLL = COMMITTEE | {"head", "counsellor", "admin"}
WHOLE_ROLL = ROLL - {"head"}
FAMILIES = COMMITTEE | {"head"}
STAFF_KEEPERS = COMMITTEE | {"admin"}
ADMIN = frozenset({"admin"})
NOBODY = frozenset()

DOORS = {
    # machines
    "operations:healthz": public(),
    "operations:readyz": public(),
    # everyone
    "portal:home": public(),
    "portal:about": public(),
    "portal:privacy": public(),
    "portal:accessibility": public(),
    "portal:search": public(),
    "portal:robots": public(),
    "portal:sitemap": public(),
    "portal:prefs-set": public(answer=302),
    # drawn for builders: there in development only
    "portal:styleguide": public(answer=404),
    "portal:styleguide-page": public(row="styleguide", answer=404),
    "news:article-list": public(),
    "news:column": public(row="column"),
    "news:article": public(row="public_article", other=NOBODY),
    "news:feed": public(row="column"),
    "news:photo-file": public(row="public_photo", other=WRITING),
    "news:document-file": public(row="public_document", other=WRITING),
    # signing in and out
    "login": Door(answer=302, to_strangers=200, post=True),
    "logout": Door(get=False, post=True),
    "accounts:account": Door(post=True),
    "accounts:sessions-end": Door(get=False, post=True),
    "accounts:first": public(row="link", other=NOBODY, post=True),
    # who may sign in, and as what; "own" is a colleague's, "other" one who has left
    "school:signin-list": Door(may=frozenset({"admin"})),
    "school:slips-print": Door(may=frozenset({"admin"}), get=False, post=True),
    "school:signin-unlock": Door(
        may=frozenset({"admin"}), row="colleague", other=NOBODY, get=False, post=True
    ),
    "accounts:role-list": Door(may=KEEPING),
    "accounts:role-create": Door(may=KEEPING, post=True),
    "accounts:role-confirm": Door(may=KEEPING, row="grant", get=False, post=True),
    "accounts:role-drop": Door(may=KEEPING, row="grant", get=False, post=True),
    "accounts:role-end": Door(may=KEEPING, row="grant", other=NOBODY, post=True),
    # the desk
    "portal:desk": Door(),
    "portal:people": Door(),
    "portal:people-options": Door(),
    "coverage:board": Door(may=OVERSEEING),
    "coverage:excuse-create": Door(may=COMMITTEE, row="excuse", post=True),
    "coverage:excuse-end": Door(may=COMMITTEE, row="standing_excuse", get=False, post=True),
    "ledgers:ledger-list": Door(may=OVERSEEING),
    "ledgers:ledger-detail": Door(may=OVERSEEING, row="ledger"),
    "ledgers:ledger-print": Door(may=OVERSEEING, row="ledger"),
    "ledgers:ledger-xlsx": Door(may=OVERSEEING, row="ledger"),
    "ledgers:ledger-docx": Door(may=OVERSEEING, row="ledger"),
    # rosters
    "rosters:import-list": Door(may=ADMIN),
    "rosters:import-create": Door(may=ADMIN, row="roster", post=True),
    "rosters:import-template": Door(may=ADMIN, row="roster"),
    "rosters:import-detail": Door(may=ADMIN, row="batch", post=True),
    "rosters:import-layout": Door(may=ADMIN, row="batch", post=True),
    "rosters:import-columns": Door(may=ADMIN, row="batch", post=True),
    "rosters:import-advance": Door(may=ADMIN, row="batch", get=False, post=True),
    "rosters:import-discard": Door(may=ADMIN, row="batch", get=False, post=True),
    "rosters:import-undo": Door(may=ADMIN, row="done_batch", post=True),
    "rosters:import-problems": Door(may=ADMIN, row="batch"),
    # work outside a request: "own" is the teacher's, "other" the secretary's
    "operations:job-detail": Door(
        row="job", own=frozenset({"teacher"}), other=frozenset({"secretary"})
    ),
    "operations:job-file": Door(
        row="job", own=frozenset({"teacher"}), other=frozenset({"secretary"})
    ),
    # classes and people; "own" is in the head's class or at work, "other" in another class or gone
    "school:class-list": Door(may=ROLL),
    "school:class-detail": Door(may=ROLL, row="class", other=WHOLE_ROLL),
    "school:class-print": Door(may=ROLL, row="class", other=WHOLE_ROLL),
    "school:head-appoint": Door(may=ADMIN, row="class", post=True),
    "school:student-list": Door(may=ROLL),
    "school:student-detail": Door(may=ROLL, row="student", other=WHOLE_ROLL),
    "school:student-create": Door(may=ADMIN, post=True),
    "school:student-update": Door(may=ADMIN, row="student", post=True),
    "school:student-move": Door(may=ADMIN, row="student", post=True),
    "school:student-leave": Door(may=ADMIN, row="student", post=True),
    "school:student-return": Door(may=ADMIN, row="student", post=True),
    "school:phone-reveal": Door(may=FAMILIES, row="student", other=COMMITTEE, get=False, post=True),
    "school:guardian-create": Door(may=FAMILIES, row="student", other=COMMITTEE, post=True),
    "school:guardian-update": Door(may=FAMILIES, row="guardian", other=COMMITTEE, post=True),
    "school:staff-list": Door(),
    "school:staff-detail": Door(row="staff", other=STAFF_KEEPERS),
    "school:staff-create": Door(may=ADMIN, post=True),
    "school:staff-update": Door(may=ADMIN, row="staff", post=True),
    "school:staff-leave": Door(may=ADMIN, row="staff", post=True),
    "school:staff-return": Door(may=ADMIN, row="staff", get=False, post=True),
    "school:term-list": Door(),
    "school:term-detail": Door(row="term"),
    "school:term-create": Door(may=ADMIN, post=True),
    "school:term-update": Door(may=ADMIN, row="term", post=True),
    "school:day-create": Door(may=ADMIN, row="term", post=True),
    "school:day-remove": Door(may=ADMIN, row="school_day", get=False, post=True),
    # the roll of members, and their public pages
    "portal:flag-list": public(),
    "members:flag": public(row="public_member", other=NOBODY),
    "members:member-list": Door(may=COMMITTEE),
    "members:member-create": Door(may=COMMITTEE, post=True),
    "members:member-detail": Door(
        may=MEMBERS, row="member", own=COMMITTEE | {"member"}, other=COMMITTEE
    ),
    "members:member-update": Door(may=COMMITTEE, row="member", post=True),
    "members:member-regularise": Door(may=COMMITTEE, row="member", post=True),
    "members:member-extend": Door(may=COMMITTEE, row="member", post=True),
    "members:member-release": Door(may=COMMITTEE, row="member", post=True),
    "members:member-regroup": Door(may=COMMITTEE, row="member", post=True),
    "members:member-away": Door(may=COMMITTEE, row="member", post=True),
    "members:member-back": Door(may=COMMITTEE, row="member", get=False, post=True),
    "members:office-create": Door(may=COMMITTEE, row="member", post=True),
    "members:office-end": Door(may=COMMITTEE, row="office", post=True),
    "members:committee-elect": Door(may=COMMITTEE, post=True),
    "members:honour-create": Door(may=COMMITTEE, row="member", post=True),
    "members:honour-remove": Door(may=COMMITTEE, row="honour", get=False, post=True),
    "members:mine": Door(may=MEMBERS, post=True),
    "members:mine-edit": Door(may=MEMBERS, post=True),
    "members:mine-withdraw": Door(may=MEMBERS, get=False, post=True),
    "members:mine-carry": Door(may=MEMBERS, get=False, post=True),
    "members:flag-detail": Door(may=COMMITTEE, row="flag_page", post=True),
    "members:flag-return": Door(may=COMMITTEE, row="flag_page", post=True),
    # walking into students' lives
    "walkins:need-list": Door(may=NEEDING),
    "walkins:need-create": Door(may=NEEDING, post=True),
    "walkins:need-close": Door(may=COMMITTEE, row="need", post=True),
    "walkins:pairing-list": Door(may=PAIRED),
    "walkins:pairing-create": Door(may=COMMITTEE, post=True),
    "walkins:pairing-detail": Door(may=PAIRED, row="pairing", other=COMMITTEE),
    "walkins:pairing-end": Door(may=COMMITTEE, row="pairing", post=True),
    "walkins:phone-reveal": Door(may=PAIRED, row="pairing", other=COMMITTEE, get=False, post=True),
    "walkins:contact-create": Door(may=RECORDING, post=True),
    "walkins:contact-update": Door(
        may=RECORDING,
        row="contact",
        own=COMMITTEE | {"member"},
        other=COMMITTEE,
        post=True,
    ),
    "walkins:contact-withdraw": Door(
        may=RECORDING,
        row="contact",
        own=COMMITTEE | {"member"},
        other=COMMITTEE,
        post=True,
    ),
    # what the branch holds; "own" is open to all and logged by the counsellor
    "activities:activity-list": Door(),
    "activities:activity-create": Door(may=HOLDING, post=True),
    "activities:activity-detail": Door(row="activity"),
    "activities:activity-update": Door(may=HOLDING, row="activity", other=COMMITTEE, post=True),
    "activities:activity-cancel": Door(may=HOLDING, row="activity", other=COMMITTEE, post=True),
    "activities:activity-close": Door(
        may=HOLDING, row="activity", other=COMMITTEE, get=False, post=True
    ),
    "activities:photo-full": Door(row="activity_photo", other=COMMITTEE),
    "activities:photo-thumb": Door(row="activity_photo", other=COMMITTEE),
    "activities:file-download": Door(row="activity_file", other=COMMITTEE),
    # news in the making
    "news:desk": Door(may=WRITING),
    "news:article-create": Door(may=WRITING, post=True),
    "news:article-detail": Door(may=WRITING, row="article"),
    "news:article-update": Door(may=WRITING, row="article", post=True),
    "news:article-sheet": Door(may=WRITING, row="article"),
    "news:article-submit": Door(may=WRITING, row="article", get=False, post=True),
    "news:article-return": Door(may=WRITING, row="article", get=False, post=True),
    "news:article-publish": Door(may=COMMITTEE, row="article", get=False, post=True),
    "news:article-withdraw": Door(may=COMMITTEE, row="article", get=False, post=True),
    "news:article-correct": Door(may=WRITING, row="article", get=False, post=True),
    "news:article-discard": Door(may=WRITING, row="article", get=False, post=True),
    "news:photo-add": Door(may=WRITING, row="article", post=True),
    "news:photo-update": Door(may=WRITING, row="photo", post=True),
    "news:photo-remove": Door(may=WRITING, row="photo", get=False, post=True),
    "news:file-add": Door(may=WRITING, row="article", post=True),
    "news:file-remove": Door(may=WRITING, row="file", get=False, post=True),
}
