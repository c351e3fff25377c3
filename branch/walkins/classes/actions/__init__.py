"""The actions of the class track: plans and their postings."""

from .plans import publish_plan, solve_again, start_plan, store_solution

__all__ = ["publish_plan", "solve_again", "start_plan", "store_solution"]
