"""Who may open registrations at residence and deeds: a member their own, the committee all."""

from tests.door import COMMITTEE, NOBODY, Door

MEMBERS = COMMITTEE | {"member"}
OWN = {"may": MEMBERS, "own": COMMITTEE | {"member"}, "other": COMMITTEE}
LISTS = ("item", "content", "community")
# a deed is put right by its member alone
DEED = {"may": MEMBERS, "row": "deed", "own": {"member"}, "other": NOBODY}

DOORS = {
    "service:register": Door(may=MEMBERS, post=True),
    "service:register-items": Door(may=MEMBERS, get=False, post=True),
    "service:register-list": Door(may=COMMITTEE, post=True),
    "service:register-remind": Door(may=COMMITTEE, get=False, post=True),
    "service:register-member": Door(**OWN, row="member"),
    "service:registration-write": Door(**OWN, row="member", post=True),
    "service:registration-withdraw": Door(**OWN, row="registration", get=False, post=True),
    "service:receipt": Door(**OWN, row="registration"),
    "service:community-paper": Door(may=COMMITTEE, row="community_paper"),
    "service:deed-detail": Door(may=COMMITTEE, row="late_deed", post=True),
    "service:deed-update": Door(**DEED, post=True),
    "service:deed-withdraw": Door(**DEED, get=False, post=True),
    "service:wording-list": Door(may=COMMITTEE),
    **{f"service:{noun}-create": Door(may=COMMITTEE, post=True) for noun in LISTS},
    **{f"service:{noun}-update": Door(may=COMMITTEE, row=noun, post=True) for noun in LISTS},
    **{
        f"service:{noun}-end": Door(may=COMMITTEE, row=noun, get=False, post=True) for noun in LISTS
    },
}
