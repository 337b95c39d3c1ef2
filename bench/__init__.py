"""Measurements. Each writes JSON to the file that REPORT names."""
