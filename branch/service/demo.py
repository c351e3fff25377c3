"""What this app adds to the fictional school, a part for each folder."""

from .outings.demo import Outings
from .parents.demo import Families
from .registers.demo import Registers

__all__ = ["Families", "Outings", "Registers"]
