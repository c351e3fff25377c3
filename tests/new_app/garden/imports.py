from functools import partial

from branch.accounts.models import User
from branch.rosters import cells
from branch.rosters.changes import new
from branch.rosters.importer import Field, Importer

from .models import Plant

WORD = partial(cells.words, limit=20)


class PlantImporter(Importer):
    kind, title, permission = "plants", "花木名册", "garden.import_plant"
    hint = "每棵一行，写编号、名称和浇水人的工号。"
    models, main = (Plant,), Plant
    fields = (
        Field("编号", "number", cells.key_number, is_required=True),
        Field("名称", "name", WORD, is_required=True),
        Field("工号", "keeper", WORD, is_required=True),
    )

    def plan(self, lines, *, on, effective_on):
        names = [line.values["keeper"] for line in lines]
        keepers = User.objects.in_bulk(names, field_name="username")
        for line in lines:
            facts = line.values | {"keeper": keepers[line.values["keeper"]], "planted_on": on}
            line.changes = [new(Plant(**facts))]
