"""The files a reader has chosen in a form that is not saved yet: listed, shown and removed for that reader."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from branch.core.files import serve
from branch.core.models import HeldFile
from branch.portal.forms import HeldForm


@require_safe
@permission_required("core.use_desk", raise_exception=True)
def held_list(request):
    """The items of one field, for a form that takes up a draft."""
    asked, rows = HeldForm(request.GET), HeldFile.objects.none()
    if asked.is_valid():
        rows = HeldFile.objects.of(request.user).filter(**asked.cleaned_data)
    context = {"held": rows, "name": asked.cleaned_data.get("field", "")}
    return render(request, "components/held_files.html", context)


@require_safe
@permission_required("core.use_desk", raise_exception=True)
def held_thumb(request, pk):
    row = get_object_or_404(HeldFile.objects.of(request.user).exclude(thumb=""), pk=pk)
    return serve(row.thumb, name=f"held-{row.pk}.jpg", inline=True)


@require_POST
@permission_required("core.use_desk", raise_exception=True)
def held_remove(request, pk):
    row = get_object_or_404(HeldFile.objects.of(request.user), pk=pk)
    HeldFile.objects.filter(pk=row.pk).drop()
    return HttpResponse(status=204)
