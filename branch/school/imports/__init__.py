"""The rosters a school sends: its staff and its students."""

from .staff import StaffImporter
from .students import StudentImporter

__all__ = ["StaffImporter", "StudentImporter"]
