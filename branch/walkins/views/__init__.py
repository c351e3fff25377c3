"""The pages of the walk-ins, one file a family of them."""
