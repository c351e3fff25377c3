"""撤销: the button in a message, or on the page of a record, that undoes a step of today."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from branch.core.undo import steps_left_to, undo
from branch.core.views import act


@require_POST
@permission_required("core.use_desk", raise_exception=True)
def step_undo(request, token):
    """Undo a step of today; one that was undone or is of another day is refused with a sentence."""
    now = timezone.now()
    step = get_object_or_404(steps_left_to(request.user), token=token)
    return act(
        request,
        lambda: undo(step, on=timezone.localdate(now), at=now, by=request.user),
        back=step.address,
        message="已撤销，恢复了原样。",
    )
