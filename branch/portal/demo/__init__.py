"""The demo school: one invented school year, so that every page has something to show."""
