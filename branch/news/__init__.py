"""What the branch shows the public."""
