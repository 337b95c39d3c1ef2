"""Screening: the queue at the search post, the search, and who may go on."""
