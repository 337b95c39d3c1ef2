"""Documents by which a visitor is known."""

NIK_DOCUMENTS = ("nik", "ktp", "kia", "kk")
"""Identity card, child's card and family card all carry the holder's NIK."""

OTHER_DOCUMENTS = ("sim", "passport", "other")
"""Driving licence, passport and the rest carry no NIK."""

DOCUMENTS = NIK_DOCUMENTS + OTHER_DOCUMENTS

_SEPARATORS = str.maketrans("", "", " .-/")


def normal(id_type: str, id_number: str) -> tuple[str, str]:
    """One spelling for one document, so that it is recognised again.

    The same NIK read from two kinds of card is the same person.
    """
    number = id_number.translate(_SEPARATORS).upper()
    return ("nik" if id_type in NIK_DOCUMENTS else id_type), number


def masked(id_number: str) -> str:
    """For lists: ``6471********0001``; of a short number only the last two characters."""
    if len(id_number) >= 12:
        return id_number[:4] + "*" * (len(id_number) - 8) + id_number[-4:]
    kept = id_number[-2:] if len(id_number) >= 6 else ""
    return "*" * (len(id_number) - len(kept)) + kept


def spellings(text: str) -> list[tuple[str, str]]:
    """Every document whose number ``text`` may be, for a search; none if it cannot be one."""
    kinds = ("nik", *OTHER_DOCUMENTS)
    found = [normal(kind, text) for kind in kinds]
    return [(kind, number) for kind, number in found if len(number) >= 4]
