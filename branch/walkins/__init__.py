"""三走进: members support students, classes and families."""
