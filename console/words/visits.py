"""Visits and their people."""

from console.texts import mark

STATUSES = {
    "booked": mark("booked"),
    "registered": mark("registered"),
    "called": mark("called"),
    "cleared": mark("cleared"),
    "started": mark("visiting"),
    "ended": mark("visit over"),
    "departed": mark("departed"),
    "cancelled": mark("cancelled"),
    "no_show": mark("did not come"),
    "refused": mark("refused"),
}
SEXES = {"male": mark("man"), "female": mark("woman")}
SESSIONS = {
    "morning": mark("morning session"),
    "afternoon": mark("afternoon session"),
    "whole_day": mark("whole day"),
}
BELONGINGS = {
    "none": mark("no belongings"),
    "required": mark("belongings to deposit"),
    "assigned": mark("locker assigned"),
    "deposited": mark("belongings in the locker"),
    "unclaimed": mark("belongings in the store"),
    "returned": mark("belongings returned"),
}
ROLES = {
    "registrar": mark("registrar"),
    "screener": mark("screener"),
    "locker_officer": mark("locker officer"),
    "room_officer": mark("room officer"),
    "supervisor": mark("supervisor"),
    "operator": mark("operator"),
    "auditor": mark("auditor"),
}
