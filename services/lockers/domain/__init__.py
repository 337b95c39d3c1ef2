"""The rules of the locker desk. Standard library only: no broker, no database, no clock.

Every function takes the state and what was asked, and answers ``(new state, events)``. An event is
``(type, data)`` with plain JSON values. What may not be done raises a refusal of ``refusals``.
"""
