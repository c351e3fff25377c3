"""The stylesheets, scripts and icons of every page: small, local, and supported by old browsers."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

SHEETS = sorted((settings.BASE_DIR / "static/css").glob("*.css"))
# The editor is a module, which needs a newer browser.
SCRIPTS = sorted(
    path
    for path in (settings.BASE_DIR / "static/js").glob("*.js")
    if not path.name.startswith("editor-")
)
PUBLIC_SCRIPTS = ("copy.js",)
# Chromium 80 supports none of these, and ignores a rule that contains one.
TOO_NEW = r"@layer|@container|:has\(|:is\(|:where\(|color-mix|oklch|\binset:|aspect-ratio|(?:margin|padding)-(?:inline|block)|\?\.|\?\?"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """{name: path} of every static file as production serves it."""
    root = tmp_path_factory.mktemp("static")
    bundled = {"staticfiles": {"BACKEND": "guangqin.storage.BundledStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=root, STORAGES=settings.STORAGES | bundled):
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((root / "staticfiles.json").read_text())["paths"]
    return {name: root / hashed for name, hashed in names.items()}


def weight(path):
    return len(gzip.compress(Path(path).read_bytes(), 9))


# A visitor loads the first once, on any line; colleagues load the second once a version.
@pytest.mark.parametrize(("name", "most"), [("css/public.css", 14), ("css/desk.css", 18)])
def test_a_page_loads_one_stylesheet_of_few_kb(collected, name, most):
    assert "@import" not in collected[name].read_text()
    assert weight(collected[name]) <= most * 1024


def test_a_bundled_stylesheet_keeps_the_order_of_its_parts(collected):
    text = collected["css/public.css"].read_text()

    assert text.index("--paper: #faf6ee") < text.index(".gq-btn {") < text.index("@media print {")
    assert text.count("{") == text.count("}")


def test_the_scripts_of_a_public_page_weigh_at_most_4_kb(collected):
    assert sum(weight(collected[f"js/{name}"]) for name in PUBLIC_SCRIPTS) <= 4 * 1024


def test_the_field_that_searches_weighs_at_most_3_kb(collected):
    """Of which half a kilobyte keeps a name that is not found, says so and looks for a similar one."""
    assert weight(collected["js/combo.js"]) <= 3 * 1024


@pytest.mark.parametrize("path", SHEETS + SCRIPTS, ids=lambda path: path.name)
def test_old_browsers_support_the_file(path):
    assert re.findall(TOO_NEW, path.read_text()) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_defines_no_global_name(path):
    lines = [line for line in path.read_text().splitlines() if not line.startswith("//")]

    assert (lines[0], lines[-1]) == ("(function () {", "})();")


def test_every_icon_that_a_template_names_exists():
    drawn = set(
        re.findall(r'id="i-([\w-]+)"', (SHEETS[0].parents[1] / "img/icons.svg").read_text())
    )
    used = {
        name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r"{% icon \"([\w-]+)\"", path.read_text())
    }

    assert used - drawn == set()
