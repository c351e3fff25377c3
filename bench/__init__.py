"""Benchmarks, as ratios to a bare Django view: python -m bench."""
