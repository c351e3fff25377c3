"""The fictional school, built through actions; refused in production."""
