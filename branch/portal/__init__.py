"""Pages that look across apps: the public home, a person's desk, people, search, the menu."""
