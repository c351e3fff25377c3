from .registers.duties import EveryMemberRegisters
from .talks.duties import LecturesForParents, SecretaryLecturesParents

# declared with their parts
__all__ = ["EveryMemberRegisters", "LecturesForParents", "SecretaryLecturesParents"]
