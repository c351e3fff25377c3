import time

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from branch.operations.ticking import TakenError, tick

TAKEN = "另一次整理正在运行，这次不办。"


def minutes(text):
    if (count := int(text)) < 1:
        raise ValueError(text)
    return count


class Command(BaseCommand):
    help = "定时整理：清除过期的数据，把该发的提醒放进待发消息并发出。每十分钟运行一次，多运行、几台机器同时运行也无妨。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=minutes,
            metavar="MINUTES",
            help="不退出，每隔几分钟整理一次；给没有定时器的机器用",
        )

    def handle(self, *, every, **options):
        if every is None:
            self.tick()
            return
        while True:
            try:
                self.tick()
            except (CommandError, OperationalError) as failed:
                self.stderr.write(f"{timezone.localtime():%H:%M} {failed}")
            close_old_connections()
            time.sleep(every * 60)

    def tick(self):
        try:
            ran = tick(at=timezone.now())
        except TakenError:
            self.stdout.write(TAKEN)
            return
        for chore, count in ran:
            if count is not None:
                self.stdout.write(f"{chore.title}：{count}")
        if failed := [chore.title for chore, count in ran if count is None]:
            raise CommandError(f"没有办成：{'、'.join(failed)}。原因见日志，下次运行时再办。")
