"""A text over its limit: refused in a sentence that counts as the browser does, never cut."""

import importlib
import pkgutil

import pytest
from django import forms

import branch
from branch.members.forms import FlagForm
from branch.walkins.students.forms import ContactFacts

for _module in pkgutil.walk_packages(branch.__path__, "branch."):
    if "forms" in _module.name.split("."):
        importlib.import_module(_module.name)


def kinds_of(form_class):
    for kind in form_class.__subclasses__():
        yield kind
        yield from kinds_of(kind)


LIMITED = [
    pytest.param(field, id=f"{kind.__name__}.{name}")
    for kind in sorted(set(kinds_of(forms.BaseForm)), key=lambda kind: kind.__name__)
    if kind.__module__.startswith("branch.")
    for name, field in getattr(kind, "base_fields", {}).items()
    if getattr(field, "max_length", None)
]


def one_field(field, text=None):
    kind = type("OneField", (forms.Form,), {"text": field})
    return kind(None if text is None else {"text": text})


def test_the_forms_of_every_app_are_found():
    assert len(LIMITED) >= 50


@pytest.mark.parametrize("field", LIMITED)
def test_no_text_is_cut_and_each_has_a_counter(field):
    html = str(one_field(field)["text"])

    assert "maxlength" not in html
    assert f'data-limit="{field.max_length}"' in html


@pytest.mark.parametrize("field", LIMITED)
def test_a_text_over_the_limit_is_refused_in_a_sentence_and_kept(field):
    text = "长" * (field.max_length + 14)

    form = one_field(field, text)

    assert form.errors["text"][0] == f"最多 {field.max_length} 字，请删去 14 字。"
    assert text in str(form["text"])


@pytest.mark.parametrize("text", ["写" * 59 + "\r\n" + "完" * 60, "😀" * 120, " " + "满" * 120])
def test_lines_and_emoji_count_as_one_each(text):
    form = one_field(FlagForm.base_fields["pledge"], text)

    assert form.errors == {}
    assert form.cleaned_data["text"] == text.strip().replace("\r\n", "\n")


def test_an_unchanged_text_of_lines_is_no_change():
    form = one_field(FlagForm.base_fields["pledge"], "一\r\n二")
    form.initial = {"text": "一\n二"}

    assert form.changed_data == []


@pytest.mark.django_db
def test_the_sentence_of_a_grown_form_is_the_same(committee, today):
    known = {"pairings": [], "user": committee, "on": today}
    errors = ContactFacts({"fact": "长" * 214}, **known).errors

    assert errors["fact"] == ["最多 200 字，请删去 14 字。"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/", "/desk/people/", "/desk/members/"])
def test_words_too_many_to_search_for_are_kept_and_said(address, as_secretary):
    text = "找" * 41

    page = as_secretary.get(address, {"q": text}).content.decode()

    assert f'value="{text}"' in page
    assert page.count("字，请删去") == 1
