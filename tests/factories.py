"""Plain functions that build valid records; pass only what the test is about."""

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from branch.accounts.models import RoleGrant, SignInLink, User
from branch.activities.models import Activity, Programme
from branch.core.files import read_document, read_picture, stored
from branch.core.periods import school_year
from branch.harm.models import HarmReport
from branch.members.models import FlagPage, Member, MemberStatus, PartyGroup
from branch.school.models import (
    Enrolment,
    Family,
    Guardian,
    HeadTeacherPost,
    PortraitConsent,
    SchoolClass,
    Staff,
    Student,
    Term,
)
from branch.walkins.models import (
    Basis,
    ClassPosting,
    ClassSession,
    Contact,
    ContactNote,
    FamilyHardship,
    FamilyNeed,
    FamilyPairing,
    HomeVisit,
    Pairing,
    SessionTheme,
    SupportNeed,
    VisitCampaign,
    VisitNote,
    VisitPhoto,
)
from tests.pdfs import pdf

_n = count(1)
LONG_AGO = date(2020, 9, 1)
CONFIRMED = datetime(2020, 9, 1, 8, 0, tzinfo=UTC)
FAR_OFF = datetime(2099, 12, 31, 8, 0, tzinfo=UTC)
PASSWORD = "guangqin-test-7"  # noqa: S105 (a test's own)


def make_user(*roles, **fields):
    """A user with confirmed roles since long ago."""
    n = next(_n)
    user = User.objects.create_user(**{"username": f"u{n}", "name": f"用户{n}", **fields})
    for role in roles:
        make_grant(user, role)
    return user


def make_grant(user, role, **fields):
    """A confirmed role since long ago."""
    return RoleGrant.objects.create(
        **{"user": user, "role": role, "from_on": LONG_AGO, "confirmed_at": CONFIRMED, **fields}
    )


def make_link(user, **fields):
    """A sign-in link that is valid for a long time."""
    return SignInLink.objects.create(**{"user": user, "expires_at": FAR_OFF, **fields})


def make_staff(*roles, with_user=True, **fields):
    n = next(_n)
    if with_user and "user" not in fields:
        fields["user"] = make_user(*roles, name=fields.get("name", f"教师{n}"))
    return Staff.objects.create(
        **{"number": f"T{n:05}", "name": f"教师{n}", "gender": "f", **fields}
    )


def make_member(*roles, status=MemberStatus.Kind.FULL, since=LONG_AGO, **fields):
    """A member of the branch since long ago, with a sign-in."""
    if "staff" not in fields:
        fields["staff"] = make_staff(*roles)
    if "group" not in fields:
        fields["group"], _ = PartyGroup.objects.get_or_create(name="第一党小组")
    member = Member.objects.create(**{"joined_on": LONG_AGO, **fields})
    MemberStatus.objects.create(member=member, kind=status, from_on=since)
    return member


def make_flag_page(member=None, *, state=FlagPage.State.APPROVED, on=date(2026, 9, 1), **fields):
    """A member's public page of the school year of a day, in any state."""
    member = member or make_member()
    shown = {"consented_at": CONFIRMED} if state != FlagPage.State.DRAFT else {}
    if state == FlagPage.State.APPROVED:
        shown |= {"approved_by": make_user(), "approved_at": CONFIRMED}
    return FlagPage.objects.create(
        **{
            "member": member,
            "state": state,
            "roles": "英语教师",
            "pledge": "听完再说话，答应就做到。",
            "pledged_on": on,
            "school_year": school_year(on).start.year,
            "written_by": member.staff.user,
            **shown,
            **fields,
        }
    )


def make_term(**fields):
    """The term of 2026-11-24, the tests' usual today."""
    return Term.objects.create(
        **{
            "first_year": 2026,
            "number": 1,
            "starts_on": date(2026, 9, 1),
            "ends_on": date(2027, 1, 29),
            **fields,
        }
    )


def make_class(**fields):
    """A class of 初二 in the school year 2026–2027; its number is none that a test would choose."""
    return SchoolClass.objects.create(**{"entry_year": 2025, "number": 30 + next(_n), **fields})


def make_head(school_class, *roles, **fields):
    """A head teacher of the class since long ago; returns the Staff row."""
    staff = fields.pop("staff", None) or make_staff(*roles)
    HeadTeacherPost.objects.create(
        **{"staff": staff, "school_class": school_class, "from_on": LONG_AGO, **fields}
    )
    return staff


def make_student(school_class=None, since=date(2026, 9, 1), **fields):
    """A student enrolled in a class, in a family of their own."""
    n = next(_n)
    if "family" not in fields:
        fields["family"] = Family.objects.create()
    student = Student.objects.create(
        **{"number": f"S{n:07}", "name": f"学生{n}", "gender": "m", **fields}
    )
    Enrolment.objects.create(
        student=student, school_class=school_class or make_class(), from_on=since
    )
    return student


def make_guardian(student, **fields):
    return Guardian.objects.create(
        **{
            "family": student.family,
            "name": f"家长{next(_n)}",
            "relation": "母亲",
            "phone": "13900000001",
            **fields,
        }
    )


def make_consent(student=None, answer="yes", on=date(2026, 9, 24), **fields):
    """What a guardian answered about photos in public, from a day."""
    return PortraitConsent.objects.create(
        **{
            "student": student or make_student(),
            "first_year": school_year(on).start.year,
            "answer": answer,
            "from_on": on,
            "recorded_by": fields.pop("by", None) or make_user(),
            "recorded_at": CONFIRMED,
            **fields,
        }
    )


def make_need(student=None, **fields):
    """An open need for company, raised by the school on 8 September 2026."""
    return SupportNeed.objects.create(
        **{
            "student": student or make_student(),
            "kind": SupportNeed.Kind.COMPANY,
            "raised_on": date(2026, 9, 8),
            "raised_by": fields.pop("by", None) or make_user(),
            "raised_as": SupportNeed.RaisedAs.SCHOOL,
            **fields,
        }
    )


def make_pairing(**fields):
    """A running pairing since 15 September 2026, of a student with an open need."""
    if "student" not in fields:
        fields["student"] = make_need().student
    if "member" not in fields:
        fields["member"] = make_member()
    return Pairing.objects.create(
        **{
            "started_on": date(2026, 9, 15),
            "guardian_informed_on": date(2026, 9, 14),
            "student_agreed_on": date(2026, 9, 15),
            "started_by": fields.pop("by", None) or make_user(),
            **fields,
        }
    )


def make_contact(*pairings, happened_on=date(2026, 11, 8), **fields):
    """A contact with the students of these pairings."""
    pairings = pairings or [make_pairing()]
    member = pairings[0].member
    contact = Contact.objects.create(
        **{
            "member": member,
            "kind": Contact.Kind.CARE,
            "happened_on": happened_on,
            "recorded_by": member.staff.user,
            **fields,
        }
    )
    for pairing in pairings:
        contact.shares.create(pairing=pairing, happened_on=happened_on)
    return contact


def make_note(contact=None, text="放学后一个人在家有些怕。", **fields):
    """The sealed note of a contact, by its paired member."""
    contact = contact or make_contact()
    note = ContactNote(
        **{
            "contact": contact,
            "author": contact.member.staff.user,
            "written_at": datetime(2026, 11, 8, 17, 5, tzinfo=UTC),
            **fields,
        }
    )
    note.seal(text)
    note.save(force_insert=True)
    return note


def make_hardship(student=None, first_year=2026):
    """The family of the student is confirmed in hardship for the school year 2026–2027."""
    return FamilyHardship.objects.create(student=student or make_student(), first_year=first_year)


def make_family_pairing(**fields):
    """A running pairing with a hardship family since 15 September 2026."""
    if "family" not in fields:
        fields["family"] = make_hardship().student.family
    if "member" not in fields:
        fields["member"] = make_member()
    return FamilyPairing.objects.create(
        **{
            "started_on": date(2026, 9, 15),
            "agreed_on": date(2026, 9, 14),
            "agreed_by": "mother",
            "started_by": fields.pop("by", None) or make_user(),
            **fields,
        }
    )


def make_visit(*students, happened_on=date(2026, 11, 7), companions=(), **fields):
    """A visit to the home of these students of a family, by a colleague."""
    if "visitor" not in fields:
        fields["visitor"] = make_staff()
    visit = HomeVisit.objects.create(
        **{
            "happened_on": happened_on,
            "mode": HomeVisit.Mode.HOME,
            "recorded_by": fields["visitor"].user,
            **fields,
        }
    )
    visit.companions.set(companions)
    for student in students or [make_student()]:
        visit.shares.create(student=student, happened_on=happened_on)
    return visit


def make_visit_photo(visit=None, **fields):
    """A stored picture of a visit."""
    visit = visit or make_visit(may_photograph=True)
    picture = stored(VisitPhoto, read_photo())
    by = visit.visitor.user
    return visit.photos.create(**picture, key=uuid4(), uploaded_by=by, **fields)


def make_visit_note(visit=None, text="放学后一个人在家有些怕。", **fields):
    """The sealed note of a visit, by its visitor."""
    visit = visit or make_visit()
    note = VisitNote(
        **{
            "visit": visit,
            "author": visit.visitor.user,
            "written_at": datetime(2026, 11, 8, 17, 5, tzinfo=UTC),
            **fields,
        }
    )
    note.seal(text)
    note.save(force_insert=True)
    return note


def make_family_need(family=None, **fields):
    """An open difficulty of a family, raised in October 2026 and due in December."""
    return FamilyNeed.objects.create(
        **{
            "family": family or make_student().family,
            "kind": FamilyNeed.Kind.CARE,
            "raised_on": date(2026, 10, 24),
            "raised_by": fields.pop("by", None) or make_user(),
            "owner": fields.pop("owner", None) or make_staff(),
            "due_on": date(2026, 12, 15),
            **fields,
        }
    )


def make_campaign(**fields):
    """千名党员访万家 of the autumn of 2026, for hardship families."""
    return VisitCampaign.objects.create(
        **{
            "from_on": date(2026, 9, 1),
            "until_on": date(2027, 1, 29),
            "audience": VisitCampaign.Audience.HARDSHIP,
            **fields,
        }
    )


def make_session(school_class=None, *, leaders=(), companions=(), state="done", **fields):
    """A class session held on Thursday 12 November 2026 at ten to four, with 37 pupils."""
    facts = {"starts_at": datetime(2026, 11, 12, 7, 50, tzinfo=UTC), "place": "本班教室"}
    facts |= {name: fields.pop(name) for name in ("starts_at", "place") if name in fields}
    school_class = school_class or make_class()
    theme = fields.pop("theme", None) or SessionTheme.objects.get(name="同桌之间")
    activity = Activity.objects.create(
        programme=Programme.objects.get(kind="class_session"),
        title=f"{school_class.name_on(facts['starts_at'].date())}《{theme}》",
        audience_count=fields.pop("headcount", 37),
        cancel_reason="改期" if state == "cancelled" else "",
        state=state,
        kept_by="class_session",
        logged_by=fields.pop("by", None) or make_user(),
        **facts,
    )
    for role, people in (("host", leaders), ("assistant", companions)):
        for staff in people:
            activity.parts.create(role=role, staff=staff)
    return ClassSession.objects.create(
        activity=activity, school_class=school_class, theme=theme, **fields
    )


def make_posting(**fields):
    """A member is linked to a class of 初二 since 1 September 2026."""
    if "member" not in fields:
        fields["member"] = make_member()
    if "school_class" not in fields:
        fields["school_class"] = make_class()
    return ClassPosting.objects.create(
        **{"from_on": date(2026, 9, 1), "basis": Basis.TAUGHT_CLASS, **fields}
    )


def make_report(writer, **fields):
    """A report that a colleague recorded five minutes after making it."""
    return HarmReport.objects.create(
        **{
            "reported_at": datetime(2026, 11, 23, 8, 40, tzinfo=UTC),
            "reported_to": "公安（110）",
            "reported_by": writer.staff,
            "written_by": writer,
            "written_at": datetime(2026, 11, 23, 8, 45, tzinfo=UTC),
            **fields,
        }
    )


def read_photo():
    """A picture as forms pass it to actions."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return read_picture(SimpleUploadedFile("合影.png", out.getvalue()))


def read_pdf():
    """A document as forms pass it to actions."""
    return read_document(SimpleUploadedFile("议程.pdf", pdf()))
