"""The pages of the class track."""
