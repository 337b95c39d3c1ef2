"""A button as HTML has it.

Quasar's is a component, and the browser renders every component in a `Part` anew at each change in
there (docs/adr/0024).
"""

from collections.abc import Callable
from typing import Any

from nicegui.elements.mixins.disableable_element import DisableableElement
from nicegui.elements.mixins.text_element import TextElement


class Button(TextElement, DisableableElement):
    """``looks``: classes of console.css. ``icon``: a name of Google's Material Icons."""

    def __init__(self, text: str, on_click: Any, icon: str | None, looks: str):
        super().__init__(tag="button", text=text)
        self.classes(f"act {looks}")
        self.props["type"] = "button"
        if icon:
            with self:
                picture = TextElement(tag="i", text=icon).classes("material-icons")
                picture.props["aria-hidden"] = "true"
        if on_click:
            self.on_click(on_click)

    def on_click(self, callback: Callable[..., Any]) -> None:
        self.on("click", callback, [])

    def _handle_enabled_change(self, enabled: bool) -> None:
        """Told, but not by HTML's own ``disabled``: with that it would lose the focus."""
        if enabled:
            self.props.pop("aria-disabled", None)
        else:
            self.props["aria-disabled"] = "true"
