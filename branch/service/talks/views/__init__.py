"""Pages of what stays of a talk, of books, of feedback and of speakers."""
