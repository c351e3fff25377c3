"""Who may open the pages of classes, people and terms."""

from dataclasses import replace

from tests.door import ADMIN, COMMITTEE, NOBODY, Door

ROLL = COMMITTEE | {"head", "counsellor", "admin"}
WHOLE_ROLL = ROLL - {"head"}
FAMILIES = COMMITTEE | {"head"}
STAFF_KEEPERS = COMMITTEE | {"admin"}

# A head teacher has no rights on a class led before the summer or on their own child elsewhere.
ROLL_CASES = {"led_before": WHOLE_ROLL, "own_child": WHOLE_ROLL}
FAMILY_CASES = {"led_before": COMMITTEE, "own_child": COMMITTEE}
FAMILY_FORM = Door(may=FAMILIES, row="family", other=COMMITTEE, also=FAMILY_CASES, post=True)
CONSENTS = replace(FAMILY_FORM, row="class")

DOORS = {
    # sign-ins; "own" is a colleague's, "other" that of one who left
    "school:signin-list": Door(may=ADMIN),
    "school:slips-print": Door(may=ADMIN, get=False, post=True),
    "school:signin-unlock": Door(may=ADMIN, row="colleague", other=NOBODY, get=False, post=True),
    # classes and people; "own" is in the head's class or at work, "other" in another class or gone
    "school:class-list": Door(may=ROLL),
    "school:class-detail": Door(may=ROLL, row="class", other=WHOLE_ROLL, also=ROLL_CASES),
    "school:class-print": Door(may=ROLL, row="class", other=WHOLE_ROLL, also=ROLL_CASES),
    # a counsellor or an administrator reads the roll, and not who may be seen on photos
    "school:consent-update": CONSENTS,
    "school:consent-print": replace(CONSENTS, post=False),
    "school:head-appoint": Door(may=ADMIN, row="class", post=True),
    "school:student-list": Door(may=ROLL),
    "school:student-detail": Door(may=ROLL, row="student", other=WHOLE_ROLL, also=ROLL_CASES),
    "school:student-create": Door(may=ADMIN, post=True),
    "school:student-update": Door(may=ADMIN, row="student", post=True),
    "school:student-move": Door(may=ADMIN, row="student", post=True),
    "school:student-leave": Door(may=ADMIN, row="student", post=True),
    "school:student-return": Door(may=ADMIN, row="student", post=True),
    "school:phone-reveal": Door(
        may=FAMILIES, row="student", other=COMMITTEE, also=FAMILY_CASES, get=False, post=True
    ),
    "school:guardian-create": Door(
        may=FAMILIES, row="student", other=COMMITTEE, also=FAMILY_CASES, post=True
    ),
    "school:guardian-update": Door(
        may=FAMILIES, row="guardian", other=COMMITTEE, also=FAMILY_CASES, post=True
    ),
    "school:family-detail": replace(FAMILY_FORM, post=False),
    "school:family-update": FAMILY_FORM,
    "school:family-relative": FAMILY_FORM,
    "school:family-join": replace(FAMILY_FORM, row="joining"),
    "school:family-split": FAMILY_FORM,
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
}
