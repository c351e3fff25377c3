"""Pages of the roll, of what changes in it, and of members who show themselves to the public."""
