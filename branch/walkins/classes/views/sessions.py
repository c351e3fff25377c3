"""班级团辅: the table of a term, a session, its form, its cancelling."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, TemplateView, UpdateView

from branch.core.figures import figure
from branch.core.following import PhotosFollow, receive_photo
from branch.core.views import ActionFormMixin, Done, TodayMixin, VisibleToUserMixin
from branch.school.models import SchoolClass, Staff, Term
from branch.walkins.audience import audience_of
from branch.walkins.classes import actions, forms
from branch.walkins.classes.models import (
    ClassSession,
    SessionTheme,
    classes_linked_to,
    classes_to_record,
    session_rules,
)
from branch.walkins.classes.months import sheet_of
from branch.walkins.figures import SESSIONS_A_TERM

USUAL_PLACE = "本班教室"
OUTSIDE = "这一天不在登记的学期里，不计入次数。"


class SessionGrid(PermissionRequiredMixin, TodayMixin, TemplateView):
    """班级团辅: classes and months of a term, with the gaps; and sessions of other classes that the reader led or helped at."""

    permission_required = "walkins.view_classsession"
    template_name = "walkins/session_grid.html"

    @cached_property
    def filter(self):
        terms = Term.objects.filter(starts_on__lte=self.today)
        return forms.TermFilter(self.request.GET, terms=terms, usual=terms.first())

    @property
    def term(self):
        return self.filter.chosen

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filter, term=self.term, **kwargs)
        return context | self._of_the_term() if self.term else context

    def _of_the_term(self):
        user, day = self.request.user, min(self.today, self.term.ends_on)
        classes = SchoolClass.objects.in_school_on(day)
        if not user.has_perm("walkins.record_every_classsession"):
            own = classes_linked_to(user, on=self.today)
            classes = classes.filter(pk__in=own.values("pk"))
        recordable = classes_to_record(user, on=self.today).values_list("pk", flat=True)
        needed = figure(SESSIONS_A_TERM.key, on=day)
        sheet = sheet_of(
            classes, term=self.term, needed=needed, on=self.today, recordable=set(recordable)
        )
        return {
            "sheet": sheet,
            "needed": needed,
            "week": self.term.week_on(self.today),
            "is_running": self.today <= self.term.ends_on,
            "others": self._others([row.school_class for row in sheet.rows]),
        }

    def _others(self, classes):
        """Sessions of the term that the reader led or helped at, of classes that are not in the table."""
        rows = ClassSession.objects.visible_to(self.request.user, on=self.today).not_cancelled()
        rows = rows.within(self.term.period).exclude(school_class__in=classes)
        return rows.select_related("activity", "school_class", "theme")


class SessionDetail(PermissionRequiredMixin, VisibleToUserMixin, DetailView):
    """One session: its facts, its photos, and what may be done with it."""

    permission_required = "walkins.view_classsession"
    queryset = ClassSession.objects.with_people()
    template_name = "walkins/session_detail.html"

    def get_context_data(self, **kwargs):
        own = ClassSession.objects.filter(pk=self.object.pk)
        return super().get_context_data(
            photos=self.object.activity.photos.all(),
            may_change=own.changeable_by(self.request.user, on=self.today).exists(),
            has_begun=self.object.activity.starts_at <= timezone.now(),
            audience=audience_of("session"),
            **kwargs,
        )


class SessionWrite(PhotosFollow, PermissionRequiredMixin, ActionFormMixin):
    permission_required = "walkins.add_classsession"
    form_class = forms.SessionForm
    template_name = "walkins/session_form.html"
    page_of_all = "walkins:session-grid"

    @cached_property
    def asked(self):
        """What the link says."""
        known = forms.SessionPrefill(self.request.GET)
        known.is_valid()
        return known.cleaned_data

    @cached_property
    def classes(self):
        return classes_to_record(self.request.user, on=self.today)

    @cached_property
    def roll_count(self):
        """The number of pupils of the class; None where it is still to be chosen."""
        return self.school_class and self._roll_count(self.school_class)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "classes": self.classes,
            "school_class": self.school_class,
            "roll_count": self.roll_count,
            "is_plan": self.is_plan,
            "user": self.request.user,
            "at": timezone.now(),
        }

    def _roll_count(self, school_class):
        rows = SchoolClass.objects.filter(pk=school_class.pk)
        return rows.with_roll_count_on(self.today).values_list("roll_count", flat=True).get()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            has_themes=SessionTheme.objects.filter(is_active=True).exists(),
            title=self.title,
            is_plan=self.is_plan,
            button=self.button,
            class_name=self.school_class and self.school_class.name_on(self.today),
            audience=audience_of("session"),
            **kwargs,
        )

    def _saved(self, session):
        """The result, with a sentence about a headcount that is larger than the class."""
        rules = session_rules(session.day)
        is_in_term = rules.start <= session.day <= rules.end
        says = "已排好，开展后再记一笔，才计入次数。" if is_in_term else f"已排好。{OUTSIDE}"
        if session.activity.is_done:
            says = "团辅已记录。" if is_in_term else f"团辅已记录。{OUTSIDE}"
            count = session.activity.audience_count or 0
            roll_count = self._roll_count(session.school_class)
            if count > roll_count:
                says = f"团辅已记录。参加人数 {count}，比全班 {roll_count} 名多，请核对。"
        return Done(session, message=says)


class SessionCreate(SessionWrite, FormView):
    """记一次团辅, or 安排一次团辅, which is still to come."""

    @property
    def is_plan(self):
        return self.asked["plan"]

    @property
    def title(self):
        return "安排一次团辅" if self.is_plan else "记一次团辅"

    @property
    def button(self):
        return "排下来" if self.is_plan else "提交记录"

    @cached_property
    def school_class(self):
        """The class that the link names, or the only one there is; None where it is to be chosen."""
        asked = self.classes.filter(pk=self.asked.get("school_class")).first()
        if asked is None:
            only = list(self.classes[:2])
            asked = only[0] if len(only) == 1 else None
        return asked

    @cached_property
    def last(self):
        """The last session of the class, whose place the next one probably shares."""
        rows = ClassSession.objects.done().filter(school_class=self.school_class)
        return rows.select_related("activity").first() if self.school_class else None

    def get_initial(self):
        own = Staff.objects.working_on(self.today).filter(user=self.request.user).first()
        return {
            "starts_at": None if self.is_plan else _this_minute(),
            "leaders": [own.pk] if own else [],
            "place": self.last.activity.place if self.last else USUAL_PLACE,
            # all of them were there; only a difference is typed
            "headcount": self.roll_count or None,
        }

    def get_context_data(self, **kwargs):
        has_classes = bool(self.school_class) or self.classes.exists()
        return super().get_context_data(has_classes=has_classes, **kwargs)

    def perform(self, form):
        facts, now = form.action_kwargs(), timezone.now()
        store = actions.log_session
        if facts["starts_at"] > now:
            # the number that the form offers is of those who were there
            store, facts["headcount"] = actions.plan_session, None
        facts.setdefault("school_class", self.school_class)
        return self._saved(store(**facts, at=now, by=self.request.user))


class SessionChange(PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """A page that changes a session of a class whose sessions the user records."""

    permission_required = "walkins.add_classsession"

    def get_queryset(self):
        rows = ClassSession.objects.with_people()
        return rows.changeable_by(self.request.user, on=self.today)


class SessionUpdate(SessionWrite, SessionChange):
    """记团辅情况 of a planned session that has begun, 修改安排 before, or 更正."""

    @cached_property
    def is_plan(self):
        activity = self.object.activity
        is_to_come = activity.is_planned and activity.starts_at > timezone.now()
        return is_to_come and not self.asked["held"]

    @property
    def title(self):
        if self.object.activity.is_done:
            return "更正团辅"
        return "修改团辅安排" if self.is_plan else "记团辅情况"

    @property
    def button(self):
        return "保存安排" if self.is_plan else "提交记录"

    def get_initial(self):
        """All of the class, where a plan left the number open."""
        is_open = self.object.activity.audience_count is None
        usual = {"headcount": self.roll_count or None} if is_open else {}
        return usual | ({"starts_at": _this_minute()} if self.asked["held"] else {})

    @property
    def school_class(self):
        return self.object.school_class

    def get_context_data(self, **kwargs):
        return super().get_context_data(has_classes=True, **kwargs)

    def perform(self, form):
        session = actions.revise_session(
            self.object, **form.action_kwargs(), at=timezone.now(), by=self.request.user
        )
        return self._saved(session)


class SessionCancel(SessionChange):
    """取消团辅 or 作废记录."""

    form_class = forms.SessionCancelForm
    template_name = "walkins/session_cancel.html"

    def get_context_data(self, **kwargs):
        is_done = self.object.activity.is_done
        here, button, cancel = (
            ("作废", "作废记录", "先不作废") if is_done else ("取消", "取消团辅", "先不取消")
        )
        return super().get_context_data(here=here, button=button, cancel=cancel, **kwargs)

    def perform(self, form):
        was_done = self.object.activity.is_done
        session = actions.cancel_session(
            self.object, **form.action_kwargs(), at=timezone.now(), by=self.request.user
        )
        says = "记录已作废，不再计入次数。" if was_done else "团辅已取消。"
        return Done(session, message=f"{says}原因留在这一页。")


def _this_minute():
    return timezone.localtime().replace(second=0, microsecond=0)


@require_POST
@permission_required("walkins.add_classsession", raise_exception=True)
def photo_add(request, pk):
    """Store one photo that follows its session."""
    now = timezone.now()
    rows = ClassSession.objects.changeable_by(request.user, on=timezone.localdate(now))
    session = get_object_or_404(rows.select_related("activity"), pk=pk)
    store = partial(actions.add_session_photo, session, at=now, by=request.user)
    return receive_photo(request, session.activity, store)
