"""Backup, restore, health, tick, logs, and work outside a request."""
