"""Duties: whom a rule binds, who has met it, where the gaps are."""
