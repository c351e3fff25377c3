"""One record of anything the branch held: what, when, where, who came, for how many hours."""
