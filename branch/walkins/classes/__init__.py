"""走进班级: members linked to classes, class sessions, head teachers and their psychology hours."""
