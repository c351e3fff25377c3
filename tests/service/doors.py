from tests.service.parents import doors as parents
from tests.service.registers import doors as registers

DOORS = {
    **parents.DOORS,
    **registers.DOORS,
}
