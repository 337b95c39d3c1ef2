"""What the code says and the catalogues do not, or no longer: ``python -m console.catalogue``."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from console.texts import LOCALE

HERE = Path(__file__).parent
KEYWORDS = {"say": None, "mark": None, "say_count": (1, 2)}


def said() -> set[str]:
    """Every text in the code; of a pair for one and many, the first."""
    found = extract_from_dir(str(HERE), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {one[2] if isinstance(one[2], str) else one[2][0] for one in found}


def translated(language: str) -> dict[str, str]:
    """By the text in the code; of a pair, the first form of each."""
    texts = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    one = message.id if isinstance(message.id, str) else message.id[0]
                    string = message.string or ""
                    texts[one] = string if isinstance(string, str) else string[0]
    return texts


def main() -> None:
    texts, known = said(), translated("id")
    for text in sorted(texts - {one for one, translation in known.items() if translation}):
        print(f"not translated: {text}")
    for text in sorted(known.keys() - texts):
        print(f"not said any more: {text}")


if __name__ == "__main__":
    main()
