"""Races, double taps and a killed server: every acknowledged record is stored once. python -m drill."""
