"""Backup, restore, health, chores, logs, and work outside a request."""
