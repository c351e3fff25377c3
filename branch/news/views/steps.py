"""The steps of an article, each a POST; a refusal is shown on the article's page."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormMixin

from branch.core.views import NOT_SAVED, ActionFormMixin, Done
from branch.news import actions, steps

from .desk import ArticleDetail


@method_decorator(require_POST, name="dispatch")
class StepView(ActionFormMixin, FormMixin, ArticleDetail):
    """Take one step; a refusal is shown at its field, on the article's page."""

    http_method_names = ["post"]
    step = None
    act = None

    def get_permission_required(self):
        return [self.step.permission]

    @property
    def form_class(self):
        return self.step.form_class

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": f"{self.step.name}_%s"}

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def perform(self, form):
        kwargs = form.action_kwargs()
        return type(self).act(self.object, by=self.request.user, at=timezone.now(), **kwargs)

    def form_invalid(self, form):
        """Show a step that needs input again with its errors; for any other, show the errors as a message."""
        if self.step.needs_input and self.step.is_open(self.object, self.request.user):
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if self.step.needs_input and form.is_already_saved:
            return self.show_again(self.form_class)
        says = "".join(text for texts in form.errors.values() for text in texts)
        return self._refused(form, says)

    def _conflict(self, form, current):
        """Refuse a step on a version of the article that the user has not seen."""
        return self._refused(form, "这篇文章刚被改过，请看过现在的内容再办。")

    def _refused(self, form, says):
        """Say why on the page of the article; where something was typed, on a page that lists it."""
        if self.step.needs_input and (typed := form.written()):
            return self._show_texts(typed, title=NOT_SAVED, status=409, says=[says])
        messages.error(self.request, says)
        return redirect(self.object)

    @property
    def page_now(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        tried = {"tried": self.step, "form": kwargs.get("form"), "doubts": context["doubts"]}
        return context | {
            "steps": steps.open_steps(self.object, self.request.user, on=self.today, **tried)
        }


class ArticleSubmit(StepView):
    step, act = steps.SUBMIT, actions.submit
    success_message = "已送审，由另一位同事发布。"


class ArticlePublish(StepView):
    step, act = steps.PUBLISH, actions.publish
    success_message = "已发布，公开页马上可以看到。"


class ArticleReturn(StepView):
    step, act = steps.RETURN, actions.send_back
    success_message = "已退回，撰稿人可以修改。"


class ArticleCorrect(StepView):
    step, act = steps.CORRECT, actions.begin_correction
    success_message = "更正稿已开好，内容和原文一样。写明更正说明、改好后送审，发布后替换原文。"

    def perform(self, form):
        correction = super().perform(form)
        return Done(correction, address=reverse("news:article-update", args=[correction.pk]))


class ArticleWithdraw(StepView):
    step, act = steps.WITHDRAW, actions.withdraw
    success_message = "已撤稿。"


class ArticleDiscard(StepView):
    step = steps.DISCARD
    success_message = "草稿已删除。"

    def perform(self, form):
        kwargs = form.action_kwargs() | {"seen": self.request.POST.get("seen", "")}
        actions.discard(self.object, on=self.today, by=self.request.user, **kwargs)

    def get_success_url(self):
        return reverse("news:desk")
