"""我的草稿: the reader's own drafts, each taken up again, discarded, or brought back."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView

from branch.core.models import Draft, FormToken
from branch.portal.forms import TokensForm


class DraftList(PermissionRequiredMixin, ListView):
    http_method_names = ["get", "head"]
    permission_required = "core.use_desk"
    template_name = "portal/draft_list.html"

    def get_queryset(self):
        return Draft.objects.of(self.request.user).defer("values")

    def get_context_data(self, **kwargs):
        discarded = Draft.objects.discarded_by(self.request.user, at=timezone.now())
        return super().get_context_data(discarded=discarded.defer("values"), **kwargs)


def _set_discarded(request, token, moment):
    """Discard the draft, or bring it back; a script needs no page in answer."""
    draft = get_object_or_404(Draft, user=request.user, token=token)
    draft.discarded_at = moment
    draft.save(update_fields=["discarded_at"])
    if request.accepts("text/html"):
        return redirect("portal:draft-list")
    return HttpResponse(status=204)


@require_POST
@permission_required("core.use_desk", raise_exception=True)
def draft_discard(request, token):
    return _set_discarded(request, token, timezone.now())


@require_POST
@permission_required("core.use_desk", raise_exception=True)
def draft_restore(request, token):
    return _set_discarded(request, token, None)


@require_safe
@permission_required("core.use_desk", raise_exception=True)
def drafts_spent(request):
    """Which of the forms named by their tokens have been saved: a phone may have lost the answer."""
    asked = TokensForm(request.GET)
    tokens = asked.cleaned_data["tokens"] if asked.is_valid() else []
    spent = FormToken.objects.filter(user=request.user, token__in=tokens)
    return JsonResponse({"spent": [str(token) for token in spent.values_list("token", flat=True)]})
