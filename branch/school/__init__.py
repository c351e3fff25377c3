"""The school: its terms, classes, staff, students and families."""
