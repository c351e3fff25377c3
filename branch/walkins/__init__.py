"""Members walk into students, classes and families."""
