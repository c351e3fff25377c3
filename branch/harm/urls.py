"""Addresses without the word report, since bystanders see them on the screen and the request log has them."""

from django.urls import path

from . import views

app_name = "harm"
urlpatterns = [
    path("", views.ReportList.as_view(), name="report-list"),
    path("new/", views.ReportCreate.as_view(), name="report-create"),
    path("<key:pk>/", views.ReportUpdate.as_view(), name="report-update"),
    path("<key:pk>/seen/", views.report_seen, name="report-seen"),
]
