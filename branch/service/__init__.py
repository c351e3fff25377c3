"""Community service and the parents' school: what goes beyond one activity of the branch."""
