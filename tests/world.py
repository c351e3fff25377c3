"""One small school for the doors: for each kind of row one that is everybody's own, and a stranger's."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from branch.accounts.models import Role
from branch.activities.models import Activity, ActivityFile, ActivityPhoto, Programme
from branch.core.files import read_document, read_picture
from branch.core.periods import school_year
from branch.coverage.models import Excuse
from branch.members.models import Honour, Office
from branch.news.models import ArticleFile, ArticlePhoto
from branch.operations.models import Job
from branch.rosters import actions
from branch.school.models import SchoolDay
from tests.factories import (
    make_class,
    make_contact,
    make_flag_page,
    make_grant,
    make_guardian,
    make_head,
    make_link,
    make_member,
    make_need,
    make_pairing,
    make_staff,
    make_student,
    make_term,
)
from tests.news.factories import make_draft, make_published

NEXT = date(2027, 3, 1), date(2027, 6, 30)
BEFORE = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)


@dataclass
class World:
    """The people, and the rows by kind: `rows["pairing"]["own"]` are keyword arguments of an address."""

    users: dict
    rows: dict = field(default_factory=dict)
    # whose name must not be shown without a record of it
    pupils: list = field(default_factory=list)

    def kwargs(self, kind, whose):
        return self.rows[kind][whose] if kind else {}


def make_world():
    term = make_term()
    # of 初二 on whatever day the doors are tried: a class that has left is no head teacher's own
    school_class = make_class(entry_year=school_year(timezone.localdate()).start.year - 1)
    member = make_member()
    users = {
        "teacher": make_staff().user,
        "member": member.staff.user,
        "head": make_head(school_class).user,
        "committee": make_member(Role.COMMITTEE).staff.user,
        "secretary": make_member(Role.SECRETARY).staff.user,
        "editor": make_staff(Role.EDITOR).user,
        "counsellor": make_staff(Role.COUNSELLOR).user,
        "admin": make_staff(Role.ADMIN).user,
    }
    world = World(users)
    _walkins(world, member, school_class)
    _school(world, term, school_class)
    _members(world, member)
    _activities(world)
    _news(world)
    _sign_ins(world)
    world.rows["ledger"] = {"own": {"slug": "contacts"}, "other": {"slug": "organisation-life"}}
    world.rows["styleguide"] = {key: {"page": "parts"} for key in ("own", "other")}
    world.rows["excuse"] = {
        "own": {"duty_key": "walkins.member_pairing", "pk": users["secretary"].staff.member.pk},
        "other": {"duty_key": "walkins.student_pairing", "pk": _waiting(world).pk},
    }
    _rosters(world)
    _add(world, "job", *(_job(world, who) for who in ("teacher", "secretary")))
    _add(world, "standing_excuse", *(_excuse(world, whose) for whose in ("own", "other")))
    return world


def _rosters(world):
    """A file that waits for the last word and names a pupil who stands here, and one that is imported."""
    pupil, by = world.pupils[0], world.users["admin"]
    said = f"学号,姓名,班级,联系电话\n{pupil.number},{pupil.name},703,138\n"
    waiting, done = (
        actions.check_batch(
            actions.receive_file(
                kind="students",
                file_name="students.csv",
                content=said.encode(),
                effective_on=date(2026, 9, 1),
                by=by,
            ),
            on=timezone.localdate(),
        )
        for _ in range(2)
    )
    done = actions.begin_import(done, skip_errors=True, by=by)
    actions.advance(done, on=timezone.localdate(), at=timezone.now(), by=by)
    _add(world, "batch", waiting, waiting)
    _add(world, "done_batch", done, done)
    world.rows["roster"] = {key: {"kind": "students"} for key in ("own", "other")}


def _job(world, who):
    """Done, with a file that names every pupil."""
    pupils = world.pupils
    return Job.objects.create(
        kind="world.pack",
        asked_by=world.users[who],
        asked_at=BEFORE,
        heartbeat_at=BEFORE,
        attempt_count=1,
        state=Job.State.DONE,
        file=ContentFile(" ".join(pupil.name for pupil in pupils).encode(), name="pack.zip"),
        file_name="资料.zip",
        subjects={"student": [pupil.pk for pupil in pupils]},
    )


def _excuse(world, whose):
    return Excuse.objects.create(
        duty_key="walkins.contact",
        subject_type="walkins.pairing",
        subject_id=world.rows["pairing"][whose]["pk"],
        reason="学生请假离校",
        from_on=date(2026, 9, 1),
        set_by=world.users["secretary"],
    )


def _school(world, term, school_class):
    """Own: the head's class and its pupil, a colleague. Other: a class and pupil of others, one who left."""
    own, other = world.pupils[:2]
    _add(world, "class", school_class, other.enrolments.get().school_class)
    _add(world, "student", own, other)
    _add(world, "guardian", own.family.guardians.get(), other.family.guardians.get())
    _add(world, "staff", make_staff(), make_staff(until_on=date(2026, 9, 1)))
    _add(world, "term", term, make_term(number=2, starts_on=NEXT[0], ends_on=NEXT[1]))
    days = [SchoolDay.objects.create(day=day, is_open=False) for day in NEXT]
    _add(world, "school_day", *days)


def _walkins(world, member, school_class):
    """Own: the member's pairing, in the head's class, with an open need. Other: none of these."""
    student = make_student(school_class, name="潘云澈")
    make_guardian(student)
    need = make_need(student)
    pairing = make_pairing(student=student, member=member)
    stranger = make_student(name="鲁听澜")
    make_guardian(stranger)
    closed = make_need(stranger, until_on=date(2026, 10, 1), close_reason="met")
    far = make_pairing(student=stranger)
    _add(world, "need", need, closed)
    _add(world, "pairing", pairing, far)
    _add(world, "contact", make_contact(pairing), make_contact(far))
    world.pupils += [student, stranger]


def _sign_ins(world):
    """Own: an open slip, a colleague, a role in force. Other: a used one, who has left, a proposal."""
    colleague, gone = make_staff(), make_staff(until_on=date(2026, 9, 1))
    links = make_link(colleague.user), make_link(gone.user, used_at=BEFORE)
    own, other = ({"token": link.token} for link in links)
    world.rows["link"] = {"own": own, "other": other}
    _add(world, "colleague", colleague, gone)
    held = make_grant(colleague.user, Role.EDITOR)
    proposed = make_grant(
        colleague.user,
        Role.COMMITTEE,
        proposed_by=world.users["admin"],
        confirmed_at=None,
    )
    _add(world, "grant", held, proposed)


def _members(world, member):
    """Own: the member who signs in. Other: a colleague. Public is one page, and one waits."""
    other = make_member()
    _add(world, "member", member, other)
    today = timezone.localdate()
    shown = make_flag_page(on=today)
    waiting = make_flag_page(other, state="submitted", on=today)
    _add(world, "flag_page", make_flag_page(member, state="submitted", on=today), waiting)
    _add(world, "public_member", shown.member, other)
    seats = [
        Office.objects.create(member=one, kind=kind, from_on=date(2026, 9, 1))
        for one, kind in ((member, "youth"), (other, "discipline"))
    ]
    _add(world, "office", *seats)
    honours = [
        Honour.objects.create(
            member=one, year=2025, title="校师德标兵", issuer="广勤中学", level="school"
        )
        for one in (member, other)
    ]
    _add(world, "honour", *honours)


def _waiting(world):
    """A student with an open need whom nobody is paired with yet."""
    student = make_student(name="尚知予")
    make_need(student)
    world.pupils.append(student)
    return student


def _activities(world):
    """Own: logged by the counsellor, open to all. Other: a committee meeting the secretary logged."""
    open_, closed = (
        Activity.objects.create(
            programme=Programme.objects.filter(kind=kind).first(),
            title=f"一次{kind}",
            starts_at=BEFORE,
            place="党员活动室",
            state=Activity.State.PLANNED,
            logged_by=world.users[who],
        )
        for kind, who in (("flag_speech", "counsellor"), ("committee_meeting", "secretary"))
    )
    _add(world, "activity", open_, closed)
    photos = [_photo(activity, world) for activity in (open_, closed)]
    files = [_file(activity, world) for activity in (open_, closed)]
    _add_nested(world, "activity_photo", "photo_pk", photos)
    _add_nested(world, "activity_file", "file_pk", files)


def _photo(activity, world):
    return ActivityPhoto.objects.create(
        activity=activity, uploaded_by=world.users["secretary"], **_picture().as_fields()
    )


def _file(activity, world):
    by = world.users["secretary"]
    return ActivityFile.objects.create(activity=activity, uploaded_by=by, **_document())


def _picture():
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return read_picture(SimpleUploadedFile("合影.png", out.getvalue()))


def _document():
    return read_document(SimpleUploadedFile("议程.pdf", b"%PDF-1.7 "))


def _add(world, kind, own, other):
    world.rows[kind] = {"own": {"pk": own.pk}, "other": {"pk": other.pk}}


def _add_nested(world, kind, name, pair):
    own, other = ({"pk": row.activity_id, name: row.pk} for row in pair)
    world.rows[kind] = {"own": own, "other": other}


def _news(world):
    """Own and other in the desk; for the public, a published article and a draft."""
    ours, draft = make_published(by=world.users["editor"]), make_draft()
    _add(world, "article", ours, draft)
    _add(world, "public_article", ours, draft)
    slug = ours.column.slug
    world.rows["column"] = {"own": {"slug": slug}, "other": {"slug": slug}}
    for kind, hang in (("photo", _news_photo), ("file", _news_file)):
        own, other = hang(ours, world), hang(draft, world)
        _add(world, kind, own, other)
        public = "public_photo" if kind == "photo" else "public_document"
        names = [{"name": PurePath(row.file.name).name} for row in (own, other)]
        world.rows[public] = dict(zip(("own", "other"), names, strict=True))


def _news_photo(article, world):
    return ArticlePhoto.objects.create(
        article=article, uploaded_by=world.users["editor"], **_picture().as_fields()
    )


def _news_file(article, world):
    by = world.users["editor"]
    return ArticleFile.objects.create(article=article, uploaded_by=by, **_document())
