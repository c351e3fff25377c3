"""What changes records of the class track."""

from .heads import record_waiver, revise_waiver

__all__ = ["record_waiver", "revise_waiver"]
