"""What this app adds to the fictional school, a part for each folder."""

from .registers.demo import Registers

__all__ = ["Registers"]
