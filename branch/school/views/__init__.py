"""The pages of classes, families, sign-ins, staff, students and terms, a file for each."""
