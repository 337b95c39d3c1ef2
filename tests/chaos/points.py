"""Where a process can be made to die, for the one that sets the traps and the one that falls in."""

AFTER_WRITE, AFTER_PUBLISH, BEFORE_ACK, BEFORE_REPLY = POINTS = (
    "after_write", "after_publish", "before_ack", "before_reply",
)  # fmt: skip
