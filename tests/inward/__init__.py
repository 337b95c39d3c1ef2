"""Fuzzing inward: what reaches the services over the broker, from whoever may publish there.

Every event consumer and every RPC entrypoint is sent what hypothesis thinks of: any bytes, any
JSON, the contract's own shapes with odd values, the same with something broken, and with any
properties and headers. The service is a process of its own on a real broker and a real database.
Which consumers and entrypoints there are is read off the services and the contracts, so that a new
one is covered by itself. ``make fuzz-inward EXAMPLES=n SEED=n`` for more of it.

Why not atheris as well: it was tried on the part that reads (``read_body``, ``context_of``,
``EventHandler._read``, ``Rpc._load`` with six contracts; atheris 3.0, Python 3.11). 175,625 runs in
61 s from four events as seeds brought no crash, and its corpus took 2,601 branches of chassis and
contracts; 600 bodies of ours take 2,672, since they begin from the schemas. It finds nothing here
that hypothesis does not, and knows no broker and no database, where the faults were.
"""
