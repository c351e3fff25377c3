from django.core.management.base import BaseCommand
from django.utils import timezone

from branch.operations.ticking import run_chores


class Command(BaseCommand):
    help = "定时整理：清除过期的表单令牌、登录会话、登录条和名册文件等。每十分钟运行一次，多运行也无妨。"

    def handle(self, **options):
        for chore, count in run_chores(at=timezone.now()):
            self.stdout.write(f"{chore.title}：{count}")
