"""The console in a real browser, on a real system.

Run with ``-p no:pytest_nameko --confcutdir=tests/browser`` (`make browser` does): the fixtures of
the other tests replace sockets and threads by eventlet's, which the browser's driver does not bear.
"""
