"""The terms, classes, staff, students and families the branch serves, as the school knows them."""
