from .registers.ledgers import ResidenceLedger
from .talks.ledgers import CommunityLectureLedger, ParentSchoolLedger

# declared with their parts
__all__ = ["CommunityLectureLedger", "ParentSchoolLedger", "ResidenceLedger"]
