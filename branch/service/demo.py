"""What this app adds to the fictional school, a part for each folder."""

from .outings.demo import Outings
from .parents.demo import Families
from .partners.demo import Partners
from .registers.demo import Registers
from .talks.demo import Talks
from .teams.demo import Teams

__all__ = ["Families", "Outings", "Partners", "Registers", "Talks", "Teams"]
