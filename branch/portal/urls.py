from django.urls import path

from .views import coverage, desk, excuses, flags, home, ledgers, pages, prefs, search, styleguide

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("prefs/set/", prefs.prefs_set, name="prefs-set"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("members/", flags.flag_list, name="flag-list"),
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
]
