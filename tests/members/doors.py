"""Who may open the roll of members and its public pages."""

from tests.door import COMMITTEE, NOBODY, Door, public

MEMBERS = COMMITTEE | {"member"}

DOORS = {
    # members and their public pages
    "members:flag": public(row="public_member", other=NOBODY),
    "members:flag-portrait": public(row="public_member", other=NOBODY),
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
    "members:mine-portrait-remove": Door(may=MEMBERS, get=False, post=True),
    "members:mine-carry": Door(may=MEMBERS, get=False, post=True),
    "members:flag-detail": Door(may=COMMITTEE, row="flag_page", post=True),
    "members:flag-return": Door(may=COMMITTEE, row="flag_page", post=True),
}
