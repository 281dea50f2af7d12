"""Every key and what it does, from the table of keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from reinvent_tui.keys import KEYS, PLACES
from reinvent_tui.screens.typing import TypingScreen

_HEADINGS = {
    "everywhere": "Everywhere",
    "list": "In a list",
    "note": "In a note",
    "search": "In the search bar",
}
_KEY_WIDTH = max(len(key.shown) for key in KEYS)


class HelpScreen(TypingScreen[None]):
    """The keys; typing narrows them down."""

    BINDINGS = [Binding("escape,question_mark", "dismiss", "close", show=False, priority=True)]

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Input(placeholder="find a key or what it does; esc closes", id="help-search", compact=True)
            with VerticalScroll(id="help-keys", can_focus=False):
                yield Static(key_page(""), id="help-text")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#help-text", Static).update(key_page(event.value))

    def key_up(self) -> None:
        self.query_one("#help-keys").scroll_up(animate=False)

    def key_down(self) -> None:
        self.query_one("#help-keys").scroll_down(animate=False)

    def key_pageup(self) -> None:
        self.query_one("#help-keys").scroll_page_up(animate=False)

    def key_pagedown(self) -> None:
        self.query_one("#help-keys").scroll_page_down(animate=False)


def key_page(wanted: str) -> Content:
    """The table of keys whose name or meaning holds the wanted text."""
    wanted = wanted.strip().lower()
    parts: list[Content] = []
    for place in PLACES:
        keys = [k for k in KEYS if k.place == place and (wanted in k.does.lower() or wanted in k.shown.lower())]
        if keys:
            parts.append(Content.styled(f"{_HEADINGS[place]}\n", "bold"))
            parts += [Content(f"  {key.shown:<{_KEY_WIDTH}}  {key.does}\n") for key in keys]
            parts.append(Content("\n"))
    return Content("").join(parts) if parts else Content(f"No key does anything with “{wanted}”.")
