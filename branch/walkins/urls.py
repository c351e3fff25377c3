from django.urls import path

from .aid.views import drives
from .aid.views import lines as aidlines
from .classes.views import heads, plans, sessions
from .classes.views import pages as classpages
from .classes.views import postings as classpostings
from .families.views import batches, campaigns, handovers, papers, rounds, visits
from .families.views import needs as familyneeds
from .families.views import notes as visitnotes
from .families.views import pairings as familypairings
from .families.views import proposals as familyproposals
from .students.views import claims, contacts, goals, needs, notes, pairings, proposals, several

app_name = "walkins"

urlpatterns = [
    path("head-teachers/", heads.HeadList.as_view(), name="head-list"),
    path("head-teachers/print/", heads.HeadPrint.as_view(), name="head-print"),
    path("head-teachers/<key:pk>/waiver/", heads.WaiverCreate.as_view(), name="waiver-create"),
    path("waivers/<key:pk>/edit/", heads.WaiverUpdate.as_view(), name="waiver-update"),
    path("needs/", needs.NeedList.as_view(), name="need-list"),
    path("needs/new/", needs.NeedCreate.as_view(), name="need-create"),
    path("needs/<key:pk>/close/", needs.NeedClose.as_view(), name="need-close"),
    path("pairings/", pairings.PairingList.as_view(), name="pairing-list"),
    path("pairings/new/", pairings.PairingCreate.as_view(), name="pairing-create"),
    path("pairings/<key:pk>/", pairings.PairingDetail.as_view(), name="pairing-detail"),
    path("pairings/<key:pk>/end/", pairings.PairingEnd.as_view(), name="pairing-end"),
    path("pairings/<key:pk>/phone/", pairings.phone_reveal, name="phone-reveal"),
    path("proposals/", proposals.ProposalList.as_view(), name="proposal-list"),
    path("proposals/new/", proposals.ProposalCreate.as_view(), name="proposal-create"),
    path("proposals/several/", several.ProposalSeveral.as_view(), name="proposal-several"),
    path("proposals/<key:pk>/", proposals.ProposalDetail.as_view(), name="proposal-detail"),
    path("proposals/<key:pk>/letter/", proposals.ProposalLetter.as_view(), name="proposal-letter"),
    path("proposals/<key:pk>/accept/", proposals.proposal_accept, name="proposal-accept"),
    path("proposals/<key:pk>/decline/", proposals.proposal_decline, name="proposal-decline"),
    path("proposals/<key:pk>/agree/", proposals.proposal_agree, name="proposal-agree"),
    path("proposals/<key:pk>/stop/", proposals.proposal_stop, name="proposal-stop"),
    path("pairings/<key:pk>/goals/new/", goals.GoalCreate.as_view(), name="goal-create"),
    path("pairings/<key:pk>/goals/<key:goal_pk>/step/", goals.goal_step, name="goal-step"),
    path("pairings/<key:pk>/goals/<key:goal_pk>/drop/", goals.goal_drop, name="goal-drop"),
    path("pairings/<key:pk>/progress/new/", goals.ProgressCreate.as_view(), name="progress-create"),
    path("contacts/new/", contacts.ContactCreate.as_view(), name="contact-create"),
    path("contacts/helped/", contacts.ContactsHelped.as_view(), name="contact-helped"),
    path("claims/<key:pk>/", claims.ClaimDetail.as_view(), name="claim-detail"),
    path("contacts/<key:pk>/edit/", contacts.ContactUpdate.as_view(), name="contact-update"),
    path(
        "contacts/<key:pk>/withdraw/", contacts.ContactWithdraw.as_view(), name="contact-withdraw"
    ),
    path("contacts/<key:pk>/note/", notes.NoteCreate.as_view(), name="note-create"),
    path("notes/<uuid:pk>/", notes.NoteDetail.as_view(), name="note-detail"),
    path("notes/<uuid:pk>/edit/", notes.NoteUpdate.as_view(), name="note-update"),
    path("notes/<uuid:pk>/delete/", notes.note_delete, name="note-delete"),
    path("class-sessions/", sessions.SessionGrid.as_view(), name="session-grid"),
    path("class-sessions/new/", sessions.SessionCreate.as_view(), name="session-create"),
    path("class-sessions/<key:pk>/", sessions.SessionDetail.as_view(), name="session-detail"),
    path("class-sessions/<key:pk>/edit/", sessions.SessionUpdate.as_view(), name="session-update"),
    path(
        "class-sessions/<key:pk>/cancel/", sessions.SessionCancel.as_view(), name="session-cancel"
    ),
    path("class-sessions/<key:pk>/photos/", sessions.photo_add, name="session-photo-add"),
    path("visits/batch/", batches.VisitBatch.as_view(), name="visit-batch"),
    path("visits/round/", rounds.VisitRound.as_view(), name="visit-round"),
    path("campaigns/", campaigns.CampaignList.as_view(), name="campaign-list"),
    path("campaigns/new/", campaigns.CampaignCreate.as_view(), name="campaign-create"),
    path("campaigns/<key:pk>/", campaigns.CampaignDetail.as_view(), name="campaign-detail"),
    path("campaigns/<key:pk>/edit/", campaigns.CampaignUpdate.as_view(), name="campaign-update"),
    path("visits/", visits.VisitList.as_view(), name="visit-list"),
    path("visits/new/", visits.VisitCreate.as_view(), name="visit-create"),
    path("visits/plan/", visits.VisitPlan.as_view(), name="visit-plan"),
    path("visits/<key:pk>/", visits.VisitDetail.as_view(), name="visit-detail"),
    path("visits/<key:pk>/done/", visits.VisitComplete.as_view(), name="visit-complete"),
    path("visits/<key:pk>/missed/", visits.VisitMiss.as_view(), name="visit-miss"),
    path("visits/<key:pk>/edit/", visits.VisitUpdate.as_view(), name="visit-update"),
    path("visits/<key:pk>/withdraw/", visits.VisitWithdraw.as_view(), name="visit-withdraw"),
    path("visits/<key:pk>/sheet/", papers.VisitSheet.as_view(), name="visit-sheet"),
    path("visits/<key:pk>/sheet/docx/", papers.VisitSheetDocx.as_view(), name="visit-sheet-docx"),
    path("visits/<key:pk>/note/", visitnotes.NoteCreate.as_view(), name="visitnote-create"),
    path("visits/<key:pk>/photos/", visits.photo_add, name="visit-photo-add"),
    path("visits/<key:pk>/photos/<key:photo_pk>/", visits.photo_show, name="visit-photo"),
    path(
        "visits/<key:pk>/photos/<key:photo_pk>/small/",
        visits.photo_show,
        {"is_small": True},
        name="visit-photo-thumb",
    ),
    path("visit-notes/<uuid:pk>/", visitnotes.NoteDetail.as_view(), name="visitnote-detail"),
    path("visit-notes/<uuid:pk>/edit/", visitnotes.NoteUpdate.as_view(), name="visitnote-update"),
    path("visit-notes/<uuid:pk>/delete/", visitnotes.note_delete, name="visitnote-delete"),
    path("family-pairings/", familypairings.FamilyPairingList.as_view(), name="familypairing-list"),
    path(
        "family-pairings/new/",
        familypairings.FamilyPairingCreate.as_view(),
        name="familypairing-create",
    ),
    path(
        "family-pairings/<key:pk>/",
        familypairings.FamilyPairingDetail.as_view(),
        name="familypairing-detail",
    ),
    path(
        "family-pairings/<key:pk>/end/",
        familypairings.FamilyPairingEnd.as_view(),
        name="familypairing-end",
    ),
    path(
        "family-pairings/<key:pk>/phone/", familypairings.phone_reveal, name="familypairing-phone"
    ),
    path(
        "family-proposals/<key:pk>/",
        familyproposals.FamilyProposalDetail.as_view(),
        name="familyproposal-detail",
    ),
    path(
        "family-proposals/<key:pk>/accept/",
        familyproposals.proposal_accept,
        name="familyproposal-accept",
    ),
    path(
        "family-proposals/<key:pk>/decline/",
        familyproposals.proposal_decline,
        name="familyproposal-decline",
    ),
    path(
        "family-proposals/<key:pk>/stop/",
        familyproposals.proposal_stop,
        name="familyproposal-stop",
    ),
    path("handovers/", handovers.HandoverList.as_view(), name="handover-list"),
    path("handovers/<key:pk>/", handovers.HandoverDetail.as_view(), name="handover-detail"),
    path("handovers/<key:pk>/print/", handovers.HandoverPrint.as_view(), name="handover-print"),
    path("graduation/", handovers.Graduation.as_view(), name="graduation"),
    path("family-needs/", familyneeds.FamilyNeedList.as_view(), name="familyneed-list"),
    path("family-needs/new/", familyneeds.FamilyNeedCreate.as_view(), name="familyneed-create"),
    path(
        "family-needs/<key:pk>/", familyneeds.FamilyNeedDetail.as_view(), name="familyneed-detail"
    ),
    path(
        "family-needs/<key:pk>/edit/",
        familyneeds.FamilyNeedUpdate.as_view(),
        name="familyneed-update",
    ),
    path(
        "family-needs/<key:pk>/close/",
        familyneeds.FamilyNeedClose.as_view(),
        name="familyneed-close",
    ),
    path("aid/", drives.DriveList.as_view(), name="drive-list"),
    path("aid/new/", drives.DriveCreate.as_view(), name="drive-create"),
    path("aid/<key:pk>/", drives.DriveDetail.as_view(), name="drive-detail"),
    path("aid/<key:pk>/edit/", drives.DriveUpdate.as_view(), name="drive-update"),
    path("aid/<key:pk>/income/", drives.IncomeCreate.as_view(), name="income-create"),
    path("aid/lines/<key:pk>/", aidlines.AidDetail.as_view(), name="aid-detail"),
    path("aid/lines/<key:pk>/reverse/", aidlines.AidReverse.as_view(), name="aid-reverse"),
    path("aid/lines/<key:pk>/withdraw/", aidlines.aid_withdraw, name="aid-withdraw"),
    path("posting-plans/", plans.PlanList.as_view(), name="plan-list"),
    path("posting-plans/new/", plans.PlanCreate.as_view(), name="plan-create"),
    path("posting-plans/<key:pk>/", plans.PlanDetail.as_view(), name="plan-detail"),
    path("class-postings/", classpostings.ClassPostingList.as_view(), name="classposting-list"),
    path(
        "class-postings/new/",
        classpostings.ClassPostingCreate.as_view(),
        name="classposting-create",
    ),
    path(
        "class-postings/<key:pk>/end/",
        classpostings.ClassPostingEnd.as_view(),
        name="classposting-end",
    ),
    path("class-postings/classes/<key:pk>/", classpages.ClassDetail.as_view(), name="class-detail"),
]
