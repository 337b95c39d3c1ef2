"""The rules of screening. Standard library only."""
