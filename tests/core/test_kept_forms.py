"""Whatever is typed or ticked is kept: each form has drafts, or says why not and is guarded."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver

from branch.core.drafts import DraftMixin
from branch.core.forms import ActionForm
from branch.news import steps

# forms that store no record; the reason for which each keeps no draft
PLAIN = {
    "StatementCheck": "a question of a reader, which stores nothing",
    "AuthenticationForm": "a password",
    "PasswordForm": "a password",
    "FirstPasswordForm": "a password",
    "FeedbackForm": "an answer without a name, of which the browser keeps nothing",
    "FindForm": "a code, by which a stranger's own sign-up is found",
    "LayoutForm": "a step of an import, filled from the file",
    "ColumnsForm": "a step of an import, filled from the file",
    "BeginForm": "one tick of an import",
}
TEMPLATES = {
    path.relative_to(Path(settings.BASE_DIR, "templates")).as_posix(): path.read_text()
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
}
# a form with fields of its own, in contrast to a button
FIELDS = re.compile(r"\{\{ (open\.)?form[^}]*\|(crispy|as_crispy_field) \}\}|\{% crispy form %\}")
FORMS = re.compile(r'<form [^>]*method="post".*?</form>', re.DOTALL)
SAYS = re.compile("data-draft-saved|drafts=drafts")
NO_SHELL = {"registration/login.html", "accounts/first.html", "accounts/account.html"}
FILLED = [
    pytest.param(name, form, id=name)
    for name, text in TEMPLATES.items()
    for form in FORMS.findall(text)
    if FIELDS.search(form) and name not in NO_SHELL and not name.startswith("guangqin_forms/")
]


def views(patterns):
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry.url_patterns)
        elif view := getattr(entry.callback, "view_class", None):
            yield view


def forms_of_views():
    found = {getattr(view, "form_class", None) for view in views(get_resolver().url_patterns)}
    found |= {step.form_class for step in vars(steps).values() if isinstance(step, steps.Step)}
    return sorted(
        (form for form in found if isinstance(form, type)), key=lambda form: form.__qualname__
    )


@pytest.mark.parametrize("form_class", forms_of_views(), ids=lambda form: form.__qualname__)
def test_a_form_keeps_drafts_or_says_why_not(form_class):
    if not issubclass(form_class, ActionForm):
        assert form_class.__name__ in PLAIN
        return
    is_filled = any(not field.widget.is_hidden for field in form_class.known_fields().values())

    stated = [bool(form_class.draft_name), bool(form_class.no_draft)]
    assert stated.count(True) == (1 if is_filled else 0)


def test_a_form_with_drafts_is_of_a_page_that_keeps_them():
    """The views of those that store nothing have none."""
    found = {
        view.__name__: view
        for view in views(get_resolver().url_patterns)
        if getattr(getattr(view, "form_class", None), "draft_name", "")
    }

    assert {name for name, view in found.items() if not issubclass(view, DraftMixin)} == set()


def test_no_two_forms_share_the_name_of_a_draft():
    """But those of one record: to write and to correct it."""
    names = {}
    for form_class in forms_of_views():
        if getattr(form_class, "draft_name", ""):
            names.setdefault(form_class.draft_name, set()).add(form_class.__module__)

    assert {name for name, modules in names.items() if len(modules) > 1} == set()


@pytest.mark.parametrize(("name", "form"), FILLED)
def test_a_form_with_fields_is_kept_or_guarded(name, form):
    """But a tally: its script keeps each tap on the phone until it is sent."""
    head = form.partition("\n")[0]

    assert any(mark in head for mark in ("{% kept %}", "data-guard", "data-tally="))


DRAFTED = {
    (view.template_name, view.form_class.draft_name)
    for view in views(get_resolver().url_patterns)
    if isinstance(getattr(view, "form_class", None), type) and view.template_name
    if getattr(view.form_class, "draft_name", "")
}


@pytest.mark.parametrize(("name", "draft"), sorted(DRAFTED))
def test_the_page_of_a_form_with_drafts_offers_them_and_says_where_they_are(name, draft):
    """The script needs each of these."""
    text = TEMPLATES[name]
    kept = [form for form in FORMS.findall(text) if "{% kept %}" in form.partition("\n")[0]]

    assert "components/draft_bar.html" in text
    assert [bool(SAYS.search(form)) for form in kept] == [True]
