"""Every key and what it does, from the table of keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reinvent_tui.keys import KEYS, PLACES, Key

_HEADINGS = {
    "everywhere": "Everywhere",
    "list": "In a list",
    "note": "In a note",
    "search": "In the search bar",
}
_LEAST_WIDTH = 72  # of a screen on which a key and what it does stand on one line


class HelpScreen(ModalScreen[None]):
    """The keys; typing narrows them down."""

    BINDINGS = [Binding("escape", "dismiss", "close", show=False, priority=True)]

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Input(placeholder="find a key or what it does; esc closes", id="help-search", compact=True)
            with VerticalScroll(id="help-keys", can_focus=False):
                yield Static(key_page("", self._keys), id="help-text", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value == "?":  # the key that opened it; a terminal sends it as text
            self.dismiss()
        else:
            self._show(event.value)

    def on_resize(self) -> None:
        self._show(self.query_one(Input).value)

    def _show(self, wanted: str) -> None:
        page = key_page(wanted, self._keys, is_narrow=self.size.width < _LEAST_WIDTH)
        self.query_one("#help-text", Static).update(page)

    def key_up(self) -> None:
        self.query_one("#help-keys").scroll_up(animate=False)

    def key_down(self) -> None:
        self.query_one("#help-keys").scroll_down(animate=False)

    def key_pageup(self) -> None:
        self.query_one("#help-keys").scroll_page_up(animate=False)

    def key_pagedown(self) -> None:
        self.query_one("#help-keys").scroll_page_down(animate=False)


def key_page(wanted: str, all_keys: Sequence[Key] = KEYS, *, is_narrow: bool = False) -> Content:
    """The table of keys whose name or meaning holds the wanted text; a narrow one says what a key does below it."""
    wanted = wanted.strip().lower()
    width = max(len(key.shown) for key in all_keys)
    parts: list[Content] = []
    for place in PLACES:
        keys = [k for k in all_keys if k.place == place and (wanted in k.does.lower() or wanted in k.shown.lower())]
        if keys:
            parts.append(Content.styled(f"{_HEADINGS[place]}\n", "bold"))
            names = [f"  {key.shown}\n    " if is_narrow else f"  {key.shown:<{width}}  " for key in keys]
            parts += [Content(f"{name}{key.does}\n") for name, key in zip(names, keys, strict=True)]
            parts.append(Content("\n"))
    return Content("").join(parts) if parts else Content(f"No key does anything with “{wanted}”.")
