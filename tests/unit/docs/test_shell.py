"""What runs the commands of a page, and compares what it shows, can fail."""

import os
from pathlib import Path

import pytest

from tests.support.shell import Shell, agrees


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path, os.environ)


def test_what_a_block_sets_and_defines_is_there_in_the_next(shell: Shell):
    shell.run("NAME='two words'\ngreet() { echo \"hello $1\"; }")
    assert shell.run('greet "$NAME"') == "hello two words\n"


def test_a_command_that_fails_is_told_with_what_it_printed(shell: Shell):
    with pytest.raises(AssertionError, match="no such thing"):
        shell.run("echo no such thing >&2; false; echo unreached")


def test_a_variable_that_nobody_set_fails(shell: Shell):
    with pytest.raises(AssertionError, match="UNHEARD"):
        shell.run('echo "$UNHEARD"')


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ('{"a": 1,\n "b": 2}\n', '{"a":1,"b":2}'),
        ('{..., "b": 2, ...}', '{"a":1,"b":2,"c":[3]}'),
        ('{"id": "..."}', '{"id":"0b0e6f0a"}'),
    ],
)
def test_blanks_do_not_count_and_dots_stand_for_anything(shown: str, printed: str):
    assert agrees(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ('{"a": 1}', '{"a":2}'),
        ('{"a": 1}', '{"a":1,"b":2}'),
        ('{..., "c": 3}', '{"a":1,"b":2}'),
        ("304", "200"),
        ("", "something"),
    ],
)
def test_anything_else_is_seen(shown: str, printed: str):
    assert not agrees(shown, printed)
