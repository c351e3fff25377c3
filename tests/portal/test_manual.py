"""The manual names menus and pages as the portal does."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from branch.core.admin import site
from branch.core.contributions import MENU
from branch.coverage.notices import NoticeKind

MANUAL = sorted(Path(settings.BASE_DIR, "docs/manual").glob("*.md"))
PLACES = {(entry.section, entry.label) for entry in MENU}
REFERENCE = {
    model._meta.verbose_name_plural for model in apps.get_models() if site.is_registered(model)
}
SECTIONS = {section for section, _ in PLACES if section} | {"基础资料"}


@pytest.mark.parametrize("path", MANUAL, ids=lambda path: path.stem)
def test_each_path_begins_with_an_entry_of_the_menu(path):
    paths = re.findall(r"“([^”→]+) → ([^”→]+?)(?: →[^”]*)?”", path.read_text())
    named = {pair for pair in paths if pair[0] in SECTIONS}

    places = PLACES | {("基础资料", name) for name in REFERENCE}
    assert {pair for pair in named if pair not in places} == set()
    assert "参考数据" not in path.read_text()


@pytest.mark.parametrize("kind", NoticeKind.every(), ids=lambda kind: kind.key)
def test_each_kind_of_notice_is_in_the_manual(kind):
    text = Path(settings.BASE_DIR, "docs/manual/notices.md").read_text()

    assert f"| {kind.title.format(count=1)} |" in text
