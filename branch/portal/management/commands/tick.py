from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from branch.accounts.models import SignInLink
from branch.core.imports.actions import forget_imports
from branch.core.models import FormToken


class Command(BaseCommand):
    help = "定时整理：清除过期的表单令牌和登录会话、失效满 30 天的登录条，以及导入超过一天的名册文件。每小时运行一次，多运行也无妨。"

    def handle(self, **options):
        now = timezone.now()
        tokens, _ = FormToken.objects.expired_at(now).delete()
        sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
        links, _ = SignInLink.objects.spent_at(now).delete()
        forget_imports(at=now)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(
                    "ANALYZE"
                )  # not counted, its search for a rare word walks every article
        self.stdout.write(
            f"已清除 {tokens} 个过期的表单令牌、{sessions} 个过期的登录会话、{links} 张过期的登录条。"
        )
