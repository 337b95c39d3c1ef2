"""Where the command line gets a new password from. Never from an argument: those are in the list
of processes and in the shell's history."""

import secrets
from pathlib import Path

import typer

CONSONANTS, VOWELS = "bdfghjklmnprstvwyz", "aeiou"
GROUPS, SYLLABLES = 4, 3
"""Of 90 syllables, 12 by chance: 78 bits."""


def passphrase() -> str:
    """Groups that can be read out and typed in any language: ``kabuti-rosela-nimopa-dutesi``."""

    def group() -> str:
        syllables = range(SYLLABLES)
        return "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in syllables)

    return "-".join(group() for _ in range(GROUPS))


def new_password(file: Path | None, generate: bool) -> str:
    """From the file, made up and shown this once, or asked for twice without an echo."""
    if file and generate:
        raise typer.BadParameter("Either --password-file or --generate.")
    if file:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise typer.BadParameter(f"{file} cannot be read: {type(error).__name__}") from None
    if generate:
        made = passphrase()
        typer.echo(f"password: {made}\nIt is shown this once and kept nowhere.")
        return made
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed
