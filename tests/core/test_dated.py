"""Dated rows: past days keep their answers, and void rows are left out everywhere."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from branch.accounts.models import Role
from branch.core.dated import Dated, Opening, Voidable
from branch.coverage.actions import record_excuse
from branch.members.models import Office
from tests.factories import (
    LONG_AGO,
    make_class,
    make_grant,
    make_head,
    make_member,
    make_need,
    make_student,
    make_user,
)

BRANCH = Path(__file__).parents[2] / "branch"
VOIDABLE = [model for model in apps.get_models() if issubclass(model, Voidable)]
OPENING = [model for model in VOIDABLE if issubclass(model, Opening)]


def label(model):
    return model._meta.label


@pytest.fixture
def rows(db, committee):
    """{model: a running row of it}"""
    member = make_member()
    excuse = record_excuse(
        duty_key="", subject=member, reason="支教", from_on=LONG_AGO, by=committee
    )
    found = [
        make_grant(make_user(), Role.EDITOR),
        excuse,
        member.statuses.get(),
        Office.objects.create(member=member, kind="youth", from_on=LONG_AGO),
        make_head(make_class()).head_posts.get(),
        make_student().enrolments.get(),
        make_need(),
    ]
    return {type(row): row for row in found}


def copy_of(row):
    """A copy of the row."""
    twin = type(row).objects.get(pk=row.pk)
    twin.pk = None
    twin._state.adding = True
    return twin


def mark_void(row):
    row.is_void = True
    row.save()


def test_every_dated_model_is_tested_here(rows):
    assert set(rows) == set(VOIDABLE)


@pytest.mark.parametrize("model", VOIDABLE, ids=label)
def test_every_unique_constraint_leaves_void_rows_out(model):
    constraints = model._meta.constraints
    unique = [row for row in constraints if isinstance(row, models.UniqueConstraint)]

    assert unique
    assert all(("is_void", False) in constraint.condition.children for constraint in unique)


@pytest.mark.parametrize("model", VOIDABLE, ids=label)
def test_a_second_running_row_is_refused_until_the_first_is_void(rows, model):
    row = rows[model]
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(row).save()
    twin = copy_of(row)
    mark_void(row)

    twin.full_clean()
    twin.save()

    assert list(model.objects.filter(pk__in=[row.pk, twin.pk])) == [twin]


@pytest.mark.parametrize("model", VOIDABLE, ids=label)
def test_no_manager_or_relation_shows_a_void_row(rows, model):
    row = rows[model]
    mark_void(row)

    assert not model.objects.filter(pk=row.pk).exists()
    for field in model._meta.get_fields():
        if field.many_to_one and field.concrete and not field.remote_field.hidden:
            of_parent = getattr(getattr(row, field.name), field.remote_field.get_accessor_name())
            assert not of_parent.filter(pk=row.pk).exists()
    row.refresh_from_db()
    assert row.is_void


def test_no_filter_passes_through_a_relation_to_a_voidable_model():
    """Such a join would include void rows, because it uses no manager."""
    relations = [
        relation.get_accessor_name()
        for model in apps.get_models()
        for relation in model._meta.related_objects
        if relation.related_model in VOIDABLE and not relation.hidden
    ]
    joins = re.compile(rf"\b(?:{'|'.join(sorted(set(relations)))})__\w+")
    found = {
        str(path.relative_to(BRANCH)): joins.findall(path.read_text())
        for path in BRANCH.rglob("*.py")
        if "migrations" not in path.parts
    }

    assert "enrolments" in relations
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize("model", OPENING, ids=label)
def test_an_ended_row_has_a_last_day(rows, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=rows[model].pk).update(is_ended=True)


@pytest.mark.parametrize(
    "model", [model for model in VOIDABLE if issubclass(model, Dated)], ids=label
)
def test_a_dated_row_holds_on_its_first_and_its_last_day(rows, model, today):
    rows[model].until_on = today
    rows[model].save()
    ours = model.objects.filter(pk=rows[model].pk)

    held = [ours.active_on(day).exists() for day in (today, today + timedelta(1))]
    first = rows[model].from_on
    began = [ours.active_on(first - timedelta(n)).exists() for n in (0, 1)]

    assert (held, began) == ([True, False], [True, False])
