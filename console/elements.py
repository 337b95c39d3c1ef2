"""The few HTML elements that NiceGUI has no name for, so that pages have headings and regions."""

from html import escape
from typing import Any, TypeVar

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from console.button import Button
from console.part import Part

Named = TypeVar("Named", bound=ui.element)


class Words(TextElement):
    """Text in an element of one's choice: ``Words("h2", "Waiting")``."""

    def __init__(self, tag: str, text: str = "", classes: str = "", **props: Any):
        super().__init__(tag=tag, text=text)
        if classes:
            self.classes(classes)
        for name, value in props.items():
            self.props[name.replace("_", "-")] = value


def heading(level: int, text: str, classes: str = "") -> Words:
    return Words(f"h{level}", text, classes)


def named(element: Named, label: str) -> Named:
    """By what a screen reader calls it, where nothing on the page says it."""
    element.props["aria-label"] = label
    return element


def region(label: str, classes: str = "") -> ui.element:
    """A part of the page that a screen reader can go to by its name."""
    return named(Part("section").classes(f"region {classes}"), label)


def focus(element_id: str) -> None:
    """Where the next step is, once the browser has drawn it."""
    # the last one asked for wins: an earlier one would take what is typed by then elsewhere
    ui.run_javascript(
        "clearTimeout(window.focusing); window.focusing ="
        f" setTimeout(() => document.getElementById({element_id!r})?.focus(), 60)"
    )


def block(tag: str = "div", classes: str = "") -> ui.element:
    return ui.element(tag).classes(classes)


def still(classes: str, *parts: str) -> ui.element:
    """An element with ``parts`` of `markup` in it, which nothing changes but a redraw: to the
    browser it is one, and it renders every element of a `Part` anew at each change in there."""
    return fill(block(classes=classes), *parts)


def fill(element: ui.element, *parts: str) -> ui.element:
    """With ``parts`` of `markup`, in place of what it had: a thousand elements of NiceGUI's hold up
    every page of this process for a third of a second (measured)."""
    element.props["innerHTML"] = "".join(parts)
    return element


def markup(tag: str, text: str, classes: str = "", **attributes: str) -> str:
    """Whatever the text has in it is shown as it is."""
    return around(tag, classes, escape(text), **attributes)


def around(tag: str, classes: str, *parts: str, **attributes: str) -> str:
    """``parts`` are markup already."""
    told = {"class": classes} | {name.replace("_", "-"): text for name, text in attributes.items()}
    written = "".join(f' {name}="{escape(text)}"' for name, text in told.items())
    return f"<{tag}{written}>{''.join(parts)}</{tag}>"


def primary(text: str, on_click: Any = None, icon: str | None = None) -> Button:
    """The one thing that is usually done next."""
    return Button(text, on_click, icon, "primary")


def secondary(text: str, on_click: Any = None, icon: str | None = None) -> Button:
    return Button(text, on_click, icon, "secondary")


def danger(text: str, on_click: Any = None, icon: str | None = None) -> Button:
    """What cannot be taken back."""
    return Button(text, on_click, icon, "danger")


def sign(icon: str, name: str, on_click: Any = None) -> Button:
    """A picture alone; ``name`` is what it does."""
    return named(Button(icon, on_click, None, "sign material-icons"), name)
