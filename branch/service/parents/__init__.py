"""家长学校: events that families sign up for without an account."""
