from django.urls import path

from .views import coverage, desk, excuses, home, imports, ledgers, pages, prefs, search, styleguide

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("prefs/set/", prefs.prefs_set, name="prefs-set"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("search/", search.search, name="search"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/<slug:page>/", styleguide.styleguide, name="styleguide-page"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("robots.txt", pages.robots, name="robots"),
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/coverage/", coverage.Coverage.as_view(), name="coverage"),
    path(
        "desk/coverage/<str:duty_key>/<int:pk>/excuse/",
        excuses.ExcuseCreate.as_view(),
        name="excuse-create",
    ),
    path("desk/coverage/excuses/<int:pk>/end/", excuses.excuse_end, name="excuse-end"),
    path("desk/ledgers/", ledgers.LedgerList.as_view(), name="ledger-list"),
    path("desk/ledgers/<slug:slug>/", ledgers.LedgerDetail.as_view(), name="ledger-detail"),
    path("desk/ledgers/<slug:slug>/print/", ledgers.LedgerPrint.as_view(), name="ledger-print"),
    path("desk/ledgers/<slug:slug>/xlsx/", ledgers.LedgerExport.as_view(), name="ledger-xlsx"),
    path("desk/imports/", imports.ImportList.as_view(), name="import-list"),
    path("desk/imports/new/<slug:kind>/", imports.ImportCreate.as_view(), name="import-create"),
    path(
        "desk/imports/new/<slug:kind>/template/",
        imports.ImportTemplate.as_view(),
        name="import-template",
    ),
    path("desk/imports/<int:pk>/", imports.ImportDetail.as_view(), name="import-detail"),
    path("desk/imports/<int:pk>/layout/", imports.ImportLayout.as_view(), name="import-layout"),
    path("desk/imports/<int:pk>/columns/", imports.ImportColumns.as_view(), name="import-columns"),
    path("desk/imports/<int:pk>/advance/", imports.import_advance, name="import-advance"),
    path("desk/imports/<int:pk>/undo/", imports.ImportUndo.as_view(), name="import-undo"),
    path(
        "desk/imports/<int:pk>/problems/",
        imports.ImportProblems.as_view(),
        name="import-problems",
    ),
]
