"""The list the school sends: families in hardship."""

from .hardship import HardshipImporter

__all__ = ["HardshipImporter"]
