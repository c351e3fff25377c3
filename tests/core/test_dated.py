"""Dated rows: past days keep their answers, and void rows are left out everywhere."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import functions

from branch.accounts.models import Role
from branch.core.dated import Dated, Opening, Voidable
from branch.coverage.actions import record_excuse
from branch.members.models import Office
from branch.walkins.models import PostingPlan
from tests.factories import (
    LONG_AGO,
    make_class,
    make_consent,
    make_family_pairing,
    make_grant,
    make_head,
    make_member,
    make_need,
    make_posting,
    make_student,
    make_term,
    make_user,
)
from tests.service.partners.rows import make_agreement, make_entry, make_evaluation, make_report
from tests.service.registers.rows import make_community, make_paper, make_registration
from tests.service.teams.rows import make_person

BRANCH = Path(__file__).parents[2] / "branch"
VOIDABLE = [model for model in apps.get_models() if issubclass(model, Voidable)]
OPENING = [model for model in VOIDABLE if issubclass(model, Opening)]


def label(model):
    return model._meta.label


@pytest.fixture
def rows(db, committee):
    """{model: a running row of it}"""
    member, here = make_member(), make_community()
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
        make_consent(),
        make_family_pairing(),
        make_registration(community=here, paper=make_paper(here, committee)),
        make_agreement(),
        make_report(),
        make_entry(),
        make_evaluation(),
        make_person(),
        make_posting(plan=PostingPlan.objects.create(term=make_term(), started_by=committee)),
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


# {the name by which a query joins a voidable model}
RELATIONS = {
    field.name
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if field.related_model in VOIDABLE and not (field.auto_created and field.hidden)
}
# calls that take names of fields to join; a prefetch makes a query of its own, through the manager
JOINING = {
    *(name for name in dir(models.QuerySet) if name != "prefetch_related"),
    *(name for name in dir(models) if hasattr(getattr(models, name), "resolve_expression")),
    *(name for name in dir(functions) if hasattr(getattr(functions, name), "resolve_expression")),
}


def joins_of(source):
    """The names of fields in a module's source that join a voidable model."""
    longer = re.findall(rf"\b(?:{'|'.join(sorted(RELATIONS))})__\w+", source)
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = (name for call in calls for name in _names_in(call))
    return [*longer, *(name for name in named if name.lstrip("-").split("__")[-1] in RELATIONS)]


def _names_in(call):
    """The keywords and strings of a call that takes names of fields, also those of a `**{}`."""
    called = getattr(call.func, "attr", getattr(call.func, "id", None))
    if called not in JOINING:
        return
    for keyword in call.keywords:
        spread = keyword.value.keys if isinstance(keyword.value, ast.Dict) else ()
        yield from [keyword.arg] if keyword.arg else map(_text_of, spread)
    if called != "get":  # also a method of dictionaries; a queryset's takes no names
        yield from map(_text_of, call.args)


def _text_of(node):
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else ""


@pytest.mark.parametrize(
    "source",
    [
        "rows.filter(statuses__kind='full')",
        "rows.annotate(n=Count('enrolments'))",
        "rows.annotate(n=models.Count('student__enrolments', distinct=True))",
        "rows.exclude(needs=None)",
        "rows.filter(~Q(member__offices=None))",
        "rows.filter(**{'needs': None})",
        "rows.filter(Exists(others.filter(pk=OuterRef('head_posts'))))",
        "rows.order_by('-grants').values('pk')",
        "rows.annotate(one=Coalesce('statuses', 0))",
    ],
)
def test_a_join_is_found_wherever_its_name_ends(source):
    assert joins_of(source)


@pytest.mark.parametrize(
    "source",
    [
        "rows.prefetch_related('statuses', Prefetch('offices', seats, to_attr='seats'))",
        "rows.filter(pk__in=member.statuses.values('member'))",
        "super().get_context_data(grants=user.grants.all())",
        "line.values.get('offices')",
    ],
)
def test_what_passes_through_a_manager_is_no_join(source):
    assert not joins_of(source)


def test_no_query_joins_a_voidable_model():
    """Such a join would include void rows, because it uses no manager."""
    found = {
        str(path.relative_to(BRANCH)): joins_of(path.read_text())
        for path in BRANCH.rglob("*.py")
        if "migrations" not in path.parts
    }

    assert {"enrolments", "needs", "statuses"} <= RELATIONS
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
