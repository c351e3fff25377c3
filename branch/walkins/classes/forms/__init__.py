"""The forms of the class track."""

from .plans import PlanForm, TermForm

__all__ = ["PlanForm", "TermForm"]
