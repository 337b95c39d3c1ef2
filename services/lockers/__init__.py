"""Lockers: what visitors leave at the desk, in which locker, against which card."""
