"""The jobs of the walk-ins: the plan of which member is linked to which class."""

from django.db import transaction
from django.utils import timezone

from branch.operations.job import job

from .classes.actions import store_solution
from .classes.actions.plans import JOB
from .classes.inputs import Inputs
from .models import PostingPlan
from .planning import plan as solve


@job(JOB, title="联系班级分配方案", permission="walkins.add_classposting")
def solve_plan(run, *, plan):
    """Solve a plan and store its lines; like a command, a worker reads the clock itself."""
    row = PostingPlan.objects.select_related("term").get(pk=plan)
    inputs = Inputs.of(row.term, on=timezone.localdate())
    locks = set(row.locks.values_list("member", "school_class"))
    found = solve(inputs.members, inputs.classes, inputs.weights, locks=locks, last=inputs.last)
    with transaction.atomic():
        store_solution(row, found, job=run.job, compared_on=inputs.compared_on, at=timezone.now())
        run.step(1, 1)
    return row.get_absolute_url()
