"""The rules of registration. Standard library only."""
