"""Rules of the code that no linter checks."""

import ast
import re
from importlib import import_module
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
# lowest first; apps of one rank may not import each other
RANKS = (
    ("core",),
    ("accounts",),
    ("operations",),
    ("rosters", "ledgers", "coverage"),
    ("school",),
    ("members", "harm"),
    ("activities",),
    ("walkins", "service", "news"),
    ("portal",),
    ("demo",),
)
RANK = {name: rank for rank, names in enumerate(RANKS) for name in names}
LAYERS = list(RANK)


def _files(pattern, *folders):
    found = (path for folder in folders for path in (ROOT / folder).rglob(pattern))
    return [path for path in found if "migrations" not in path.parts]


# Playwright's methods that read a page once; `expect` reads it until it is as expected
READ_ONCE = (
    r"\.(?:is_[a-z]+|inner_\w+|text_content|all_\w+|input_value|get_attribute|evaluate\w*|title)\("
    r"|page\.url|^(?!.*objects).*\.count\(\)"
)
PYTHON = _files("*.py", "branch", "guangqin", "tests")
TEMPLATES = _files("*.html", "templates")
SHEETS = _files("*.css", "static") + _files("*.js", "static")
# one chore that fails, by whatever exception, must not keep the others from running
BOUNDARIES = {"branch/operations/ticking.py": ["except Exception"]}
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("branch.")]


def _name(path):
    return str(path.relative_to(ROOT))


def _lines(path):
    return len(path.read_text().splitlines())


def _functions(path):
    tree = ast.parse(path.read_text())
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("app", LAYERS)
def test_every_app_has_a_docstring_of_one_sentence(app):
    sentence = ast.get_docstring(ast.parse((ROOT / f"branch/{app}/__init__.py").read_text()))

    assert sentence.endswith(".")
    assert len(sentence.splitlines()) == 1


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_no_relation_leads_to_a_higher_app(model):
    own = RANK[model._meta.app_label]
    relations = [
        field for field in model._meta.get_fields() if field.is_relation and field.concrete
    ]
    targets = {
        field.related_model._meta.app_label
        for field in relations
        if field.related_model.__module__.startswith("branch.")
    }

    assert {app for app in targets if RANK[app] > own} <= (
        {"accounts"} if model._meta.app_label == "core" else set()
    )


@pytest.mark.parametrize("path", _files("*.py", "branch"), ids=_name)
def test_a_lower_app_never_names_a_higher_one(path):
    app = path.relative_to(ROOT / "branch").parts[0]
    if path.parent.name == "branch":
        return
    higher = [name for name in LAYERS if RANK[name] > RANK.get(app, 99)]
    pattern = rf"[\"'](?:branch\.)?({'|'.join(higher)})[.:]" if higher else r"(?!)"

    assert re.findall(pattern, path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_includes_none_of_a_higher_app(path):
    """Templates shared by all apps are in `components`, which includes none of an app."""
    own = RANK.get(path.relative_to(ROOT / "templates").parts[0], 0)
    folders = re.findall(r"{% (?:include|extends) [\"'](\w+)/", path.read_text())

    assert [name for name in folders if RANK.get(name, 0) > own] == []


def _needs_token(name):
    text = (ROOT / "templates" / name).read_text()
    return "{% csrf_token %}" in text or any(map(_needs_token, re.findall(INCLUDED, text)))


INCLUDED = r"{% include \"([^\"]+)\""


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_form_included_alone_has_the_token_of_its_page(path):
    """Without it the form is answered by 403."""
    alone = re.findall(INCLUDED + r"([^%]*) only %}", path.read_text())

    lacking = [name for name, given in alone if "csrf_token=" not in given and _needs_token(name)]
    assert lacking == []


@pytest.mark.parametrize("path", PYTHON + SHEETS, ids=_name)
def test_a_file_is_at_most_400_lines(path):
    assert _lines(path) <= 400


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_is_at_most_150_lines(path):
    assert _lines(path) <= 150


@pytest.mark.parametrize("path", _files("*.py", "branch"), ids=_name)
def test_a_function_is_at_most_30_lines(path):
    long = [f.name for f in _functions(path) if f.end_lineno - f.lineno + 1 > 30]

    assert long == []


def test_the_median_function_is_at_most_seven_lines():
    sizes = [
        f.end_lineno - f.lineno + 1 for path in _files("*.py", "branch") for f in _functions(path)
    ]

    assert median(sizes) <= 7


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_no_inline_style_script_or_unescaped_output(path):
    forbidden = r"style=|<style|\son\w+=|javascript:|\|safe\b|autoescape off|<script(?![^>]*src=)"

    assert re.findall(forbidden, path.read_text()) == []


@pytest.mark.parametrize("path", _files("*.py", "branch", "guangqin"), ids=_name)
def test_no_banned_name_is_used(path):
    # `def pre_save` is a method of a field that sets its own value; the signal of that name is banned
    forbidden = r"mark_safe|csrf_exempt|post_save|(?<!def )pre_save|__all__\"|except Exception|# fmt:|request\.GET\.get"

    assert re.findall(forbidden, path.read_text()) == BOUNDARIES.get(_name(path), [])


def test_suppressions_are_few_and_give_their_reason():
    found = [
        line.strip()
        for path in _files("*.py", "branch", "guangqin")
        for line in path.read_text().splitlines()
        if re.search(r"# noqa|# type: ignore|pragma: no cover", line)
    ]

    assert len(found) <= 5
    assert [line for line in found if not re.search(r"# noqa: \w+ \(.+\)", line)] == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_constraint_is_named_after_its_app_and_has_a_sentence(model):
    shown = [c for c in model._meta.constraints if not c.name.startswith("core_formtoken")]
    for constraint in shown:
        assert constraint.name.startswith(f"{model._meta.app_label}_")
    checks = [c for c in shown if isinstance(c, models.CheckConstraint)]
    for constraint in checks:
        assert re.search(r"[\u4e00-\u9fff].*。$", constraint.violation_error_message)


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_in_the_glossary(model):
    assert f"`{model.__name__}`" in (ROOT / "docs/glossary.md").read_text()


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_docstring(model):
    assert not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("path", _files("*.py", "bench", "drill"), ids=_name)
def test_bench_and_drill_can_be_imported(path):
    """No other test imports `bench` and `drill`, so a renamed import would not be noticed."""
    name = _name(path).removesuffix(".py").replace("/", ".")
    if not name.endswith(("__main__", "bare")):
        assert import_module(name)


@pytest.mark.parametrize("path", _files("test_*.py", "tests"), ids=_name)
def test_no_test_measures_time(path):
    """A busy machine is slow; how fast something is, `make bench` says beside something else of the same run."""
    imported = [
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]

    assert [name for name in imported if name in ("time", "timeit")] == []


@pytest.mark.parametrize("path", _files("test_*.py", "tests/browser"), ids=_name)
def test_a_browser_test_waits_for_what_it_asserts(path):
    """Only the functions in `checks.py` measure a page; each first waits until the page is loaded, or for what it says."""
    statements = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assert | ast.Return)
    ]

    assert [line for line in statements if re.search(READ_ONCE, line)] == []
    assert "wait_for_function" not in path.read_text()
