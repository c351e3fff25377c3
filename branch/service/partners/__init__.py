"""共建: what the branch agreed with its partners, reported, offers and takes up, and what they say of its year."""
