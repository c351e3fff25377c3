"""The actions of the class track."""

from .postings import end_class_posting, start_class_posting

__all__ = ["end_class_posting", "start_class_posting"]
