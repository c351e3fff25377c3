from tests.service.giving import doors as giving
from tests.service.parents import doors as parents
from tests.service.registers import doors as registers

DOORS = {
    **giving.DOORS,
    **parents.DOORS,
    **registers.DOORS,
}
