"""The models of all parts, from which other apps import."""

from .outings.models import ConsultTally, ConsultTap, ConsultTopic, Series, TripStop
from .parents.models import (
    FamilyTurnout,
    ParentOpening,
    ParentQuestion,
    ParentSignUp,
    SignUpSource,
    WrongTry,
)
from .partners.models import (
    AgreementPaper,
    BranchReport,
    EntryStep,
    EvaluationPaper,
    ListEntry,
    PartnerContact,
    PartnerEvaluation,
    PartnershipAgreement,
)
from .registers.models import (
    ChecklistItem,
    Community,
    CommunityPaper,
    CommunityRegistration,
    ItemTick,
    RegistrationReceipt,
    ServiceContent,
    ServiceDeed,
)
from .teams.models import TeamMembership, TeamPupils, VolunteerTeam

__all__ = [
    "AgreementPaper",
    "BranchReport",
    "ChecklistItem",
    "Community",
    "CommunityPaper",
    "CommunityRegistration",
    "EntryStep",
    "EvaluationPaper",
    "ConsultTally",
    "ConsultTap",
    "ConsultTopic",
    "FamilyTurnout",
    "ItemTick",
    "ListEntry",
    "ParentOpening",
    "ParentQuestion",
    "ParentSignUp",
    "PartnerContact",
    "PartnerEvaluation",
    "PartnershipAgreement",
    "RegistrationReceipt",
    "Series",
    "ServiceContent",
    "ServiceDeed",
    "SignUpSource",
    "TeamMembership",
    "TeamPupils",
    "VolunteerTeam",
    "TripStop",
    "WrongTry",
]
