"""Components that are drawn once for each of their arguments, and addresses whose pattern is reversed once."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.urls import reverse, set_script_prefix
from django.utils.safestring import mark_safe

from branch.core.addresses import address_of
from branch.core.models import SiteProfile

STATUS = '{% load portal_format %}{% drawn "components/status.html" kind=kind text=text %}'
INCLUDED = '{% include "components/status.html" with kind=kind text=text only %}'


def _html(source, **context):
    return Template(source).render(Context(context))


def test_a_drawn_component_is_what_an_include_would_show():
    for kind, text in (("ok", "已记录"), ("soon", "待补记录"), ("ok", "已记录")):
        assert _html(STATUS, kind=kind, text=text) == _html(INCLUDED, kind=kind, text=text)


def test_a_text_marked_as_safe_does_not_open_the_door_for_one_that_is_not():
    assert "<b>1</b>" in _html(STATUS, kind="ok", text=mark_safe("<b>1</b>"))
    assert "&lt;b&gt;1&lt;/b&gt;" in _html(STATUS, kind="ok", text="<b>1</b>")


def test_a_row_is_not_drawn():
    with pytest.raises(ImproperlyConfigured, match="takes values, not SiteProfile"):
        _html(STATUS, kind="ok", text=SiteProfile())


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("portal:desk", ()),
        ("school:student-detail", (1,)),
        ("school:student-detail", (20571,)),
        ("coverage:excuse-create", ("walkins.contact", 7)),
    ],
)
def test_an_address_is_what_reverse_gives(name, args):
    assert address_of(name, *args) == reverse(name, args=args)


def test_an_address_is_below_the_prefix_of_the_request():
    try:
        set_script_prefix("/branch/")
        assert address_of("school:student-detail", 1) == "/branch/desk/students/1/"
    finally:
        set_script_prefix("/")
    assert address_of("school:student-detail", 1) == reverse("school:student-detail", args=[1])


def test_a_row_without_a_number_has_no_address():
    with pytest.raises(TypeError):
        address_of("school:student-detail", None)
