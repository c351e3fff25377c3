"""What this app adds to the fictional school, a part for each folder."""

from .parents.demo import Families
from .registers.demo import Registers
from .talks.demo import Talks

__all__ = ["Families", "Registers", "Talks"]
