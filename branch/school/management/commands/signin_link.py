from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.school.actions import open_sign_ins
from branch.school.management.slips import write_slip
from branch.school.models import Staff


class Command(BaseCommand):
    help = "没有管理员能登录时，在服务器上给一位在职教职工补发一次性登录网址。"

    def add_arguments(self, parser):
        parser.add_argument("number", metavar="工号")

    def handle(self, *, number, **options):
        try:
            links = open_sign_ins(Staff.objects.filter(number=number), at=timezone.now(), by=None)
        except ValidationError as refusal:
            raise CommandError("".join(refusal.messages)) from refusal
        if not links:
            raise CommandError(f"没有工号是 {number} 的在职教职工，请核对。")
        write_slip(links[0], self.stdout)
