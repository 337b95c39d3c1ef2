"""Documents, relationships, permits, how it is with an inmate."""

from console.texts import mark

DOCUMENTS = {
    "ktp": mark("identity card (KTP)"),
    "nik": mark("number alone (NIK)"),
    "kia": mark("child's card (KIA)"),
    "kk": mark("family card (KK)"),
    "sim": mark("driving licence (SIM)"),
    "passport": mark("passport"),
    "other": mark("other document"),
}
RELATIONSHIPS = {
    "wife": mark("wife"),
    "husband": mark("husband"),
    "child": mark("child"),
    "mother": mark("mother"),
    "father": mark("father"),
    "sibling": mark("sibling"),
    "grandparent": mark("grandparent"),
    "grandchild": mark("grandchild"),
    "relative": mark("relative"),
    "friend": mark("friend"),
}
INMATE_STATUSES = {
    "available": mark("may be visited"),
    "isolation": mark("in isolation"),
    "induction": mark("newly arrived (mapenaling)"),
    "hospital": mark("in hospital"),
    "court": mark("at court"),
    "transferred": mark("transferred"),
    "released": mark("released"),
}
STOPPED = {**INMATE_STATUSES, "refuses_visits": mark("does not wish visits")}
ISSUERS = {
    "investigator": mark("investigator"),
    "prosecutor": mark("prosecutor"),
    "court": mark("court"),
}
WARNINGS = {
    "nik_birth_date_differs": mark("The birth date is another than in the NIK."),
    "nik_sex_differs": mark("The sex is another than in the NIK."),
}
