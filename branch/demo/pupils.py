"""The 900 pupils of the demo with their families and classes."""

from datetime import timedelta

from branch.school.models import Enrolment, Family, Guardian, Student

from .names import PUPIL_GIVEN, gender_of
from .school import PUPIL_NUMBER

PUPIL_COUNT = 900
# every n-th pupil of 初一 has an elder sibling in 初三
SIBLING_EVERY = 12
# Two pupils of 初二, in classes （3） and （6）, with the same name
NAMESAKES = 731, 734
RELATIONS = {"m": ["父亲", "母亲"], "f": ["母亲", "父亲"]}
STREETS = ["春晖路", "望江路", "青柳巷", "学林街", "梧桐里", "长堤路"]


def build_pupils(days, classes, names):
    """Create the pupils, assigned to the classes in turn, so that classes have 37 or 38."""
    families = Family.objects.bulk_create(
        Family(address=_address(names.rng)) for _ in range(PUPIL_COUNT)
    )
    seats = list(classes.items())
    pupils = [
        _pupil(n, family, names, days.entered(grade))
        for n, family in enumerate(families, start=1)
        for (grade, _), _ in [seats[(n - 1) % len(seats)]]
    ]
    first, second = (pupils[n - 1] for n in NAMESAKES)
    second.name, second.gender = first.name, first.gender
    students = Student.objects.bulk_create(pupils)
    Enrolment.objects.bulk_create(
        Enrolment(student=student, school_class=school_class, from_on=days.entered(grade))
        for n, student in enumerate(students)
        for (grade, _), school_class in [seats[n % len(seats)]]
    )
    _join_siblings(students, len(seats))
    return students


def _pupil(n, family, names, entered_on):
    """The n-th pupil, unsaved, aged twelve at the beginning of 初一."""
    name = names.draw(PUPIL_GIVEN)
    return Student(
        number=PUPIL_NUMBER.format(n),
        name=name,
        gender=gender_of(name, names.rng),
        born_on=entered_on.replace(year=entered_on.year - 13) + timedelta(days=n * 37 % 365),
        family=family,
    )


def _join_siblings(students, class_count):
    """Put some pupils of 初一 into the family of a pupil of 初三 with the same surname."""
    first = [s for n, s in enumerate(students) if n % class_count < class_count // 3]
    third = [s for n, s in enumerate(students) if n % class_count >= 2 * class_count // 3]
    elder = {}
    for student in third:
        elder.setdefault(student.name[0], []).append(student)
    joined = []
    for student in first[::SIBLING_EVERY]:
        if elder.get(student.name[0]):
            student.family = elder[student.name[0]].pop().family
            joined.append(student)
    Student.objects.bulk_update(joined, ["family"])


def build_guardians(students, names, staff_parent, child):
    """Create one or two guardians a family; the guardian of `child` is a colleague."""
    rows, seen = [], set()
    for n, student in enumerate(students):
        if student.family_id in seen:
            continue
        seen.add(student.family_id)
        rows += _adults(n, student, names)
    Guardian.objects.bulk_create(rows)
    Guardian.objects.filter(family=child.family_id).delete()
    relation = "母亲" if staff_parent.gender == "f" else "父亲"
    Guardian.objects.create(
        family=child.family, name=staff_parent.name, relation=relation, staff=staff_parent
    )


def _adults(n, student, names):
    relations = RELATIONS[names.rng.choice("mf")][: names.rng.choice((1, 2, 2))]
    return [
        Guardian(
            family_id=student.family_id,
            name=_adult_name(student, relation, names),
            relation=relation,
            phone=f"139{names.rng.randrange(10):01}{n:05}{order:02}",
        )
        for order, relation in enumerate(relations)
    ]


def _adult_name(student, relation, names):
    own = relation == "父亲"
    surname = student.name[0] if own else names.rng.choice(names.surnames)
    return names.guardian(surname, relation)


def _address(rng):
    return f"{rng.choice(STREETS)} {rng.randrange(1, 90)} 号 {rng.randrange(1, 18)} 幢 {rng.randrange(1, 7)}0{rng.randrange(1, 5)} 室"
