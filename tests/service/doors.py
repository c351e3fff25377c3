from tests.service.outings import doors as outings
from tests.service.parents import doors as parents
from tests.service.registers import doors as registers

DOORS = {
    **outings.DOORS,
    **parents.DOORS,
    **registers.DOORS,
}
