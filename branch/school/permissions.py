from branch.accounts.permissions import EVERYONE
from branch.accounts.roles import ALL, Row

ROLL = {"committee": ALL, "counsellor": ALL, "admin": ALL}

Row(
    "colleagues: name, teaching, class; the school calendar",
    "school.find_people",
    "school.view_term",
    **EVERYONE,
)
Row("colleagues' telephone and 工号; who left", "school.view_staff", committee=ALL, admin=ALL)
Row("classes", "school.view_schoolclass", head="own class", **ROLL)
Row("students of every class", "school.view_student", **ROLL)
Row(
    "families, guardians: read, add, correct, join, split",
    "school.view_guardian",
    "school.change_guardian",
    head="own class",
    committee=ALL,
)
Row("families, guardians of every class", "school.view_every_guardian", committee=ALL)
Row(
    "photos with pupils in public (肖像同意): read and fill the list of a class",
    "school.view_portraitconsent",
    "school.change_portraitconsent",
    head="own class",
    committee=ALL,
)
Row("the same, of every class", "school.view_every_portraitconsent", committee=ALL)
Row(
    "classes, students, staff, terms: change",
    "school.change_roll",
    "school.change_staff",
    "school.change_term",
    admin=ALL,
)
Row("import staff and students", "school.import_staff", "school.import_student", admin=ALL)
Row(
    "subjects",
    "school.view_subject",
    "school.add_subject",
    "school.change_subject",
    secretary=ALL,
)
