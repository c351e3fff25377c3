from tests.service.outings import world as outings
from tests.service.parents import world as parents
from tests.service.partners import world as partners
from tests.service.registers import world as registers
from tests.service.talks import world as talks
from tests.service.teams import world as teams


def add_rows(world):
    outings.add_rows(world)
    parents.add_rows(world)
    partners.add_rows(world)
    registers.add_rows(world)
    teams.add_rows(world)
    talks.add_rows(world)
