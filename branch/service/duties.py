from .registers.duties import EveryMemberRegisters

# declared with their parts
__all__ = ["EveryMemberRegisters"]
