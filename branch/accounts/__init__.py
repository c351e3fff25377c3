"""Who may sign in and what their roles allow."""
