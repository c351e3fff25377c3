"""Reports of the fictional school: an article that was written from an event, and a draft that waits for its writer."""

from branch.activities.models import Activity, Kind
from branch.core.contributions import DemoPart
from branch.news.models import Article

from .models import EventReport
from .reports import begin_report


class Reports(DemoPart):
    key, title, order = "portal.reports", "活动报道", 160

    def build(self, school):
        held = Activity.objects.done().order_by("-starts_at")
        trips = held.filter(programme__kind=Kind.SERVICE_EXPRESS)
        trip = trips.filter(title__contains="中央车站").first()
        article = Article.objects.filter(title__contains="开进中央车站").first()
        if trip and article:
            EventReport.objects.create(activity=trip, article=article)
        talks = held.filter(programme__kind=Kind.PARENT_SCHOOL, photos__isnull=False)
        talk = talks.first()
        if talk:
            begin_report(talk, at=school.now, by=school.members[1].staff.user)
