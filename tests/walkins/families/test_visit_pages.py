"""The pages of home visits: from the form to the record, and who sees what of it."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from branch.core.models import AccessRecord
from branch.core.undo import undo
from branch.school.actions import join_families
from branch.walkins.models import FamilyNeed, HomeVisit
from tests.activities.held import photo as upload
from tests.factories import (
    make_class,
    make_family_need,
    make_family_pairing,
    make_guardian,
    make_hardship,
    make_member,
    make_pairing,
    make_staff,
    make_student,
    make_visit,
    make_visit_note,
)
from tests.walkins.families.heads import head_with_a_child
from tests.walkins.pages import filled, shown_students, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
NEW, PLAN = reverse("walkins:visit-create"), reverse("walkins:visit-plan")


head = pytest.fixture(head_with_a_child)


def test_two_choices_record_a_visit_of_today(client, head):
    form = filled(client, f"{NEW}?student={head.child.pk}")
    page = client.post(NEW, form | {"mode": "home"}, follow=True)
    visit = HomeVisit.objects.get()
    assert (visit.happened_on, visit.visitor, visit.state) == (date(2026, 11, 24), head, "done")
    assert [share.student for share in visit.shares.all()] == [head.child]
    assert "家访已记录。" in page.text


def test_a_chip_opens_a_difficulty_in_the_same_form(client, head):
    make_family_need(head.child.family, kind="medical")
    form = filled(client, f"{NEW}?student={head.child.pk}")
    form |= {"mode": "home", "topics": ["care", "medical"], "due_on": "2026-12-15"}
    page = client.post(NEW, form, follow=True)
    need = FamilyNeed.objects.get(kind="care")
    assert (need.family, need.owner, need.due_on) == (
        head.child.family,
        head,
        date(2026, 12, 15),
    )
    assert FamilyNeed.objects.filter(kind="medical").count() == 1
    assert "家访已记录，登记困难 1 件。" in page.text


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({}, "mode", "请选择走访方式。"),
        ({"mode": "home", "happened_on": "2026-11-25"}, "happened_on", "这一天还没有到。"),
        ({"mode": "home", "due_on": "2026-12-15"}, "due_on", "先在“家庭困难”里勾选是哪一类。"),
        ({"mode": "home", "topics": ["none", "care"]}, "topics", "就不要再勾别的困难。"),
    ],
)
def test_bad_input_gets_its_sentence_and_nothing_typed_is_lost(client, head, typed, field, says):
    form = filled(client, f"{NEW}?student={head.child.pk}")
    page = client.post(NEW, form | {"fact": "妈妈在家，一起吃了饭"} | typed)
    shown = page.context["form"]
    assert says in shown.errors[field][0]
    assert (shown["fact"].value(), shown["student"].value()) == (
        "妈妈在家，一起吃了饭",
        str(head.child.pk),
    )
    assert not HomeVisit.objects.exists()


def test_photos_need_the_tick_of_consent(client, head):
    form = filled(client, f"{NEW}?student={head.child.pk}") | {"mode": "home"}
    page = client.post(NEW, form | {"new_photos": [upload()]})
    assert page.context["form"].errors["may_photograph"] == ["家长同意拍照，才能传照片。"]
    held = [str(row.pk) for row in page.context["form"].fields["new_photos"].widget.held]
    again = values(page.context["form"]) | {"may_photograph": "on", "new_photos-held": held}
    client.post(NEW, again)
    photo = HomeVisit.objects.get().photos.get()
    page = client.get(reverse("walkins:visit-photo", args=[photo.visit_id, photo.pk]))
    assert b"".join(page.streaming_content) == photo.file.open("rb").read()
    photo.file.close()
    record = AccessRecord.objects.filter(page="walkins:visit-photo").get()
    assert (record.action, record.subjects) == ("file", {"student": [head.child.pk]})


def test_photos_follow_their_record_and_none_is_stored_twice(client, head):
    form = filled(client, f"{NEW}?student={head.child.pk}")
    sent = form | {"mode": "home", "may_photograph": "on", "photos_awaited": "2"}
    answer = client.post(NEW, sent, headers={"accept": "application/json"})
    visit = HomeVisit.objects.get()
    assert (answer.status_code, answer.json()["address"]) == (201, visit.get_absolute_url())
    assert "还有 2 张照片没有传上" in client.get(visit.get_absolute_url()).text
    key = str(uuid4())
    answers = [
        client.post(answer.json()["photos"], {"key": key, "file": upload()}).status_code
        for _ in range(2)
    ]
    assert (answers, visit.photos.count()) == ([201, 201], 1)
    assert "还有 1 张照片没有传上" in client.get(visit.get_absolute_url()).text


def test_a_photo_that_cannot_be_read_gets_its_sentence(client, head):
    visit = make_visit(head.child, visitor=head, may_photograph=True, photos_awaited=1)
    address = reverse("walkins:visit-photo-add", args=[visit.pk])
    text = SimpleUploadedFile("照片.jpg", b"no picture", "image/jpeg")
    answer = client.post(address, {"key": str(uuid4()), "file": text})
    assert (answer.status_code, "照片.jpg" in answer.json()["says"]) == (422, True)
    assert not visit.photos.exists()


def test_without_consent_no_photo_follows(client, head):
    visit = make_visit(head.child, visitor=head)
    address = reverse("walkins:visit-photo-add", args=[visit.pk])
    answer = client.post(address, {"key": str(uuid4()), "file": upload()})
    assert answer.json() == {"says": "家长同意拍照，才能传照片。"}


def test_a_planned_visit_is_made_with_what_was_planned(client, head):
    companion = make_staff()
    form = filled(client, f"{PLAN}?student={head.child.pk}")
    client.post(
        PLAN,
        form | {"happened_on": "2026-11-24", "at_time": "09:30", "companions": [companion.pk]},
    )
    visit = HomeVisit.objects.get()
    page = client.get(visit.get_absolute_url())
    assert "还没有走访，不计入次数。" in page.text
    done = reverse("walkins:visit-complete", args=[visit.pk])
    client.post(done, filled(client, done) | {"mode": "home"})
    visit.refresh_from_db()
    assert (visit.state, list(visit.companions.all())) == ("done", [companion])


def test_a_moved_visit_asks_for_its_new_day(client, head):
    visit = make_visit(head.child, visitor=head, state="planned", happened_on=date(2026, 11, 24))
    address = reverse("walkins:visit-miss", args=[visit.pk])
    page = client.post(address, filled(client, address) | {"reason": "moved"})
    assert page.context["form"].errors["again_on"] == ["改期的，请写改约在哪一天。"]
    client.post(
        address, values(page.context["form"]) | {"reason": "moved", "again_on": "2026-11-28"}
    )
    assert sorted(HomeVisit.objects.values_list("state", flat=True)) == ["missed", "planned"]


def test_a_head_teacher_reads_only_the_child_of_the_class(client, head):
    brother = make_student(name="张晓雷", family=head.child.family)
    visit = make_visit(head.child, brother, visitor=make_staff())
    page = client.get(visit.get_absolute_url())
    assert ("张晓雨" in page.text, "张晓雷" in page.text) == (True, False)
    assert shown_students() == [head.child.pk]


def test_a_name_in_the_list_does_not_tell_whose_sibling_somebody_is(client, head):
    brother = make_student(name="张晓雷", family=head.child.family)
    make_visit(head.child, brother, visitor=make_staff())
    address = reverse("walkins:visit-list")
    found = [
        len(client.get(f"{address}?q={name}").context["object_list"])
        for name in ("张晓雨", "张晓雷")
    ]
    assert found == [1, 0]


def test_a_companion_reads_the_facts_but_neither_the_hardship_nor_that_there_is_a_note(
    client, head
):
    companion = make_staff()
    visit = make_visit(
        head.child, visitor=head, companions=[companion], is_hardship=True, fact="谈了作息"
    )
    make_visit_note(visit)
    assert "困难家庭" in client.get(visit.get_absolute_url()).text
    client.force_login(companion.user)
    page = client.get(visit.get_absolute_url())
    assert "谈了作息" in page.text
    assert "困难家庭" not in page.text
    assert "保密记录" not in page.text


def test_the_visitor_reads_a_visit_until_the_school_year_is_over(client, head):
    visitor = make_staff()
    now = make_visit(head.child, visitor=visitor)
    before = make_visit(head.child, visitor=visitor, happened_on=date(2026, 6, 14))
    client.force_login(visitor.user)
    answers = [client.get(visit.get_absolute_url()).status_code for visit in (now, before)]
    assert answers == [200, 404]


def test_a_visit_is_on_the_pages_of_the_family_and_of_each_child(client, head):
    sister = make_student(head.child.enrolments.get().school_class, family=head.child.family)
    make_visit(head.child, sister, visitor=head, fact="谈了作息")
    make_guardian(head.child)
    pages = [head.child, sister, head.child.family]
    assert ["谈了作息" in client.get(page.get_absolute_url()).text for page in pages] == [True] * 3


def test_a_visit_is_on_the_timeline_of_the_pairing_and_corrected_as_a_visit(client):
    member = make_member()
    pairing = make_pairing(member=member)
    client.force_login(member.staff.user)
    form = filled(client, f"{NEW}?student={pairing.student_id}")
    client.post(NEW, form | {"mode": "home"})
    page = client.get(pairing.get_absolute_url())
    visit = HomeVisit.objects.get()
    assert page.text.count(visit.get_absolute_url()) == 1
    assert "contacts" not in page.text.partition("gq-tl")[2].partition("</ol>")[0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, head, count, django_assert_num_queries):
    for _ in range(count):
        make_visit(head.child, visitor=head, companions=[make_staff()])
    address = reverse("walkins:visit-list")
    client.get(address)
    with django_assert_num_queries(10):
        page = client.get(address)
    assert page.text.count("张晓雨") == count


def test_the_student_s_hardship_is_not_in_the_form(client):
    member = make_member()
    pairing = make_pairing(member=member)
    make_hardship(pairing.student)
    client.force_login(member.staff.user)
    assert "困难家庭" not in client.get(f"{NEW}?student={pairing.student_id}").text


def test_a_planned_visit_is_a_to_do_of_its_visitor_alone(client, head):
    companion = make_member()
    days = {"over": date(2026, 11, 21), "ahead": date(2026, 11, 28), "later": date(2026, 12, 12)}
    for day in days.values():
        make_visit(
            head.child, visitor=head, companions=[companion.staff], state="planned", happened_on=day
        )
    page = client.get("/desk/")
    titles = [todo.title for todo in page.context["todos"]]
    assert [title for title in titles if "走访" in title] == ["走访张晓雨家"] * 2
    assert "已约 11月28日 周六，走访后记一笔。" in page.text
    assert "没有走成也请记一下" in page.text
    client.force_login(companion.staff.user)
    assert "张晓雨" not in client.get("/desk/").text


def test_families_joined_by_hand_take_their_pairings_and_difficulties_along(client, secretary):
    school_class = make_class()
    kept, other = (make_hardship(make_student(school_class)).student for _ in range(2))
    pairing = make_family_pairing(family=other.family)
    need = make_family_need(other.family)
    step = join_families(kept.family, other, version=1, on=date(2026, 11, 24), by=secretary)
    for row in (pairing, need):
        row.refresh_from_db()
    assert (pairing.family, need.family) == (kept.family, kept.family)
    undo(step, on=date(2026, 11, 24), at=timezone.now(), by=secretary)
    pairing.refresh_from_db()
    assert pairing.family_id == other.family_id


def test_two_families_paired_with_one_member_cannot_be_joined(secretary):
    school_class = make_class()
    kept, other = (make_hardship(make_student(school_class)).student for _ in range(2))
    member = make_member()
    for child in (kept, other):
        make_family_pairing(family=child.family, member=member)
    with pytest.raises(ValidationError, match="该党员已与这个家庭结对"):
        join_families(kept.family, other, version=1, on=date(2026, 11, 24), by=secretary)


def test_a_plan_for_another_day_is_named_when_a_visit_is_recorded(client, head):
    make_visit(head.child, visitor=head, state="planned", happened_on=date(2026, 12, 5))
    form = filled(client, f"{NEW}?student={head.child.pk}")
    page = client.post(NEW, form | {"mode": "home"}, follow=True)
    assert "约在 12-05 的那一次还在" in page.text


def test_a_photo_of_sixty_megabytes_gets_its_sentence_and_nothing_typed_is_lost(client, head):
    large = SimpleUploadedFile("大.jpg", b"\xff" * (60 * 1024 * 1024), "image/jpeg")
    form = filled(client, f"{NEW}?student={head.child.pk}")
    sent = form | {"mode": "home", "may_photograph": "on", "fact": "看了学习的地方"}
    page = client.post(NEW, sent | {"new_photos": [large]})
    shown = page.context["form"]
    assert shown.errors == {"new_photos": ["“大.jpg”有 60 MB，请换一张 10 MB 以内的。"]}
    assert shown["fact"].value() == "看了学习的地方"
    visit = make_visit(head.child, visitor=head, may_photograph=True)
    large.seek(0)
    sent = {"key": str(uuid4()), "file": large}
    answer = client.post(reverse("walkins:visit-photo-add", args=[visit.pk]), sent)
    assert "请换一张 10 MB 以内的" in answer.json()["says"]


def test_a_member_s_difficulty_is_their_own_task(client):
    member, colleague = make_member(), make_staff()
    pairing = make_pairing(member=member)
    client.force_login(member.staff.user)
    form = filled(client, f"{NEW}?student={pairing.student_id}")
    assert "owner" not in form
    sent = {"mode": "home", "topics": ["care"], "due_on": "2026-12-15", "owner": colleague.pk}
    client.post(NEW, form | sent)
    assert FamilyNeed.objects.get().owner == member.staff
