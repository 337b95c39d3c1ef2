"""Fuzzing inward: what reaches the services over the broker, from whoever may publish there.

Every event consumer and every RPC entrypoint is sent what hypothesis thinks of: any bytes, any
JSON, the contract's own shapes with odd values, the same with something broken, and with any
properties and headers. The service is a process of its own on a real broker and a real database.
Which consumers and entrypoints there are is read off the services and the contracts, so that a new
one is covered by itself. ``make fuzz-inward EXAMPLES=n SEED=n`` for more of it.
"""
