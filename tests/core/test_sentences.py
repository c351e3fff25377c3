"""What is refused is said in the portal's words everywhere: no sentence of Django's reaches a page."""

import importlib
import pkgutil
import re
from gettext import GNUTranslations
from pathlib import Path

import django
import pytest
from django import forms
from django.apps import apps
from django.contrib.auth.forms import BaseUserCreationForm, SetPasswordForm
from django.db import models
from django.utils.translation import gettext, ngettext

import branch
from branch.core.sentences import COUNTED, SENTENCES
from tests.core.test_limits import kinds_of

for _module in pkgutil.walk_packages(branch.__path__, "branch."):
    if "forms" in _module.name or _module.name.endswith(".admin"):
        importlib.import_module(_module.name)

# the one sentence that Django itself has not translated
UNTRANSLATED = "%(model)s instance with %(field)s %(value)r is not a valid choice."
HAN = re.compile("[一-鿿]")
FORMS = {kind for kind in kinds_of(forms.BaseForm) if kind.__module__.startswith("branch.")}
FIELDS = {forms.Field, *kinds_of(forms.Field), *kinds_of(models.Field)}
MODELS = [model for model in apps.get_models() if model.__module__.startswith("branch.")]


class Catalogue(GNUTranslations):
    """A file of translations whose sentences can be listed."""

    @property
    def sentences(self):
        return self._catalog


def own_catalogue():
    """{English: sentence} of Django's own translation, read from its files."""
    found = {}
    for file in Path(django.__file__).parent.glob("**/locale/zh_Hans/LC_MESSAGES/django.mo"):
        with file.open("rb") as catalogue:
            found |= Catalogue(catalogue).sentences
    return found


DJANGO = own_catalogue()
OWN = set(DJANGO.values())


def foreign(texts):
    """Those of the texts that are Django's sentences or no Chinese."""
    return [text for text in map(str, texts) if text and (text in OWN or not HAN.search(text))]


def said(fields):
    """Every sentence that these fields have; those with a number in them are in `COUNTED`."""
    for field in fields:
        yield from field.error_messages.values()
        for check in field.validators:
            if isinstance(getattr(check, "message", None), str):
                yield check.message


def by_name(kind):
    return f"{kind.__module__}.{kind.__name__}"


def test_the_forms_of_every_app_are_found():
    assert len(FORMS) >= 150
    assert len(OWN) >= 400


@pytest.mark.parametrize("form", sorted(FORMS, key=by_name), ids=by_name)
def test_no_field_of_a_form_speaks_as_django(form):
    fields = getattr(form, "base_fields", {})

    assert {name: foreign(said([field])) for name, field in fields.items()} == {
        name: [] for name in fields
    }


@pytest.mark.parametrize("kind", sorted(FIELDS, key=by_name), ids=by_name)
def test_no_kind_of_field_speaks_as_django(kind):
    says = vars(kind).get("default_error_messages", {})

    assert foreign(says.values()) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_column_and_no_rule_speaks_as_django(model):
    rules = [rule.get_violation_error_message() for rule in model._meta.constraints]

    assert foreign([*said(model._meta.fields), *rules]) == []


@pytest.mark.parametrize("kind", [SetPasswordForm, BaseUserCreationForm])
def test_no_form_of_django_speaks_as_django(kind):
    assert foreign(kind.error_messages.values()) == []


@pytest.mark.parametrize("text", COUNTED)
def test_a_sentence_with_a_number_is_ours(text):
    assert (text, 0) in DJANGO
    assert ngettext(text, text, 2) == COUNTED[text]


@pytest.mark.parametrize("text", SENTENCES)
def test_each_sentence_replaces_one_of_django(text):
    assert text in DJANGO or (text, 0) in DJANGO or text == UNTRANSLATED
    assert gettext(text) == SENTENCES[text]


@pytest.mark.django_db
def test_a_page_of_reference_data_speaks_in_our_words(as_secretary):
    page = as_secretary.post(
        "/desk/admin/core/figure/add/", {"value": "abc", "from_on": "2026-13-40"}
    )

    errors = page.context["adminform"].form.errors
    assert errors == {
        "key": ["请选择规定。"],
        "value": ["请填一个数。"],
        "from_on": ["请按 2026-11-24 的样子填写日期。"],
        "why": ["请填写依据。"],
    }
