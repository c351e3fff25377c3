"""Spreadsheets in: read, check, plan, write, undo."""
