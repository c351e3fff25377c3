"""Tests of events that families sign up for."""
