"""Backup, restore, health, hourly chores and logs."""
