"""The demo school has the numbers of the model year and is refused in production."""

from collections import Counter
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import override_settings

from branch.accounts.backends import roles_of
from branch.accounts.models import User
from branch.accounts.passwords import DEMO_PASSWORD
from branch.activities.models import Activity, Attendance, Kind
from branch.core.models import AuditEvent
from branch.coverage.models import Excuse, Notice
from branch.coverage.status import statuses, whole_branch
from branch.demo.school import SIGN_INS
from branch.members.models import Member, PartyGroup
from branch.news.models import Article
from branch.school.models import (
    FamilyNumber,
    Guardian,
    HeadTeacherPost,
    RollNumber,
    SchoolClass,
    Staff,
    Student,
    Term,
)
from branch.walkins.classes.months import sheet_of
from branch.walkins.duties import HeadTeachersHaveHours
from branch.walkins.models import (
    ClassPosting,
    ClassSession,
    ContactNote,
    FamilyNeed,
    HeadTeacherWaiver,
    Pairing,
    SupportNeed,
)
from tests.conftest import TODAY

NOTICES = "/desk/coverage/notices/"
SIGN_UPS, DOORS, TALLY = "/desk/parents/", "/desk/doors/", "/desk/tally/"
TALKS = "/desk/talks/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_school")]


def test_the_school_has_its_classes_pupils_and_staff():
    classes = SchoolClass.objects.in_school_on(TODAY)
    sizes = {Student.objects.in_classes([row], on=TODAY).count() for row in classes}
    pupils = Student.objects.on_roll_on(TODAY)

    assert classes.count() == 24
    assert pupils.count() == 900
    assert sizes == {37, 38}
    assert Staff.objects.working_on(TODAY).count() == 85
    term = Term.objects.on(TODAY)
    assert RollNumber.objects.filter(term=term, student__in=pupils).count() == 900
    assert (
        FamilyNumber.objects.filter(term=term).count() == pupils.values("family").distinct().count()
    )


def test_the_branch_has_34_members_one_of_them_on_probation():
    members = Member.objects.active_on(TODAY)

    assert members.count() == 34
    assert members.voting_on(TODAY).count() == 33
    assert members.present_on(TODAY).count() == 33
    assert [group.members.count() for group in PartyGroup.objects.all()] == [9, 9, 8, 8]
    assert Member.objects.filter(offices__until_on=None).exclude(offices=None).count() == 5


def test_eleven_of_24_head_teachers_are_members():
    posts = HeadTeacherPost.objects.active_on(TODAY)

    assert posts.count() == 24
    assert posts.filter(staff__member__isnull=False).count() == 11


def test_ten_of_eleven_have_their_hours_and_one_a_waiver():
    secretary = User.objects.get(username="secretary")
    (status,) = statuses(secretary, on=TODAY, only=[HeadTeachersHaveHours()])
    waiver = HeadTeacherWaiver.objects.get()

    assert (status.whole.met, status.whole.bound) == (10, 11)
    assert [gap.subject for gap in status.gaps] == [waiver.post]
    assert status.gaps[0].says.startswith("现有 4，应有 6，还差 2。先上岗后补学：至 12月31日。")


def test_needs_and_pairings_have_the_numbers_of_the_model_year():
    running = Pairing.objects.active_on(TODAY)
    unpaired = Member.objects.active_on(TODAY).exclude(pk__in=running.values("member"))

    assert SupportNeed.objects.open_on(TODAY).count() == 94
    assert running.count() == 86
    assert running.overdue_on(TODAY).count() == 15
    assert Excuse.objects.filter(duty_key="walkins.contact").count() == 3
    assert unpaired.count() == 1
    assert set(running.values_list("student", flat=True)) <= set(
        SupportNeed.objects.open_on(TODAY).values_list("student", flat=True)
    )


def test_every_class_has_a_member_beside_it_and_two_members_have_two_classes():
    running = ClassPosting.objects.with_member_in_school_on(TODAY)
    classes = Counter(running.values_list("member", flat=True))
    basis = Counter(running.values_list("basis", flat=True))

    assert running.values("school_class").distinct().count() == running.count() == 24
    assert sorted(classes.values()) == [1] * 20 + [2] * 2
    assert basis == {"taught_class": 20, "taught_grade": 2, "other_subject": 1, "plain": 1}
    heads = HeadTeacherPost.objects.active_on(TODAY)
    assert not running.filter(member__staff__in=heads.values("staff")).exists()


def test_the_postings_of_the_term_before_ended_with_its_holidays():
    before = ClassPosting.objects.active_on(date(2026, 6, 30))

    assert before.count() == 16
    assert {row.until_on for row in before} == {date(2026, 8, 31)}
    assert ClassPosting.objects.active_on(date(2026, 9, 1)).count() == 24


def test_a_few_contacts_have_a_sealed_note_and_all_of_them_open():
    notes = list(ContactNote.objects.order_by("pk"))

    assert len(notes) == 5
    assert {note.open()[-1] for note in notes} == {"。"}
    assert [note.rewrite_count for note in notes].count(1) == 1


def test_37_of_44_difficulties_are_closed_and_two_are_past_their_day():
    rows = FamilyNeed.objects.counted()

    assert (rows.count(), rows.open_on(TODAY).count()) == (44, 7)
    assert rows.overdue_on(TODAY).count() == 2
    assert rows.open().owned_by(User.objects.get(username="member"), on=TODAY).exists()


def test_activities_have_the_attendance_of_the_model_year():
    held = Activity.objects.done().with_attendance_counts()
    meeting = held.get(programme__kind=Kind.GENERAL_MEETING)

    assert (meeting.present_count, meeting.expected_count) == (31, 33)
    assert Activity.objects.planned().filter(programme__is_public=True).count() >= 3


def test_the_board_says_what_the_model_year_says():
    whole = whole_branch(on=TODAY)

    assert {key.partition(".")[2]: (row.done, row.needed) for key, row in whole.items()} == {
        "student_pairing": (86, 94),
        "contact": (71, 86),
        "member_pairing": (33, 34),
        "class_posting": (24, 24),
        "class_session": (53, 72),
        "head_hours": (10, 11),
        "family_pairing": (39, 41),
        "family_visit": (29, 41),
        "family_need": (5, 7),
        "whole_roll": (880, 900),
        "probation": (0, 1),
        "committee_term": (1, 1),
        "registered": (31, 34),
        "parent_talks": (2, 2),
        "secretary_talk": (1, 1),
    }
    assert whole["walkins.contact"].excused == 3


def test_53_of_72_class_sessions_are_held_and_four_classes_have_none():
    term = Term.objects.on(TODAY)
    sheet = sheet_of(SchoolClass.objects.in_school_on(TODAY), term=term, needed=3, on=TODAY)
    activities = Activity.objects.filter(programme__kind=Kind.CLASS_SESSION)

    assert (sheet.counted, sheet.needed) == (53, 72)
    assert (len(sheet.complete), len(sheet.begun), len(sheet.untouched)) == (13, 7, 4)
    assert (sheet.begun_planned, sheet.untouched_planned) == (4, 0)
    assert sheet.exams_say == "11月16–18日、1月18–29日"
    assert set(activities.values_list("kept_by", flat=True)) == {"class_session"}
    assert not ClassSession.objects.exclude(activity__parts__role="host").exists()


def test_a_groups_meeting_is_hosted_by_a_member_of_the_group():
    meetings = Activity.objects.filter(programme__kind=Kind.GROUP_MEETING).with_people()
    hosts = [(row.party_group, row.parts.get(role="host").staff) for row in meetings]

    assert {(group, staff.member.group) for group, staff in hosts} == {
        (group, group) for group in PartyGroup.objects.all()
    }


def test_the_secretary_hosts_the_committee_and_others_host_the_rest():
    def hosts_of(kind):
        return {row.host_names for row in Activity.objects.filter(programme__kind=kind)}

    assert hosts_of(Kind.COMMITTEE_MEETING) == {"陈立言"}
    assert len(hosts_of(Kind.PARENT_SCHOOL)) == 3
    assert "陈立言" not in hosts_of(Kind.PARENT_SCHOOL)


def test_nobody_hosts_or_records_an_activity_they_missed():
    missed = Attendance.objects.filter(state__in=["absent", "excused"])

    assert missed.count() > 0
    assert not missed.filter(activity__parts__staff=F("staff")).exists()


def test_every_article_has_an_author():
    assert not Article.objects.filter(author_text="").exists()


@pytest.mark.parametrize(
    ("username", "roles"),
    [
        ("secretary", {"secretary"}),
        ("committee", {"committee"}),
        ("member", set()),
        ("head", set()),
        ("counsellor", {"counsellor", "crisis"}),
        ("editor", {"editor"}),
        ("admin", {"admin"}),
    ],
)
def test_the_seven_demo_users_share_one_password(rf, username, roles):
    user = authenticate(rf.get("/"), username=username, password=DEMO_PASSWORD)

    assert roles_of(user) == roles


@pytest.mark.parametrize("username", SIGN_INS)
def test_no_page_of_any_menu_is_empty(client, time_stands, username):
    client.force_login(User.objects.get(username=username))
    desk = client.get("/desk/")
    menu = [item.url for group in desk.context["desk_nav"] for item in group.items]
    records = [item.url for item in desk.context["quick"]]

    pages = {url: client.get(url) for url in menu + records}

    assert {url: page.status_code for url, page in pages.items()} == dict.fromkeys(pages, 200)
    empty = [url for url, page in pages.items() if 'class="gq-empty"' in page.content.decode()]
    # nobody gives them anything new: they have no part in the work with students and families
    new = [NOTICES] if username in ("editor", "admin") else []
    # who logged no event that families may sign up for reads no sign-ups but those of the committee
    own, kept = ([SIGN_UPS], [TALKS]) if username == "counsellor" else ([], [])
    # the next event is ten days away, and a door is kept from the day before
    # the committee tallies at every event, others where they have a part or a role
    tally = [] if username in ("secretary", "committee") else [TALLY]
    assert set(empty) == {*new, *own, DOORS, *kept, *tally}


def test_who_has_notices_has_some_of_the_last_days_unread():
    member = Notice.objects.visible_to(User.objects.get(username="member"))

    assert {notice.title for notice in member.unread()} == {
        "有 1 条结对建议请您看",
        "有 1 条帮扶记录请您确认",
        "有 1 次家访请您走访",
        "有 1 次家访请您同行",
    }
    assert [notice.title for notice in member.exclude(read_at=None)] == [
        "有 1 件实际困难由您负责",
        "联系班级有了新安排",
    ]


def test_no_other_user_has_a_password():
    others = User.objects.exclude(username__in=SIGN_INS)

    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_pupils_colleagues_and_other_guardians_share_no_names():
    pupils = set(Student.objects.values_list("name", flat=True))
    colleagues = set(Staff.objects.values_list("name", flat=True))
    strangers = set(Guardian.objects.filter(staff=None).values_list("name", flat=True))

    assert pupils.isdisjoint(colleagues | strangers)
    assert colleagues.isdisjoint(strangers)


def test_only_two_pupils_share_a_name_and_are_in_different_classes():
    rows = Student.objects.on_roll_on(TODAY).with_class_on(TODAY).in_class_order()
    by_name = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row.class_name_on(TODAY))

    assert len(rows) == 900
    assert [classes for classes in by_name.values() if len(classes) > 1] == [
        ["初二（3）班", "初二（6）班"]
    ]


def test_a_child_of_a_colleague_waits_for_a_pairing():
    parents = Staff.objects.filter(guardianships__isnull=False)
    child = Student.objects.get(family__guardians__staff__in=parents)

    assert child.needs.open_on(TODAY).count() == 1
    assert child.pairings.count() == 0


def test_a_second_run_changes_nothing(capsys):
    before = (User.objects.count(), AuditEvent.objects.count())

    call_command("seed_demo", "--today", "2026-11-24")

    assert (User.objects.count(), AuditEvent.objects.count()) == before
    assert capsys.readouterr().out == "演示学校已经在了，没有改动。\n"


@override_settings(MODE="production")
def test_the_demo_is_refused_in_production():
    with pytest.raises(CommandError, match="不能装进正式的门户"):
        call_command("seed_demo")
