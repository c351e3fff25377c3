"""走进班级: members beside classes, class sessions, head teachers and their psychology hours."""
