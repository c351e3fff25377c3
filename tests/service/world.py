from tests.service.parents import world as parents
from tests.service.registers import world as registers
from tests.service.talks import world as talks


def add_rows(world):
    parents.add_rows(world)
    registers.add_rows(world)
    talks.add_rows(world)
