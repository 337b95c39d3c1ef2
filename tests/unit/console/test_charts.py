"""Pictures of figures, and what is in them for who does not see them."""

from xml.etree import ElementTree

import pytest

from console.charts import Series, bars, columns, load, parts

NAME = 'Blok <b>A</b> & "B"'


def read(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def texts(figure: ElementTree.Element, path: str) -> list[str]:
    return ["".join(one.itertext()) for one in figure.findall(path)]


def styles(figure: ElementTree.Element, path: str) -> list[str | None]:
    return [one.get("style") for one in figure.findall(path)]


def test_columns_are_there_as_a_table_too() -> None:
    arrived, called = Series("arrived", "first", [3, 0]), Series("called", "second", [1.5, None])
    figure = read(columns("By the hour", "Hour", ["09", "10"], [arrived, called]))
    assert figure.get("aria-label") == "By the hour"
    assert texts(figure, "table/tr/*") == [
        "Hour", "arrived", "called", "09", "3", "1.5", "10", "0", "–",
    ]  # fmt: skip
    assert texts(figure, "ul/li") == ["arrived", "called"]
    assert [one.get("class") for one in figure.findall("div/svg/rect")] == ["first", "second"]


def test_bars_come_with_the_most_first_and_are_as_long_as_their_counts() -> None:
    figure = read(bars("Refused", "Rule", "How often", [("few", 1), ("most", 4)]))
    assert texts(figure, "table/tr/th") == ["Rule", "How often", "most", "few"]
    assert styles(figure, ".//span[@class='bar']") == ["width: 80%", "width: 20%"]


def test_nothing_is_said_in_words() -> None:
    assert read(bars("Refused", "Rule", "How often", [])).find("table") is None
    assert read(columns("By the hour", "Hour", [], [])).find("table") is None


@pytest.mark.parametrize(
    ("taken", "level", "width"),
    [(0, "good", "0%"), (17, "warn", "85%"), (20, "bad", "100%"), (25, "bad", "100%")],
)
def test_how_full_something_is(taken: int, level: str, width: str) -> None:
    [bar] = read(load("Tables", taken, 20, "")).findall(".//div[@class='load-bar']/div")
    assert (bar.get("class"), bar.get("style")) == (f"load-part {level}", f"width: {width}")


def test_the_parts_of_a_whole_have_its_length() -> None:
    figure = read(parts("Lockers", [("taken", "first", 30), ("free", "empty-part", 10)]))
    assert styles(figure, "div/div") == ["width: 75.0%", "width: 25.0%"]
    assert texts(figure, "ul/li") == ["taken: 30", "free: 10"]


def test_a_name_is_shown_as_it_is_whatever_it_has_in_it() -> None:
    series = Series(NAME, "first", [1])
    figure = read(columns(NAME, NAME, [NAME], [series, series]))
    assert figure.get("aria-label") == NAME
    assert set(texts(figure, "table/tr/th")) == set(texts(figure, "ul/li")) == {NAME}
