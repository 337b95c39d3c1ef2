"""A part of a page that the browser renders by itself (docs/adr/0025).

To NiceGUI all native elements of a page are one component of Vue's: a change of any of them renders
all of them anew, and every component in between. What is within a part has a component of its own,
so its changes stay within. A part's own attributes, and which children it has, belong to what is
around it.
"""

from nicegui import ui


class Part(ui.element, component="static/part.js"):
    def __init__(self, tag: str = "div"):
        super().__init__()
        self.props["tag"] = tag
