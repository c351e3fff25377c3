"""生成新闻稿: a draft about a class session for the public, which the news writes and another person publishes."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from branch.core import access
from branch.core.views import ActionFormMixin, Done
from branch.portal.drafting import body_of, title_of
from branch.portal.forms import SessionNewsForm
from branch.portal.models import EventReport
from branch.portal.reports import begin_session_report
from branch.school.consents import portrait_consent_of
from branch.walkins.models import ClassSession


class SessionNews(PermissionRequiredMixin, ActionFormMixin, FormView):
    """The page that makes the draft: with the photos to be copied, none of which is chosen."""

    permission_required = "news.add_article"
    form_class = SessionNewsForm
    template_name = "portal/session_news.html"

    @cached_property
    def session(self):
        rows = ClassSession.objects.visible_to(self.request.user, on=self.today).done()
        rows = rows.select_related("activity", "school_class", "theme")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        """Show the page; lead to the draft where there is one."""
        report = EventReport.objects.filter(activity=self.session.activity).first()
        if report:
            return redirect("news:article-detail", report.article_id)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.session, "consent": self.consent}

    @cached_property
    def consent(self):
        """Today's answers of those who were in the class that day; None for a reader who may not read them."""
        session, user = self.session, self.request.user
        return portrait_consent_of(session.school_class, user, on=self.today, taken_on=session.day)

    def get_context_data(self, **kwargs):
        hidden = self.consent.hidden if self.consent else []
        access.note(self.request, "student", [student.pk for student in hidden])
        return super().get_context_data(
            session=self.session,
            has_photos=self.session.activity.photos.exists(),
            consent=self.consent,
            title=title_of(self.session),
            body=body_of(self.session),
            **kwargs,
        )

    def perform(self, form):
        article = begin_session_report(
            self.session,
            photos=form.cleaned_data["photos"],
            pictures=form.cleaned_data["pictures"],
            at=timezone.now(),
            by=self.request.user,
        )
        return Done(
            article,
            address=reverse("news:article-update", args=[article.pk]),
            message="新闻稿已生成，改好后送审。",
        )
