from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.operations.ticking import run_chores


class Command(BaseCommand):
    help = "定时整理：清除过期的表单令牌、登录会话、登录条和名册文件等。每十分钟运行一次，多运行也无妨。"

    def handle(self, **options):
        ran = run_chores(at=timezone.now())
        for chore, count in ran:
            if count is not None:
                self.stdout.write(f"{chore.title}：{count}")
        if failed := [chore.title for chore, count in ran if count is None]:
            raise CommandError(f"没有办成：{'、'.join(failed)}。原因见日志，下次运行时再办。")
