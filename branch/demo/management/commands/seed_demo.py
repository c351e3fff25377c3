from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.core.statistics import analyze
from branch.demo.seed import is_seeded, seed


class Command(BaseCommand):
    help = "Load the invented demo school; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="the day as of which to build the school, YYYY-MM-DD",
        )

    def handle(self, *, today, **options):
        if settings.MODE == "production":
            raise CommandError("演示学校不能装进正式的门户：它带有公开的口令。请在演示模式下使用。")
        if is_seeded():
            self.stdout.write("演示学校已经在了，没有改动。")
            return
        seed(today or timezone.localdate(), say=self.stdout.write)
        analyze()
        self.stdout.write("演示学校已就绪。")
