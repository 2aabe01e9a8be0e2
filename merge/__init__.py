"""Puts the parts together and runs a mode."""
