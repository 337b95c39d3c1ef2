"""The same visiting day the way FastStream's documentation writes services: pydantic models come
in, pymongo's own asyncio client writes, then the event is published and confirmed.

Honest and tidy, with the same checks and the same steps as ``bench/plain/``; no inbox, outbox,
retry or parking either.
"""
