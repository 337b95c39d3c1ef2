"""Whole visits, side by side through several systems: `make bench`."""
