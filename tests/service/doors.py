from tests.service.giving import doors as giving
from tests.service.outings import doors as outings
from tests.service.parents import doors as parents
from tests.service.partners import doors as partners
from tests.service.registers import doors as registers
from tests.service.talks import doors as talks
from tests.service.teams import doors as teams

DOORS = {
    **outings.DOORS,
    **giving.DOORS,
    **parents.DOORS,
    **partners.DOORS,
    **registers.DOORS,
    **teams.DOORS,
    **talks.DOORS,
}
