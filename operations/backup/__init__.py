"""Backup and restore: one file that holds the whole system at one moment (docs/adr/0017)."""
