"""走进学生: what a student needs, who is paired with them, and each contact between the two."""
