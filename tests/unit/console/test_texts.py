"""Everything that the console says is said in Indonesian, too."""

import re
from collections import Counter

from babel.messages.pofile import read_po

from console import texts
from console.catalogue import said, translated
from console.texts import LOCALE

PLACEHOLDER = re.compile(r"\{\w+\}")


def test_every_text_of_the_console_is_translated() -> None:
    known = translated("id")
    assert not [text for text in said() if not known.get(text)]


def test_no_catalogue_holds_a_text_that_is_not_said_any_more() -> None:
    assert not translated("id").keys() - said()


def test_a_translation_fills_in_what_the_text_does() -> None:
    for text, translation in translated("id").items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(translation)), text


def test_a_count_is_said_in_indonesian_whatever_the_number() -> None:
    catalogue = texts._translations("id")
    said = {catalogue.ngettext("{n} minute", "{n} minutes", n) for n in (0, 1, 2, 5)}
    assert said == {"{n} menit"}


def test_no_text_is_translated_in_two_places() -> None:
    found = [
        message.id if isinstance(message.id, str) else message.id[0]
        for path in sorted((LOCALE / "id").glob("*.po"))
        for message in read_po(path.open("rb"), locale="id")
        if message.id
    ]
    assert [text for text, times in Counter(found).items() if times > 1] == []
