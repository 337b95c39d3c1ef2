"""Host names are looked up anew for each connection.

eventlet's resolver keeps an answer for as long as the answer says, which for a container's name is
ten minutes (Docker). A broker or database that comes back at another address would be looked for
at the old one until then, and of a cluster's nodes always the same would be tried first.
"""

from contextlib import suppress

from eventlet.support import greendns


def look_up_anew() -> None:
    # a machine without DNS keeps no answers either
    with suppress(greendns.dns.resolver.NoResolverConfiguration):
        greendns.resolver._resolver.cache = None
