from django.http import Http404
from django.urls import path

from .families.views import batches, campaigns, rounds
from .students.views import contacts, needs, notes, pairings

app_name = "walkins"


def _absent(request, pk=None):
    raise Http404


urlpatterns = [
    path("needs/", needs.NeedList.as_view(), name="need-list"),
    path("needs/new/", needs.NeedCreate.as_view(), name="need-create"),
    path("needs/<key:pk>/close/", needs.NeedClose.as_view(), name="need-close"),
    path("pairings/", pairings.PairingList.as_view(), name="pairing-list"),
    path("pairings/new/", pairings.PairingCreate.as_view(), name="pairing-create"),
    path("pairings/<key:pk>/", pairings.PairingDetail.as_view(), name="pairing-detail"),
    path("pairings/<key:pk>/end/", pairings.PairingEnd.as_view(), name="pairing-end"),
    path("pairings/<key:pk>/phone/", pairings.phone_reveal, name="phone-reveal"),
    path("contacts/new/", contacts.ContactCreate.as_view(), name="contact-create"),
    path("contacts/<key:pk>/edit/", contacts.ContactUpdate.as_view(), name="contact-update"),
    path(
        "contacts/<key:pk>/withdraw/", contacts.ContactWithdraw.as_view(), name="contact-withdraw"
    ),
    path("contacts/<key:pk>/note/", notes.NoteCreate.as_view(), name="note-create"),
    path("notes/<uuid:pk>/", notes.NoteDetail.as_view(), name="note-detail"),
    path("notes/<uuid:pk>/edit/", notes.NoteUpdate.as_view(), name="note-update"),
    path("notes/<uuid:pk>/delete/", notes.note_delete, name="note-delete"),
    path("visits/", _absent, name="visit-list"),
    path("visits/new/", _absent, name="visit-create"),
    path("visits/plan/", _absent, name="visit-plan"),
    path("visits/batch/", batches.VisitBatch.as_view(), name="visit-batch"),
    path("visits/round/", rounds.VisitRound.as_view(), name="visit-round"),
    path("campaigns/", campaigns.CampaignList.as_view(), name="campaign-list"),
    path("campaigns/new/", campaigns.CampaignCreate.as_view(), name="campaign-create"),
    path("campaigns/<key:pk>/", campaigns.CampaignDetail.as_view(), name="campaign-detail"),
    path("campaigns/<key:pk>/edit/", campaigns.CampaignUpdate.as_view(), name="campaign-update"),
    path("visits/<key:pk>/", _absent, name="visit-detail"),
    path("visits/<key:pk>/missed/", _absent, name="visit-miss"),
]
