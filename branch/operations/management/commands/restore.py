import signal
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.operations import backup


class Command(BaseCommand):
    help = "用 backup 写成的文件恢复数据库和全部文件。请先停止门户服务。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="备份文件")
        parser.add_argument("--force", action="store_true", help="现有数据另存，换成备份里的")

    def handle(self, *, file, force, **options):
        # a SIGTERM must not leave a half-restored school: let what is unwound put things back
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("恢复被中断，原有数据没有改动。"))
        try:
            manifest = backup.restore(file, at=timezone.localtime(), force=force)
        except backup.BackupError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as problem:
            raise CommandError(f"没有恢复成：{problem}") from problem
        count = len(manifest["files"]) - 1
        self.stdout.write(f"已恢复 {manifest['made_at']} 的备份：数据库和 {count} 个文件。")
        self.stdout.write("请接着运行：python manage.py migrate，然后启动门户服务。")
