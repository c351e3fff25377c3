from django.urls import path

from . import views

app_name = "ledgers"
urlpatterns = [
    path("", views.LedgerList.as_view(), name="ledger-list"),
    path("<slug:slug>/", views.LedgerDetail.as_view(), name="ledger-detail"),
    path("<slug:slug>/print/", views.LedgerPrint.as_view(), name="ledger-print"),
    path("<slug:slug>/xlsx/", views.LedgerExport.as_view(suffix="xlsx"), name="ledger-xlsx"),
    path("<slug:slug>/docx/", views.LedgerExport.as_view(suffix="docx"), name="ledger-docx"),
]
