"""The school garden: an app of a few lines, to show what a new app adds without touching another."""
