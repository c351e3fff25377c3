from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branch.accounts.models import KEEPERS, Role
from branch.school.actions import open_first_sign_in
from branch.school.management.slips import write_slip

ROLES = {name: role for role in KEEPERS for name in (role.value, role.label)}


class Command(BaseCommand):
    help = "空的门户里，造出第一位书记或第一位管理员，各一次；打印一次性登录网址。"

    def add_arguments(self, parser):
        parser.add_argument("role", metavar="ROLE", help="书记 或 管理员")
        parser.add_argument("number", metavar="工号")
        parser.add_argument("name", metavar="姓名")

    def handle(self, *, role, number, name, **options):
        if role not in ROLES:
            raise CommandError("角色写 书记 或 管理员。其他角色由这两位一起任命。")
        role = Role(ROLES[role])
        try:
            link = open_first_sign_in(role=role, number=number, name=name, at=timezone.now())
        except ValidationError as refusal:
            raise CommandError("".join(refusal.messages)) from refusal
        self.stdout.write(f"已设{role.label}：{name}（工号 {number}）。")
        write_slip(link, self.stdout)
