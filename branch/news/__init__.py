"""动态: what the branch shows the public."""
