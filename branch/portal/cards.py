"""What the portal adds to the page of an activity and to an article's: that one is the report of the other."""

from branch.activities.cards import ActivityCard
from branch.news.cards import ArticleCard

from .models import EventReport


class Report(ActivityCard):
    """报道: the article about the activity, else the button that begins it."""

    key, permission, order = "portal.report", "news.view_article", 10
    template = "portal/card_report.html"

    def data(self, activity, user, *, at):
        report = EventReport.objects.filter(activity=activity).select_related("article").first()
        may_begin = report is None and user.has_perm("news.add_article")
        may_begin = may_begin and activity.is_done and not activity.kept_by
        return {"activity": activity, "report": report} if report or may_begin else None


class Origin(ArticleCard):
    """The activity an article was written from, what the draft left out, and which of its photos are not used."""

    key, permission, order = "portal.origin", "activities.view_activity", 10
    template = "portal/card_origin.html"

    def data(self, article, user):
        reports = EventReport.objects.filter(article=article)
        report = reports.select_related("activity__programme", "article").first()
        if report is None:
            return None
        reads = report.activity.minutes_visible_to(user)
        left = report.photos_left.count() if reads else 0
        may_use = article.is_editable and user.has_perm("news.add_article")
        return {"report": report, "photos_left": left, "may_use": may_use}
