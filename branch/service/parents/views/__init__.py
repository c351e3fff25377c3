"""Pages of families, of the organiser and of the door."""
