from .registers.ledgers import ResidenceLedger

# declared with their parts
__all__ = ["ResidenceLedger"]
