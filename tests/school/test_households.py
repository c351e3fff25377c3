"""Families are corrected, joined and split by hand; a join is undone on its day."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from branch.core.consequences import digest_of, follows
from branch.core.models import AuditEvent, Stale, UndoStep
from branch.core.undo import undo
from branch.school.actions import (
    Joining,
    deal_roll_numbers,
    families,
    join_families,
    record_guardian,
    revise_address,
    split_family,
)
from branch.school.models import Family, FamilyNumber, Guardian, Student
from tests.factories import make_class, make_guardian, make_head, make_student

pytestmark = pytest.mark.django_db
SECRETS = ("林秀珍", "学林街", "13900001111", "潘云澈")


def said():
    """What the audit says of each event."""
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "says"))


@pytest.fixture
def home():
    """The family of a student, with an address and a mother."""
    student = make_student(name="潘云澈", family=Family.objects.create(address="学林街 3 号"))
    make_guardian(student, name="林秀珍", phone="13900001111")
    return student.family


@pytest.fixture
def sister():
    student = make_student(family=Family.objects.create(address="望江路 7 号"))
    make_guardian(student, name="潘国强", relation="父亲", phone="13900002222")
    return student


def everybody(family):
    """The names of the children and of the guardians."""
    rows = [*family.students.order_by("pk"), *family.guardians.all()]
    return [row.name for row in rows]


# who sees a family


def test_a_head_teacher_sees_the_families_of_the_class_and_changes_those_they_see_whole(
    home, sister, committee
):
    mine = make_class()
    head = make_head(mine).user
    own, half = make_student(mine).family, make_student(mine, family=sister.family).family
    empty = Family.objects.create()

    seen = {
        user: (set(Family.objects.visible_to(user)), set(Family.objects.whole_to(user)))
        for user in (head, committee)
    }

    every = {home, own, half}
    assert seen == {head: ({own, half}, {own}), committee: (every, every)}
    assert empty in Family.objects.all()


def test_only_pupils_of_whole_families_are_offered_for_a_join(sister, today):
    mine = make_class()
    head = make_head(mine).user
    own, alone = make_student(mine), make_student(mine, family=None)
    make_student(mine, family=sister.family)

    assert set(Student.objects.joinable_by(head, on=today)) == {own, alone}


# the address


def test_an_address_is_corrected_and_the_audit_does_not_say_it(home, committee):
    revise_address(home, address="文汇路 9 号", version=1, by=committee)

    home.refresh_from_db()
    assert (home.address, home.version) == ("文汇路 9 号", 2)
    assert said() == [("address.revised", "")]


def test_the_second_of_two_writers_of_an_address_is_refused(home, committee):
    revise_address(home, address="文汇路 9 号", version=1, by=committee)

    with pytest.raises(Stale) as refusal:
        revise_address(home, address="学林街 5 号", version=1, by=committee)

    assert refusal.value.current.address == "文汇路 9 号"


def test_the_address_of_a_family_that_was_joined_meanwhile_is_refused(
    home, sister, committee, today
):
    join_families(home, sister, version=1, on=today, by=committee)

    with pytest.raises(ValidationError) as refusal:
        revise_address(sister.family, address="学林街 5 号", version=1, by=committee)

    assert refusal.value.messages == [families.CHANGED]


# a join


@pytest.mark.parametrize(("chosen", "kept"), [("", "学林街 3 号"), ("望江路 7 号", "望江路 7 号")])
def test_joined_families_have_all_people_and_the_address_chosen(
    home, sister, committee, today, chosen, kept
):
    join_families(home, sister, version=1, on=today, by=committee, address=chosen)

    home = Family.objects.get()
    assert everybody(home) == ["潘云澈", sister.name, "林秀珍", "潘国强"]
    assert (home.address, home.version) == (kept, 2)
    assert said() == [("family.joined", f"家庭 {sister.family_id}")]


def test_a_pupil_without_a_family_enters_one(home, committee, today):
    alone = make_student(family=None)

    join_families(home, alone, version=1, on=today, by=committee)

    alone.refresh_from_db()
    assert (alone.family, Family.objects.count()) == (home, 1)


def test_a_join_is_undone_on_its_day(home, sister, committee, today):
    before = list(Family.objects.order_by("pk").values("pk", "address"))
    step = join_families(home, sister, version=1, on=today, by=committee, address="望江路 7 号")

    undo(step, on=today, at=timezone.now(), by=committee)

    assert list(Family.objects.order_by("pk").values("pk", "address")) == before
    sister.refresh_from_db()
    assert everybody(sister.family) == [sister.name, "潘国强"]
    assert everybody(home) == ["潘云澈", "林秀珍"]
    assert [verb for verb, _ in said()] == ["family.joined", "family.joining_undone"]


def test_a_join_that_is_undone_gives_both_families_their_numbers_back(
    home, sister, committee, term, today
):
    deal_roll_numbers(on=today)
    before = dict(FamilyNumber.objects.values_list("family", "number"))
    step = join_families(home, sister, version=1, on=today, by=committee)
    assert FamilyNumber.objects.count() == 1

    undo(step, on=today, at=timezone.now(), by=committee)

    assert dict(FamilyNumber.objects.values_list("family", "number")) == before


def test_a_family_that_was_split_off_has_a_number_at_once(home, committee, term, today):
    younger = make_student(family=home)

    own = split_family(home, younger, guardians=[], address="", version=1, on=today, by=committee)

    assert [number.family for number in FamilyNumber.objects.all()] == [own]


def test_a_join_whose_address_was_corrected_since_is_not_undone(home, sister, committee, today):
    step = join_families(home, sister, version=1, on=today, by=committee)
    revise_address(home, address="文汇路 9 号", version=2, by=committee)

    with pytest.raises(ValidationError, match="不能撤销"):
        undo(step, on=today, at=timezone.now(), by=committee)

    assert Family.objects.get().address == "文汇路 9 号"


def test_a_guardian_who_came_since_stays_with_the_family_that_was_kept(
    home, sister, committee, today
):
    step = join_families(home, sister, version=1, on=today, by=committee)
    record_guardian(sister, name="潘奶奶", relation="祖母", phone="", on=today, by=committee)

    undo(step, on=today, at=timezone.now(), by=committee)

    assert everybody(home) == ["潘云澈", "林秀珍", "潘奶奶"]


def test_a_head_teacher_who_lost_the_class_does_not_undo_the_join(today):
    mine = make_class()
    head, one, other = make_head(mine), make_student(mine), make_student(mine)
    step = join_families(one.family, other, version=1, on=today, by=head.user)
    head.head_posts.update(until_on=today.replace(day=1))

    with pytest.raises(ValidationError) as refusal:
        undo(step, on=today, at=timezone.now(), by=head.user)

    assert refusal.value.messages == [families.NOT_WHOLE]


@pytest.mark.parametrize("elsewhere", ["of the family", "of the other"])
def test_a_head_teacher_joins_no_family_with_a_child_of_another_class(today, elsewhere):
    mine = make_class()
    head, one, other = make_head(mine).user, make_student(mine), make_student(mine)
    make_student(family={"of the family": one, "of the other": other}[elsewhere].family)

    with pytest.raises(ValidationError) as refusal:
        join_families(one.family, other, version=1, on=today, by=head)

    assert refusal.value.messages == [families.NOT_WHOLE]
    assert Family.objects.count() == 2


def test_a_join_says_what_follows_and_is_refused_if_that_changed(home, sister, committee, today):
    def shown():
        return follows("school.family_join", Joining(home, sister), on=today, by=committee)

    seen = digest_of(shown())
    says = [follow.says for follow in shown()]
    make_guardian(sister, name="潘奶奶", relation="祖母", phone="")

    assert says[1:] == [
        "监护人都留下：林秀珍（母亲）、潘国强（父亲）",
        "两家登记的住址不同，只留一个：学林街 3 号；望江路 7 号",
    ]
    assert says[0].startswith("潘云澈（初二（")
    with pytest.raises(ValidationError, match="情况有了变化"):
        join_families(home, sister, version=1, on=today, by=committee, seen=seen)


# a split


def test_a_child_moves_into_a_family_of_its_own_with_the_guardians_ticked(home, committee, today):
    brother = make_student(family=home)
    father = make_guardian(brother, name="潘国强", relation="父亲", phone="13900002222")

    own = split_family(
        home,
        brother,
        guardians=[father],
        address="望江路 7 号",
        version=1,
        on=today,
        by=committee,
    )

    assert (everybody(own), own.address) == ([brother.name, "潘国强"], "望江路 7 号")
    home.refresh_from_db()
    assert (everybody(home), home.address) == (["潘云澈", "林秀珍"], "学林街 3 号")
    assert said() == [("family.split", f"家庭 {home.pk}")]
    assert home.version == 2


def refused(act):
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.messages


def test_a_split_is_refused_that_no_longer_fits(home, sister, committee, today):
    common = {"address": "", "version": 1, "on": today, "by": committee}
    only, theirs = home.students.get(), sister.family.guardians.get()

    assert refused(lambda: split_family(home, only, guardians=[], **common)) == [families.ONE_CHILD]
    make_student(family=home)
    acts = [
        lambda: split_family(home, sister, guardians=[], **common),
        lambda: split_family(home, only, guardians=[theirs], **common),
    ]
    assert [refused(act) for act in acts] == [[families.CHANGED]] * 2
    assert Family.objects.count() == 2


def test_a_head_teacher_does_not_split_a_family_with_a_child_of_another_class(home, today):
    mine = make_class()
    head, own = make_head(mine).user, make_student(mine, family=home)
    common = {"guardians": [], "address": "", "version": 1, "on": today, "by": head}

    assert refused(lambda: split_family(home, own, **common)) == [families.NOT_WHOLE]
    assert home.students.count() == 2


# two writers at once


def test_the_second_of_two_joins_of_the_same_families_is_refused(home, sister, committee, today):
    join_families(home, sister, version=1, on=today, by=committee)

    again = refused(lambda: join_families(home, sister, version=1, on=today, by=committee))
    back = refused(
        lambda: join_families(
            Family(pk=sister.family_id), home.students.first(), version=1, on=today, by=committee
        )
    )

    assert again == back == [families.CHANGED]


def test_a_join_after_a_correction_of_the_address_is_stale(home, sister, committee, today):
    revise_address(home, address="文汇路 9 号", version=1, by=committee)

    with pytest.raises(Stale):
        join_families(home, sister, version=1, on=today, by=committee)

    assert Family.objects.count() == 2
    assert not UndoStep.objects.exists()


def test_the_families_of_a_join_are_locked_in_one_order_before_its_people(
    home, sister, committee, today
):
    """SQLite has one writer at a time and needs no lock of a row."""
    with CaptureQueriesContext(connection) as queries:
        join_families(sister.family, home.students.get(), version=1, on=today, by=committee)

    sql = [query["sql"] for query in queries]
    lock = next(n for n, one in enumerate(sql) if 'FROM "school_family"' in one)
    assert 'ORDER BY "school_family"."id" ASC' in sql[lock]
    assert sql[lock].endswith("FOR UPDATE") is connection.features.has_select_for_update
    assert lock < next(n for n, one in enumerate(sql) if one.startswith("UPDATE"))


def test_no_audit_of_a_family_says_a_name_an_address_or_a_telephone(home, sister, committee, today):
    join_families(home, sister, version=1, on=today, by=committee)
    revise_address(home, address="学林街 5 号", version=2, by=committee)
    split_family(
        home,
        sister,
        guardians=Guardian.objects.filter(family=home),
        address="学林街 3 号",
        version=3,
        on=today,
        by=committee,
    )

    text = repr(list(AuditEvent.objects.values()))
    assert "family.split" in text
    assert [secret for secret in SECRETS if secret in text] == []
