"""What the lines of a day book must read like in Indonesian, said without the code that writes
them."""

from typing import Any

SAID = {
    "morning": "pagi", "afternoon": "siang", "male": "L", "female": "P", "men": "laki-laki",
    "women": "perempuan", "children": "anak", "ktp": "KTP", "kia": "KIA", "wife": "istri",
    "child": "anak", "departed": "keluar", "no_show": "tidak hadir", "completed": "terlaksana",
    "visitor_did_not_arrive": "pengunjung tidak datang",
}  # fmt: skip

TITLES = [
    "No.", "Sesi", "Antrean", "Daftar", "Mulai", "Selesai", "Keluar", "No. registrasi warga binaan",
    "Nama pengunjung", "L/P", "Golongan", "Dokumen", "No. dokumen (disamarkan)", "Hubungan",
    "Masuk", "Status", "Hasil",
]  # fmt: skip
TIMES = slice(3, 7)
NAME = 8


def lines_of(book: dict[str, Any]) -> list[list[Any]]:
    """Each line's values in the order of TITLES; times as ``2026-01-17 09:05:00`` or None."""
    return [_said(number, line) for number, line in enumerate(book["lines"], 1)]


def _said(number: int, line: dict[str, Any]) -> list[Any]:
    times = (line[name] for name in ("registered_at", "started_at", "ended_at", "departed_at"))
    return [
        number,
        SAID[line["session"]],
        line["queue_number"],
        *(time and time[:19].replace("T", " ") for time in times),
        line["inmate_number"],
        line["name"],
        SAID[line["sex"]],
        SAID[line["group"]],
        SAID[line["id_type"]],
        line["id_number"],
        SAID[line["relationship"]],
        "ya" if line["admitted"] else "tidak",
        SAID[line["status"]],
        SAID[line["outcome"]],
    ]
