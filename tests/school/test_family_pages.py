"""The page of a family, and the forms that correct, join and split families."""

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, UndoStep
from branch.school.models import Family, Guardian
from tests.factories import (
    make_class,
    make_guardian,
    make_head,
    make_member,
    make_pairing,
    make_staff,
    make_student,
)
from tests.many import make_students_in_need
from tests.walkins.pages import filled, shown_students

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
OPTIONS = {"kind": "student", "scope": "family"}


@pytest.fixture
def mine():
    return make_class()


@pytest.fixture
def child(mine):
    family = Family.objects.create(address="学林街 3 号")
    student = make_student(mine, name="李明", family=family)
    make_guardian(student, name="赵春兰", phone="13900001111")
    return student


@pytest.fixture
def as_head(client, mine):
    client.force_login(make_head(mine, staff=make_staff(name="韩若溪")).user)


def page_of(name, family, *more):
    return reverse(f"school:family-{name}", args=[family.pk, *more])


# the page


def test_the_page_shows_the_family_and_masks_the_telephone(client, as_head, child):
    text = client.get(child.family.get_absolute_url()).text

    shown = ["李明家", "班主任 韩若溪", "赵春兰", "139****1111", "学林街 3 号", "分开"]
    assert [one for one in shown if one not in text] == ["分开"]
    assert "13900001111" not in text
    assert shown_students() == [child.pk]


def test_a_sibling_of_another_class_is_counted_and_not_named(client, as_head, child, committee):
    sister = make_student(name="李悦", family=child.family)
    make_pairing(student=sister, member=make_member(staff=make_staff(name="沈秋荷")))
    seen = {}
    for who in ("head", "committee"):
        text = client.get(child.family.get_absolute_url()).text
        words = ("李悦", "沈秋荷", "另有 1 名在别的班", "合并另一家", "本校学生 2 名")
        seen[who] = ([word for word in words if word in text], shown_students())
        client.force_login(committee)

    assert seen == {
        "head": (["另有 1 名在别的班", "本校学生 2 名"], [child.pk]),
        "committee": (
            ["李悦", "沈秋荷", "合并另一家", "本校学生 2 名"],
            [child.pk, sister.pk],
        ),
    }


def test_the_members_paired_with_the_children_are_named(client, as_head, child):
    member = make_member(staff=make_staff(name="周文静"))
    pairing = make_pairing(student=child, member=member)
    left = make_member(staff=make_staff(name="沈秋荷"))
    make_pairing(
        student=child, member=left, until_on="2026-10-01", end_reason="other", outcome="done"
    )

    text = client.get(child.family.get_absolute_url()).text

    assert f'<a href="{pairing.get_absolute_url()}"><b>周文静</b></a>　李明' in text
    assert "沈秋荷" not in text


def test_the_page_of_a_student_leads_to_the_family(client, as_head, child):
    assert f'href="{child.family.get_absolute_url()}"' in client.get(child.get_absolute_url()).text


def test_a_family_without_guardians_and_address_says_so(client, as_committee):
    text = client.get(make_student().family.get_absolute_url()).text

    assert "还没有登记监护人。" in text
    assert "还没有登记住址。" in text
    assert "结对党员" not in text


# the address


def test_an_address_is_corrected(client, as_head, child):
    address = page_of("update", child.family)

    page = client.post(address, filled(client, address) | {"address": "望江路 7 号"})

    assert page.url == child.family.get_absolute_url()
    child.family.refresh_from_db()
    assert child.family.address == "望江路 7 号"


def test_an_address_that_is_too_long_is_refused_at_its_field_and_kept(client, as_head, child):
    address, typed = page_of("update", child.family), "长" * 103

    page = client.post(address, filled(client, address) | {"address": typed})

    assert page.context["form"].errors == {"address": ["最多 100 字，请删去 3 字。"]}
    assert typed in page.text


# a join


def test_a_family_is_joined_in_two_pages_and_parted_by_a_button(client, as_committee, child):
    sister = make_student(name="李悦", family=Family.objects.create(address="望江路 7 号"))
    choose = page_of("relative", child.family)
    confirm = client.post(choose, filled(client, choose) | {"student": sister.pk}).url
    asked = client.get(confirm).text
    assert "李悦" in asked
    assert shown_students() == [child.pk, sister.pk]

    done = client.post(confirm, filled(client, confirm) | {"address": "望江路 7 号"}, follow=True)

    assert [str(message) for message in done.context["messages"]] == [
        "两家已合为一个家庭。合并错了，今天可以撤销。"
    ]
    assert Family.objects.get().address == "望江路 7 号"
    undone = client.post(reverse("portal:step-undo", args=[UndoStep.objects.get().token]))
    assert undone.url == child.family.get_absolute_url()
    assert Family.objects.count() == 2


def test_an_address_that_is_not_chosen_is_asked_for(client, as_committee, child):
    sister = make_student(family=Family.objects.create(address="望江路 7 号"))
    confirm = page_of("join", child.family, sister.pk)
    sent = filled(client, confirm)
    sent["address"] = ""

    page = client.post(confirm, sent)

    assert page.context["form"].errors == {"address": ["请选择留哪一个住址。"]}
    assert Family.objects.count() == 2


def test_one_address_stays_without_a_question(client, as_committee, child):
    confirm = page_of("join", child.family, make_student().pk)

    assert "address" not in client.get(confirm).context["form"].fields
    client.post(confirm, filled(client, confirm))

    assert Family.objects.get().address == "学林街 3 号"


def test_the_second_writer_of_a_join_is_shown_both_texts(client, as_committee, child):
    sister = make_student(family=Family.objects.create(address="望江路 7 号"))
    confirm, update = page_of("join", child.family, sister.pk), page_of("update", child.family)
    sent = filled(client, confirm) | {"address": "望江路 7 号"}
    client.post(update, filled(client, update) | {"address": "学林街 5 号"})

    page = client.post(confirm, sent)

    assert page.status_code == 409
    assert page.context["rows"] == [("留哪一个住址", "学林街 5 号", "望江路 7 号")]
    assert Family.objects.count() == 2


def test_a_join_that_was_done_by_another_is_refused_with_a_sentence(client, as_committee, child):
    sister = make_student()
    confirm = page_of("join", child.family, sister.pk)
    first, second = filled(client, confirm), filled(client, confirm)
    client.post(confirm, first)

    page = client.post(confirm, second)

    assert "刚有人改动了这个家庭" in page.text
    assert client.get(confirm).url == child.family.get_absolute_url()


def test_a_child_is_chosen_before_the_next_page(client, as_committee, child):
    address = page_of("relative", child.family)

    answers = {
        choice: client.post(address, filled(client, address) | {"student": choice})
        for choice in ("", child.pk)
    }

    assert [list(answer.context["form"].errors.values()) for answer in answers.values()] == [
        [["请选择学生。"]],
        [["这名学生已在这个家庭里，或者不能由您合并，请另选。"]],
    ]


def test_without_the_script_a_child_is_found_by_the_name_written(client, as_committee, child):
    make_students_in_need(101)
    sister = make_student(name="李悦")
    address = page_of("relative", child.family)

    page = client.post(address, filled(client, address) | {"student_sought": "李悦"})

    assert page.context["form"].errors == {"student": ["请从列出的“李悦”里选一项。"]}
    assert f'<option value="{sister.pk}"' in page.text
    assert shown_students() == [child.pk, sister.pk]


def test_a_head_teacher_is_offered_and_shown_no_child_of_another_class(
    client, as_head, mine, child
):
    make_student(mine, name="唐小满")
    away = make_student(name="唐小雨")
    make_student(mine, name="唐小雪", family=away.family)
    found = client.get(reverse("portal:people-options"), OPTIONS | {"q": "唐小"})
    offered = client.get(page_of("relative", child.family)).context["form"]["student"].offered

    assert [row["label"] for row in found.json()["options"]] == ["唐小满"]
    assert [row.name for row in offered] == ["唐小满"]
    page = client.get(page_of("join", child.family, away.pk))
    assert (page.status_code, "唐小雨" in page.text) == (404, False)


# a split


def test_a_child_is_split_off_with_the_guardian_ticked(client, as_committee, child):
    sister = make_student(name="李悦", family=child.family)
    father = make_guardian(child, name="李建业", relation="父亲", phone="13900002222")
    address = page_of("split", child.family)
    typed = {"student": sister.pk, "guardians": [father.pk], "address": "望江路 7 号"}

    page = client.post(address, filled(client, address) | typed)

    sister.refresh_from_db()
    assert page.url == sister.family.get_absolute_url()
    assert (sister.family.address, sister.family.guardians.get()) == ("望江路 7 号", father)
    assert child.family.guardians.get().name == "赵春兰"


def test_a_split_without_a_child_is_refused_at_the_field_and_keeps_the_ticks(
    client, as_committee, child
):
    make_student(family=child.family)
    mother = Guardian.objects.get()
    address = page_of("split", child.family)
    assert "guardians" not in filled(client, address)

    page = client.post(address, filled(client, address) | {"guardians": [mother.pk]})

    assert page.context["form"].errors == {"student": ["请选择学生。"]}
    assert page.context["form"]["guardians"].value() == [str(mother.pk)]


def test_the_only_child_is_not_split_off(client, as_committee, child):
    address = page_of("split", child.family)

    page = client.post(address, filled(client, address) | {"student": child.pk})

    assert page.context["form"].non_field_errors() == ["这个家庭只有一名学生，不用分开。"]


def test_every_form_of_a_family_notes_its_children_as_read(client, as_committee, child):
    sister = make_student(family=child.family)
    for name in ("update", "split", "relative"):
        AccessRecord.objects.all().delete()
        client.get(page_of(name, child.family))
        assert {child.pk, sister.pk} <= set(shown_students())
