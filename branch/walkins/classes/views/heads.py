"""班主任上岗学时: who has the hours on a day and who lacks some, and why a head teacher began without them."""

from datetime import timedelta
from itertools import groupby

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, UpdateView

from branch.core.periods import months_later, school_year
from branch.core.views import ActionFormMixin, TodayMixin, VisibleToUserMixin
from branch.school.models import HeadTeacherPost, Term
from branch.walkins.classes import actions, forms
from branch.walkins.classes.models import (
    HeadTeacherWaiver,
    Readiness,
    head_hours_url,
    hour_rules,
    hours_of,
    member_posts,
    sees_all,
    with_psychology_hours,
)


class HeadHours(PermissionRequiredMixin, TodayMixin, TemplateView):
    """A page of hours as of the day asked for: all members for the committee, for others themselves."""

    http_method_names = ["get", "head"]

    @cached_property
    def next_term(self):
        """The first day of the next term, or of the next school year where no term is recorded."""
        term = Term.objects.filter(starts_on__gt=self.today).order_by("starts_on").first()
        return term.starts_on if term else self.next_year

    @property
    def next_year(self):
        return school_year(self.today).end + timedelta(days=1)

    @cached_property
    def filter(self):
        return forms.DayOfHours(self.request.GET, default=self.next_term)

    def get_context_data(self, **kwargs):
        ready = Readiness.of(self.request.user, on=self.filter.day)
        return super().get_context_data(ready=ready, filter=self.filter, today=self.today, **kwargs)


class HeadList(HeadHours):
    permission_required = "walkins.view_headteacherwaiver"
    template_name = "walkins/head_list.html"

    def get_context_data(self, **kwargs):
        context, day = super().get_context_data(**kwargs), self.filter.day
        ready, now = context["ready"], timezone.now()
        # of today what is planned after it is shown, too: it is what somebody may still attend
        is_now = day == self.today
        until = months_later(day, 12) if is_now else day
        return context | {
            "is_whole": sees_all(self.request.user),
            "to_excuse": sees_all(self.request.user) and self._to_excuse(ready),
            "parts": [part for part in _parts(ready) if part[-1]],
            "to_come": [(row, row.starts_at <= now) for row in ready.to_come(until)],
            "is_to_come": day >= self.today,
            "coming_says": "今天以后" if is_now else f"{day} 以前",
            "days": self._days(),
        }

    def _to_excuse(self, ready):
        """The keys of the posts a reason is written for: hours lack today, or as the post begins.

        Hours that are there today and run out by the day asked about lack nobody yet.
        """
        on = self.today
        now = member_posts(HeadTeacherPost.objects.active_on(on), on=on)
        now = with_psychology_hours(now, on=on, staff="staff", **hour_rules(on))
        lacking = set(now.filter(held_tenths__lt=F("needed_tenths")).values_list("pk", flat=True))
        posts = [post for line in ready.lacking for post in line.posts]
        return lacking | {post.pk for post in posts if post.from_on > on}

    def _days(self):
        """A link for each of the days that are asked about most."""
        days = {
            self.today: "今天",
            self.next_term: "下学期第一天",
            self.next_year: "下学年第一天",
        }
        return [
            {
                "label": f"{label} {day:%m-%d}",
                "url": f"?on={day}",
                "current": day == self.filter.day,
            }
            for day, label in sorted(days.items())
        ]


def _parts(ready):
    """(anchor, title, lines by group) of those who lack hours, then of those who have them."""
    for anchor, title, lines in (
        ("lacking", "还差学时的", ready.lacking),
        ("ready", "能上岗的", ready.ready),
    ):
        groups = groupby(lines, key=lambda line: line.member.group_name)
        yield anchor, title, len(lines), [(name, list(rows)) for name, rows in groups]


class HeadPrint(HeadHours):
    """党员班主任上岗学时 to print on A4; without the reasons, which may be personal."""

    permission_required = "walkins.add_headteacherwaiver"
    template_name = "walkins/head_print.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        ready, moment = context["ready"], timezone.localtime()
        return context | {
            "columns": [
                "党小组",
                "姓名",
                "当天任班主任",
                "计入的活动",
                "现有学时",
                "还差",
                "补学期限",
            ],
            "rows": [_printed(line) for line in ready.lines],
            "info": [f"上岗日期：{ready.on}", f"应有：{ready.needed_hours} 学时"],
            "total": f"能上岗的 {len(ready.ready)} 名，还差学时的 {len(ready.lacking)} 名",
            "fine": f"打印 {self.request.user} {moment:%Y-%m-%d %H:%M} · 支委工作用，不公布",
        }


def _printed(line):
    attended = [
        f"{timezone.localdate(row.activity.starts_at):%m-%d} {row.activity.title}"
        for row in line.attended
    ]
    until = [
        f"{post.waived_until}{'（已过）' if post.waived_until < line.on else ''}"
        for post in line.posts
        if post.waived_until
    ]
    return [
        line.member.group_name,
        line.member.staff.name,
        line.class_names,
        "；".join(attended),
        line.hours.held,
        line.hours.lacking or "",
        "" if line.hours.is_enough else "、".join(until),
    ]


class WaiverEdit(PermissionRequiredMixin, ActionFormMixin):
    """先上岗后补学 of a post; the page shows the hours of the day on which the post counts."""

    permission_required = "walkins.add_headteacherwaiver"
    form_class = forms.WaiverForm
    template_name = "walkins/waiver_form.html"

    @property
    def counts_on(self):
        """The day on which the post counts: its first one, if that is still to come."""
        return max(self.post_of_waiver.from_on, self.today)

    def get_cancel_url(self):
        return head_hours_url(self.counts_on)

    def get_context_data(self, **kwargs):
        post, on = self.post_of_waiver, self.counts_on
        known = with_psychology_hours(
            HeadTeacherPost.objects.filter(pk=post.pk), on=on, staff="staff", **hour_rules(on)
        )
        return super().get_context_data(
            post_of_waiver=post,
            class_name=post.school_class.name_on(on),
            hours=hours_of(known.get()),
            back=self.get_cancel_url(),
            **kwargs,
        )


class WaiverCreate(WaiverEdit, FormView):
    success_message = "原因已登记。学时补上以前，“落实情况”里仍然列着。"

    @cached_property
    def post_of_waiver(self):
        """A post, running or to come, whose holder is a member on its first day that is not over; else a 404."""
        rows = HeadTeacherPost.objects.reaching(self.today).select_related("staff", "school_class")
        post = get_object_or_404(rows, pk=self.kwargs["pk"])
        on = max(post.from_on, self.today)
        return get_object_or_404(member_posts(rows, on=on), pk=post.pk)

    def perform(self, form):
        return actions.record_waiver(
            post=self.post_of_waiver, on=self.today, by=self.request.user, **form.action_kwargs()
        )


class WaiverUpdate(WaiverEdit, VisibleToUserMixin, UpdateView):
    success_message = "先上岗后补学已更正。改过的期限留有记录。"
    queryset = HeadTeacherWaiver.objects.prefetch_related(
        Prefetch("post", HeadTeacherPost.objects.select_related("staff", "school_class"))
    )

    @property
    def post_of_waiver(self):
        return self.object.post

    def perform(self, form):
        return actions.revise_waiver(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
