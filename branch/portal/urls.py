from django.urls import path

from .views import (
    desk,
    drafts,
    flags,
    held,
    home,
    pages,
    people,
    prefs,
    search,
    session_news,
    styleguide,
    undo,
)

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
    path("sitemap-articles-<key:pk>.xml", pages.sitemap_articles, name="sitemap-articles"),
    path("sitemap-<slug:part>.xml", pages.sitemap_part, name="sitemap-part"),
    path("robots.txt", pages.robots, name="robots"),
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/drafts/", drafts.DraftList.as_view(), name="draft-list"),
    path("desk/drafts/spent/", drafts.drafts_spent, name="drafts-spent"),
    path("desk/drafts/<uuid:token>/discard/", drafts.draft_discard, name="draft-discard"),
    path("desk/drafts/<uuid:token>/restore/", drafts.draft_restore, name="draft-restore"),
    path("desk/undo/<uuid:token>/", undo.step_undo, name="step-undo"),
    path(
        "desk/class-sessions/<key:pk>/news/",
        session_news.SessionNews.as_view(),
        name="session-news",
    ),
    path("desk/held/", held.held_list, name="held-list"),
    path("desk/held/<key:pk>/", held.held_thumb, name="held-thumb"),
    path("desk/held/<key:pk>/remove/", held.held_remove, name="held-remove"),
    path("desk/people/", people.People.as_view(), name="people"),
    path("desk/people/options/", people.options, name="people-options"),
]
