"""The system in real containers: `make compose-test` and `make cluster-test`.

No pytest: each is one run of some minutes, whose steps stand on each other, and `make test` must
not start Docker. The steps are functions whose names are sentences; each raises AssertionError.
"""
