import json
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.core.forms import within_years
from branch.coverage.duty import Duty
from branch.coverage.status import whole_branch


class Command(BaseCommand):
    help = "列出各项要求在某一天的落实情况：全支部，只有数字。"

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="截至哪一天，默认今天")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, on, json: bool, **options):
        today = timezone.localdate()
        on = on or today
        if on > today:
            raise CommandError("请选择今天或以前的日期。")
        try:
            within_years(on)
        except ValidationError as refusal:
            raise CommandError(refusal.message) from None
        figures = {key: figures_of(tally) for key, tally in whole_branch(on=on).items()}
        self.stdout.write(as_json(figures) if json else as_table(figures, on=on))


def figures_of(tally):
    return {
        "population": tally.bound,
        "met": tally.met,
        "excused": tally.excused,
        "gaps": tally.open,
        "done": tally.done,
        "needed": tally.needed,
    }


def as_json(figures):
    return json.dumps(figures, ensure_ascii=False, indent=2)


def as_table(figures, *, on):
    lines = [f"截至 {on}，按截至今天的记录："]
    for key, each in figures.items():
        duty = Duty.of(key)
        says = f"{duty.title}　{each['met']} / {each['population']} {duty.unit}"
        lines.append(f"{says}，暂缓 {each['excused']}，差 {each['gaps']}")
    return "\n".join(lines)
