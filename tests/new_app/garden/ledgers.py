from branch.ledgers.ledger import Column, Ledger

from .models import Plant


class PlantLedger(Ledger):
    slug, title, permission = "plants", "花木登记表", "garden.view_plant"
    columns = (Column("名称", "name"), Column("种植日期", "planted_on"))

    def rows(self, user, *, period, filters):
        return Plant.objects.visible_to(user)

    def scope_of(self, user, *, on):
        return "全校"
