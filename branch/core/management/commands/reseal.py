from django.core.management.base import BaseCommand, CommandError

from branch.core.models import sealed_models
from branch.core.resealing import Tally, reseal
from branch.core.sealing import SealError, newest_key


class Command(BaseCommand):
    help = (
        "把所有保密记录移到 GUANGQIN_SEAL_KEYS 的第一把钥匙。可以随时停下，再运行一次会接着做。"
        "有打不开的，写明是哪一条，退出码为 1。"
    )

    def handle(self, **options):
        try:
            name = newest_key()
        except SealError as error:
            raise CommandError(str(error)) from error
        tallies = [self._reseal(model) for model in sealed_models()]
        left = sum(tally.left_count for tally in tallies)
        if left:
            raise CommandError(f"还有 {left} 条不在钥匙 {name} 下，旧钥匙先不要删。")
        self.stdout.write(f"全部在钥匙 {name} 下。")

    def _reseal(self, model):
        tally = Tally(model)
        for tally in reseal(model):
            self.stdout.write(f"{model._meta.verbose_name}：已移 {tally.moved} 条")
        for reason in tally.refused.values():
            self.stderr.write(f"打不开：{reason}")
        total = model.objects.count()
        self.stdout.write(
            f"{model._meta.verbose_name}：共 {total} 条，这次移了 {tally.moved} 条，打不开 {len(tally.refused)} 条。"
        )
        return tally
