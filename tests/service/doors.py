from tests.service.parents import doors as parents
from tests.service.registers import doors as registers
from tests.service.talks import doors as talks

DOORS = {
    **parents.DOORS,
    **registers.DOORS,
    **talks.DOORS,
}
