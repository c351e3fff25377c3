"""The pages of the school, one file a family of them."""
