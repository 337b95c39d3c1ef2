"""Who may do what, tried out: every user's own credentials against everything that there is.

``python -m tests.permissions --secrets DIR`` runs it anywhere that broker, management and database
of a provisioned system can be reached; tests/component/operations/test_rights.py runs it on a
broker of its own. ``policy`` says what is allowed; whatever it does not name must be refused.
"""
