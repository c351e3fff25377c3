"""Rebuild the search index from the published articles."""

from django.core.management.base import BaseCommand
from django.db import transaction

from branch.news import search


class Command(BaseCommand):
    help = "重建文章检索。换数据库或恢复备份后运行一次。"

    @transaction.atomic
    def handle(self, **options):
        self.stdout.write(f"已重建检索，共 {search.rebuild()} 篇。")
