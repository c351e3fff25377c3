"""The pages of the family track, a file a noun."""
