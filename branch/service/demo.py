"""What the fictional school has of service."""

from .parents.demo import Families

__all__ = ["Families"]
