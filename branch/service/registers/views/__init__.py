"""Pages of registrations at residence and of service there."""
