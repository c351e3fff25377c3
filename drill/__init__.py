"""Races, double taps and a killed server: what was acknowledged is there, once. python -m drill."""
