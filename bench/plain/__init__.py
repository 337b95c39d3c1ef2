"""The same visiting day the way nameko-examples are written: write, then dispatch.

Honest and tidy, with the same checks and the same steps; no inbox, outbox, retry or parking. What
it loses when something breaks is in docs/performance.md.
"""
