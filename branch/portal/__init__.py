"""Pages that look across apps: the public home, a person's desk, coverage, ledgers, search, the demo school."""
