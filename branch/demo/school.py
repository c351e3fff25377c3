"""The school of the demo: terms, subjects, classes, staff with sign-ins, teaching and head teachers."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from branch.accounts.models import User
from branch.accounts.passwords import DEMO_PASSWORD
from branch.school.actions import open_sign_ins, record_school_day, record_school_days
from branch.school.models import HeadTeacherPost, SchoolClass, Staff, Subject, Teaching, Term

from .days import at
from .names import STAFF_GIVEN, gender_of

SUBJECTS = [
    "语文",
    "数学",
    "英语",
    "物理",
    "化学",
    "道德与法治",
    "历史",
    "地理",
    "生物",
    "体育",
    "音乐",
    "美术",
    "信息科技",
    "心理健康",
]
# No real school has numbers of this form, so an imported roster never matches them.
STAFF_NUMBER, PUPIL_NUMBER = "00-{:03}", "00-{:04}"
STAFF_PHONE = "1380000{:04}"
STAFF_COUNT = 85
# Indexes of the staff with a sign-in link that is not used yet
WITH_LINKS = slice(60, 63)
CLASSES_PER_GRADE = 8
# sign-in → name, gender, post; the first seven rows of the staff
SIGN_INS = {
    "secretary": ("陈立言", "m", "党支部书记、校长"),
    "committee": ("沈秋荷", "f", "教导处主任"),
    "member": ("周文静", "f", ""),
    "head": ("韩若溪", "f", "初二（3）班班主任"),
    "counsellor": ("苏清和", "f", "专职心理教师"),
    "editor": ("唐海平", "m", "办公室干事"),
    "admin": ("方志远", "m", "信息中心管理员"),
}
# grade and number of the class whose head teacher signs in as "head"
HEAD_CLASS = (2, 3)
MEMBER_HEADS = 11
# index of a colleague → a subject and the classes in which they teach it, instead of those whose turn it would be
OWN_SUBJECTS = {
    1: ("语文", ((1, 5),)),
    2: ("英语", ((2, 3), (2, 4))),
    33: ("语文", ((1, 1), (1, 2))),
    34: ("语文", ((1, 3), (1, 4))),
    35: ("语文", ((1, 6), (1, 7), (1, 8))),
    36: ("音乐", ((1, 6), (1, 7))),
    41: ("数学", ((1, 1), (1, 2))),
    42: ("数学", ((1, 3), (1, 4), (1, 5))),
    43: ("数学", ((1, 6), (1, 7), (1, 8))),
    44: ("体育", ((2, 1), (2, 2))),
}
# of the first and of the second term
MIDTERM_WEEK = {1: 12, 2: 9}


def build_terms(days):
    """Create the terms of this and the last school year; return the current term."""
    year = days.first_year
    spans = [
        (year - 1, 1, date(year - 1, 9, 1), date(year, 1, 30)),
        (year - 1, 2, date(year, 3, 2), date(year, 6, 30)),
        (year, 1, date(year, 9, 1), date(year + 1, 1, 29)),
        (year, 2, date(year + 1, 3, 1), date(year + 1, 6, 30)),
    ]
    rows = [
        Term(first_year=first, number=number, starts_on=start, ends_on=end)
        for first, number, start, end in spans
    ]
    Term.objects.bulk_create(rows)
    # the sports day on a Saturday, with the Monday after it off
    record_school_day(day=days.of(10, 25), kind="open", note="秋季运动会", by=None)
    record_school_day(day=days.of(10, 27), kind="closed", note="运动会补休", by=None)
    for term in rows:
        _mark_exams(term)
    return Term.objects.on(days.today)


def _mark_exams(term):
    """Mark three days of exams in the middle of a term, and its last two weeks."""
    monday = term.starts_on - timedelta(days=term.starts_on.weekday())
    midterm = monday + timedelta(weeks=MIDTERM_WEEK[term.number] - 1)
    last_monday = term.ends_on - timedelta(days=term.ends_on.weekday())
    spans = (
        (midterm, midterm + timedelta(days=2), "期中考试"),
        (last_monday - timedelta(weeks=1), term.ends_on, "期末考试"),
    )
    for first, last, note in spans:
        record_school_days(first=first, last=last, kind="exam", note=note, by=None)


def build_staff(names):
    """Create 85 people: first the seven demo users, then colleagues in the order of their numbers."""
    password = make_password(DEMO_PASSWORD)
    rows = [_signed_in(names, name, *given, password) for name, given in SIGN_INS.items()]
    while len(rows) < STAFF_COUNT:
        rows.append(_colleague(names, len(rows) + 1))
    for n, (user, _) in enumerate(rows, start=1):
        user.phone = STAFF_PHONE.format(n)
    User.objects.bulk_create(user for user, _ in rows)
    Staff.objects.bulk_create(
        Staff(number=user.username, user=user, phone=user.phone, **fields) for user, fields in rows
    )
    return list(Staff.objects.select_related("user").order_by("pk"))


def _signed_in(names, username, name, gender, title, password):
    names.reserve(name)
    return User(username=username, name=name, password=password), {
        "name": name,
        "gender": gender,
        "title": title,
    }


def _colleague(names, n):
    name = names.draw(STAFF_GIVEN)
    user = User(username=STAFF_NUMBER.format(n), name=name, password=make_password(None))
    return user, {"name": name, "gender": gender_of(name, names.rng)}


def build_sign_in_links(days, staff, *, by):
    """Issue sign-in links to a few colleagues, who have not signed in yet."""
    open_sign_ins(staff[WITH_LINKS], at=at(days.today, "08:30"), by=by)


def build_classes(days):
    """Create the classes of the three grades; return {(grade, number): class}."""
    rows = [
        SchoolClass(entry_year=days.entered(grade).year, number=number)
        for grade in (1, 2, 3)
        for number in range(1, CLASSES_PER_GRADE + 1)
    ]
    SchoolClass.objects.bulk_create(rows)
    return {(row.grade_on(days.today), row.number): row for row in rows}


def build_posts(days, classes, staff):
    """Appoint 24 head teachers since their class entered: the demo user, 11 members and 12 others."""
    head = staff[3]
    others = iter(staff[7 : 7 + len(classes) - 1])
    for key, school_class in classes.items():
        HeadTeacherPost.objects.create(
            staff=head if key == HEAD_CLASS else next(others),
            school_class=school_class,
            from_on=days.entered(key[0]),
        )


def build_teaching(term, classes, staff, rng):
    """Assign a teacher to each main subject of each class; most have one subject and one grade."""
    subjects = [Subject.objects.create(name=name, order=n) for n, name in enumerate(SUBJECTS, 1)]
    heads = dict(HeadTeacherPost.objects.values_list("school_class", "staff"))
    by_pk = {row.pk: row for row in staff}
    rows = []
    for key, school_class in classes.items():
        taught = _teachers_of(key, by_pk[heads[school_class.pk]], staff, rng)
        rows += [
            Teaching(term=term, staff=teacher, school_class=school_class, subject=subjects[n])
            for n, teacher in sorted(taught.items())
        ]
    Teaching.objects.bulk_create(rows)


def _teachers_of(key, head, staff, rng):
    """{index of a subject: teacher} of a class; the head teacher teaches one of the first three."""
    (grade, number), taught = key, {}
    for n in range(9):
        teacher = staff[7 + (n * 8 + grade * 26 + number // 3) % (len(staff) - 7)]
        taught[n] = head if n == rng.randrange(3) else teacher
    own = {
        SUBJECTS.index(subject): staff[index]
        for index, (subject, keys) in OWN_SUBJECTS.items()
        if key in keys
    }
    taught |= own
    if head not in taught.values():
        taught[next(n for n in range(3) if n not in own)] = head
    return taught
