"""The pages of the student track, a file a noun."""
