"""一个党员，一面旗帜: the public page, and the pages to write, submit and approve it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, UpdateView

from branch.core.files import serve
from branch.core.public import public_page
from branch.core.views import ActionFormMixin, VisibleToUserMixin, act
from branch.members import actions, forms
from branch.members.cards import done_of
from branch.members.models import FlagPage, Member

WRITE = "members.write_flagpage"


@public_page
def flag(request, pk):
    """The public page of a member, while they consent and its school year lasts."""
    today = timezone.localdate()
    rows = FlagPage.objects.public_on(today).select_related("member__staff")
    page = get_object_or_404(rows, member=pk)
    context = {"page": page, "honours": page.honours, "done": done_of(page, on=today)}
    return render(request, "members/flag.html", context)


@login_not_required
@require_safe
def flag_portrait(request, pk):
    """The portrait of a member's page; no browser keeps it, so that it is gone once it is taken back."""
    pages = FlagPage.objects.portrait_visible_to(request.user, on=timezone.localdate())
    page = get_object_or_404(pages.select_related("portrait"), member=pk)
    return serve(page.portrait.thumb, name="portrait.jpg", inline=True)


class OwnPageMixin(PermissionRequiredMixin, ActionFormMixin):
    """The public page of the user, None before it is written."""

    permission_required = WRITE

    @cached_property
    def member(self):
        rows = Member.objects.select_related("staff")
        return get_object_or_404(rows, staff__user=self.request.user)

    @cached_property
    def page(self):
        rows = FlagPage.objects.filter(member=self.member).select_related("approved_by")
        return rows.first()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | ({"current": self.page} if self.page else {})

    def get_success_url(self):
        return reverse("members:mine")


class SeenFirstMixin:
    """A step that agrees to a page as its user saw it: on a page changed since, it is asked for anew."""

    def _conflict(self, form, current):
        messages.error(self.request, "这一页刚被改过，请看过现在的内容再办。")
        return redirect(self.request.path)


class MyPage(SeenFirstMixin, OwnPageMixin, FormView):
    """A preview of the user's page, its state, and the form of consent."""

    form_class = forms.ConsentForm
    template_name = "members/mine.html"
    success_message = "已送审，由支委审核后公开。"

    def perform(self, form):
        page = get_object_or_404(FlagPage, member=self.member)
        kwargs = form.action_kwargs()
        return actions.submit_page(page, at=timezone.now(), by=self.request.user, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.page,
            member=self.member,
            honours=self.page.honours if self.page else [],
            done=done_of(self.page, on=self.today) if self.page else [],
            may_carry=self.page is not None and self.page.held_the_year_before(self.today),
            is_current=self.page is not None and self.page.holds_on(self.today),
            **kwargs,
        )


class MyPageWrite(OwnPageMixin, FormView):
    form_class = forms.FlagForm
    template_name = "members/mine_form.html"
    success_message = "已保存。看一看样子，再送审。"

    def get_initial(self):
        return {"post_title": "党员示范岗", "pledged_on": self.today} if not self.page else {}

    def perform(self, form):
        kwargs = form.action_kwargs()
        return actions.write_page(self.member, on=self.today, by=self.request.user, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=self.page, **kwargs)


def _own_page(request):
    return get_object_or_404(FlagPage, member__staff__user=request.user)


@require_POST
@permission_required(WRITE, raise_exception=True)
def mine_withdraw(request):
    """撤下: take down the user's page."""
    page = _own_page(request)
    return act(
        request,
        lambda: actions.withdraw_page(page, on=timezone.localdate(), by=request.user),
        back="members:mine",
        message="已撤下，公开网站上不再显示。",
    )


@require_POST
@permission_required(WRITE, raise_exception=True)
def mine_portrait_remove(request):
    """撤下照片: delete the portrait of the user's page."""
    page = _own_page(request)
    return act(
        request,
        lambda: actions.remove_portrait(page, by=request.user),
        back="members:mine",
        message="照片已经删除，公开页上写姓氏。",
    )


@require_POST
@permission_required(WRITE, raise_exception=True)
def mine_carry(request):
    """沿用: consent to the same texts for the current school year."""
    page = _own_page(request)
    return act(
        request,
        lambda: actions.carry_over(page, at=timezone.now(), by=request.user),
        back="members:mine",
        message="已沿用到本学年，公开页照常显示。",
    )


class FlagReview(PermissionRequiredMixin, ActionFormMixin, VisibleToUserMixin, UpdateView):
    """The public page of a colleague, shown to the committee."""

    permission_required = "members.approve_flagpage"
    context_object_name = "page"

    @cached_property
    def queryset(self):
        return FlagPage.objects.select_related("member__staff", "approved_by")

    def get_success_url(self):
        return self.object.member.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            honours=self.object.honours,
            done=done_of(self.object, on=self.today),
            doubts=actions.doubts_about(self.object),
            is_own=self.object.written_by_id == self.request.user.pk,
            **kwargs,
        )


class FlagDetail(SeenFirstMixin, FlagReview):
    form_class = forms.ApproveForm
    template_name = "members/flag_detail.html"
    success_message = "已公开，公开页马上可以看到。"

    def perform(self, form):
        kwargs = form.action_kwargs()
        return actions.approve_page(self.object, at=timezone.now(), by=self.request.user, **kwargs)


class FlagReturn(FlagReview):
    form_class = forms.ReturnForm
    template_name = "members/flag_return.html"
    success_message = "已退回，本人可以修改后再送审。"

    def perform(self, form):
        return actions.return_page(self.object, by=self.request.user, **form.action_kwargs())
