"""The actions of the class track: plans and their postings."""

from .heads import record_waiver, revise_waiver
from .plans import publish_plan, solve_again, start_plan, store_solution
from .postings import end_class_posting, start_class_posting

__all__ = [
    "end_class_posting",
    "publish_plan",
    "record_waiver",
    "revise_waiver",
    "solve_again",
    "start_class_posting",
    "start_plan",
    "store_solution",
]
