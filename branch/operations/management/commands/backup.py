from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.operations import backup


def at_least_one(text):
    if (count := int(text)) < 1:
        raise ValueError(text)
    return count


class Command(BaseCommand):
    help = "把数据库和全部文件备份成一个文件，写入指定目录。"

    def add_arguments(self, parser):
        parser.add_argument("directory", help="存放备份的目录，最好在另一块硬盘上")
        parser.add_argument(
            "--keep", type=at_least_one, default=14, help="目录里保留最新的几份（默认 14）"
        )

    def handle(self, *, directory, keep, **options):
        try:
            file = backup.write(directory, at=timezone.localtime(), keep=keep)
        except backup.BackupError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as problem:
            raise CommandError(f"备份没有写成：{problem}") from problem
        self.stdout.write(f"已备份到 {file}（{file.stat().st_size / 1e6:.1f} MB）。")
        self.stdout.write(f"恢复时运行：python manage.py restore {file}")
