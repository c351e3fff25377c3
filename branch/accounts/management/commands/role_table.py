from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from branch.accounts import roles

PAGE = Path(settings.BASE_DIR, "docs", "permissions.md")
BEGIN, END = "<!-- role table: begin -->\n", "<!-- role table: end -->\n"


class Command(BaseCommand):
    help = "Print the role table; with --write, put it into docs/permissions.md."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true")

    def handle(self, *, write, **options):
        if not write:
            self.stdout.write(roles.as_markdown(), ending="")
            return
        before, after = _around(PAGE.read_text(encoding="utf-8"))
        PAGE.write_text(f"{before}{roles.as_markdown()}{after}", encoding="utf-8")


def _around(page):
    """The text before the table with its opening mark, and the text after it with its closing mark."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN, END + after
