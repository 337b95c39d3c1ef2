"""Small pieces of the pages that are written from the code."""

import inspect
import re
from collections.abc import Iterable, Sequence

CODE = re.compile(r"``(.+?)``", re.DOTALL)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def plain(text: str) -> str:
    """Text that knows no Markdown but for code: nothing in it is markup."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"[<*]", r"\\\g<0>", part) for part in parts[::2]]
    return "`".join(parts)


def code(value: object) -> str:
    return f"`{value}`"


def prose(docstring: str | None) -> str:
    """The text of a docstring as Markdown, on one line."""
    return CODE.sub(r"`\1`", " ".join(inspect.cleandoc(docstring or "").split()))


def without_raises(docstring: str | None) -> str:
    """The same without the sentence that names exceptions: callers get codes."""
    return re.sub(r"\s*Raises [A-Z][^.]*\.", "", prose(docstring)).strip()


def anchor(heading: str) -> str:
    """The fragment that GitHub and others give to a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def words(name: str) -> str:
    """``PermitExpired`` or ``permit_expired`` as a sentence."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()
    return f"{split[:1].upper()}{split[1:]}."
