"""A new app shows up everywhere by its own files alone: see `tests/new_app/garden`."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.once import once


@pytest.fixture(scope="module")
def seen(shared):
    """What a portal with one app more shows; in a process of its own, whose registries nobody shares."""
    return once(shared / "new-app", walk)


def walk():
    done = subprocess.run(
        [sys.executable, "-m", "tests.new_app.walk"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("place", "holds"),
    [
        ("menu", "花圃"),
        ("quick", "种一棵"),
        ("todos", "给银杏挂名牌"),
        ("todos", "给银杏浇水"),
        ("board", "浇水"),
        ("sections", "garden/adopted.html"),
        ("student", "认养了银杏"),
        ("family", "认养了银杏"),
        ("search", "银杏"),
        ("notices", "有 1 棵花木由您浇水：银杏"),
        ("opened", "/desk/garden/"),
        ("chores", "garden.forgotten"),
        ("appointed", "照看银杏，请安排人接手。"),
    ],
)
def test_it_stands_in_every_list_that_looks_across_apps(seen, place, holds):
    assert holds in seen[place]


@pytest.mark.parametrize("page", ["desk", "board", "search", "options", "job"])
def test_the_students_it_names_are_recorded_as_read(seen, page):
    assert seen["adopters"][page] == [True, True]


def test_its_roster_is_imported_its_fact_allows_and_its_figure_may_be_set(seen):
    assert [seen[part] for part in ("rosters", "import", "fact", "figure")] == [True] * 4


def test_it_has_its_ledger_and_its_row_of_the_role_table(seen):
    assert (seen["ledgers"], seen["ledger"], seen["roles"]) == (True, True, True)


def test_its_public_figure_is_shown_once_it_points_at_nobody(seen):
    assert (seen["few"], seen["many"]) == (0, 1)
