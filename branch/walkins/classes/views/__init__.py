"""The pages of the class track, a file a noun."""
