"""What the events of a year add up to, series by series, on the desk and in public."""
