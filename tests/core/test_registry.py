"""A declaration needs a key of its own: neither an empty one nor another's."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from branch.core.contributions import Total
from branch.core.facts import FACTS, fact
from branch.core.figures import DECLARED, FigureSpec
from branch.operations.job import JOBS, job


def declare_total(name):
    type("Another", (Total,), {"key": name})


def declare_figure(name):
    FigureSpec(name, "天数", "天", 30, "自定")


def declare_fact(name):
    fact(name)(lambda user, *, on: True)


def declare_job(name):
    job(name, title="打包资料", permission="core.use_desk")(lambda run: None)


KINDS = {
    "total": (Total.registry, declare_total),
    "figure": (DECLARED, declare_figure),
    "fact": (FACTS, declare_fact),
    "job": (JOBS, declare_job),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "taken"])
def test_an_empty_or_taken_key_is_refused(kind, is_empty, monkeypatch):
    registry, declare = KINDS[kind]
    monkeypatch.setitem(registry, "tests.taken", "the first")
    before = dict(registry)

    with pytest.raises(ImproperlyConfigured, match="needs a key of its own"):
        declare("" if is_empty else "tests.taken")

    assert registry == before
