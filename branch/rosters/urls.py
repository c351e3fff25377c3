from django.urls import path

from . import views

app_name = "rosters"
urlpatterns = [
    path("", views.ImportList.as_view(), name="import-list"),
    path("new/<slug:kind>/", views.ImportCreate.as_view(), name="import-create"),
    path("new/<slug:kind>/template/", views.ImportTemplate.as_view(), name="import-template"),
    path("<key:pk>/", views.ImportDetail.as_view(), name="import-detail"),
    path("<key:pk>/layout/", views.ImportLayout.as_view(), name="import-layout"),
    path("<key:pk>/columns/", views.ImportColumns.as_view(), name="import-columns"),
    path("<key:pk>/advance/", views.import_advance, name="import-advance"),
    path("<key:pk>/discard/", views.import_discard, name="import-discard"),
    path("<key:pk>/undo/", views.ImportUndo.as_view(), name="import-undo"),
    path("<key:pk>/problems/", views.ImportProblems.as_view(), name="import-problems"),
]
