import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.coverage.duty import Duty
from branch.coverage.forms import BoardDay
from branch.coverage.snapshots import in_figures
from branch.coverage.status import whole_branch


class Command(BaseCommand):
    help = "列出各项要求在某一天的落实情况：全支部，只有数字。"

    def add_arguments(self, parser):
        parser.add_argument("--on", help="截至哪一天，如 2026-11-24，默认今天")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, on, json: bool, **options):
        # the board's own rule, so that both refuse the same days in the same words
        asked = BoardDay({"on": on}, today=timezone.localdate())
        if not asked.is_valid():
            raise CommandError(asked.errors["on"][0])
        on = asked.day
        if asked.doubt:
            self.stderr.write(asked.doubt)
        tallies = whole_branch(on=on)
        self.stdout.write(as_json(tallies) if json else as_table(tallies, on=on))


def as_json(tallies):
    figures = {key: in_figures(tally) for key, tally in tallies.items()}
    return json.dumps(figures, ensure_ascii=False, indent=2)


def as_table(tallies, *, on):
    """The figures of the board, in its units."""
    lines = [f"截至 {on}，按截至今天的记录："]
    for key, tally in tallies.items():
        duty = Duty.of(key)
        says = f"{duty.title}　{tally.done} / {tally.needed} {duty.count_unit}"
        lines.append(f"{says}，暂缓 {tally.spared}，差 {tally.missing}")
    return "\n".join(lines)
