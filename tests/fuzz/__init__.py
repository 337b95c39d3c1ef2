"""`make fuzz`: schemathesis against the whole running system, signed in as each role."""
