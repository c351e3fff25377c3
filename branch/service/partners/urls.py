"""The addresses of partners, which `branch.service.urls` includes."""

from django.urls import path

from . import views
from .models import BranchReport, PartnerEvaluation, PartnershipAgreement

DESK = "desk/partners/"
# of each row of a partner's page: its noun, the plural in addresses, its model and its forms
ROWS = (
    ("agreement", "agreements", PartnershipAgreement, views.AgreementCreate, views.AgreementUpdate),
    ("branchreport", "reports", BranchReport, views.ReportCreate, views.ReportUpdate),
    (
        "evaluation",
        "evaluations",
        PartnerEvaluation,
        views.EvaluationCreate,
        views.EvaluationUpdate,
    ),
)


def _of_row(noun, plural, model, create, update):
    """The addresses of one kind of row."""
    found = [
        path(f"{DESK}<key:pk>/{plural}/new/", create.as_view(), name=f"{noun}-create"),
        path(f"{DESK}{plural}/<key:pk>/edit/", update.as_view(), name=f"{noun}-update"),
        path(
            f"{DESK}{plural}/<key:pk>/withdraw/",
            views.row_withdraw,
            {"model": model},
            name=f"{noun}-withdraw",
        ),
    ]
    if model in views.PAPERS:
        address = f"{DESK}{plural}/<key:pk>/paper/"
        found.append(path(address, views.row_paper, {"model": model}, name=f"{noun}-paper"))
    return found


patterns = [
    path(DESK, views.PartnerList.as_view(), name="partner-list"),
    path(f"{DESK}new/", views.PartnerCreate.as_view(), name="partner-create"),
    path(f"{DESK}<key:pk>/", views.PartnerDetail.as_view(), name="partner-detail"),
    path(f"{DESK}<key:pk>/edit/", views.PartnerUpdate.as_view(), name="partner-update"),
    path(f"{DESK}<key:pk>/entries/new/", views.EntryCreate.as_view(), name="entry-create"),
    path(f"{DESK}entries/<key:pk>/step/", views.entry_step, name="entry-step"),
    path(f"{DESK}entries/<key:pk>/end/", views.entry_end, name="entry-end"),
    *(one for row in ROWS for one in _of_row(*row)),
]
