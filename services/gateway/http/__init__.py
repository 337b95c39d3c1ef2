"""Flask and flask-smorest around the table of operations."""
