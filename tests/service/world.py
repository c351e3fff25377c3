from tests.service.outings import world as outings
from tests.service.parents import world as parents
from tests.service.registers import world as registers


def add_rows(world):
    outings.add_rows(world)
    parents.add_rows(world)
    registers.add_rows(world)
