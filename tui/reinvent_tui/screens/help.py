"""Every key and what it does, from the table of keys, and the commands that have a name only."""

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
_LEAST_WIDTH = 76  # of a screen on which a key and what it does stand on one line


class HelpScreen(ModalScreen[None]):
    """The keys, and commands without one (each a name and what it does); typing narrows them down."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    #help { width: 84; max-width: 100%; height: 90%; border: round $accent; background: $background; padding: 0 1; }
    #help-search { height: 1; border: none; background: $panel; }
    #help-keys { height: 1fr; margin-top: 1; }
    """

    BINDINGS = [Binding("escape", "dismiss", "close", show=False, priority=True)]

    def __init__(self, keys: Sequence[Key], commands: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys, self._commands = keys, commands

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Input(placeholder="find a key or what it does; esc closes", id="help-search", compact=True)
            with VerticalScroll(id="help-keys", can_focus=False):
                yield Static(key_page("", self._keys, self._commands), id="help-text", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        opened_by = next(key for key in self._keys if key.id == "help").shown.split()
        if event.value in opened_by and not event.value.isalnum():  # a terminal sends it as text
            self.dismiss()
        else:
            self._show(event.value)

    def on_resize(self) -> None:
        self._show(self.query_one(Input).value)

    def _show(self, wanted: str) -> None:
        page = key_page(wanted, self._keys, self._commands, is_narrow=self.size.width < _LEAST_WIDTH)
        self.query_one("#help-text", Static).update(page)

    def key_up(self) -> None:
        self.query_one("#help-keys").scroll_up(animate=False)

    def key_down(self) -> None:
        self.query_one("#help-keys").scroll_down(animate=False)

    def key_pageup(self) -> None:
        self.query_one("#help-keys").scroll_page_up(animate=False)

    def key_pagedown(self) -> None:
        self.query_one("#help-keys").scroll_page_down(animate=False)


def key_page(
    wanted: str, all_keys: Sequence[Key] = KEYS, commands: Sequence[tuple[str, str]] = (), *, is_narrow: bool = False
) -> Content:
    """The keys and commands whose name or meaning holds the wanted text; a narrow one says what they do below it."""
    wanted = wanted.strip().lower()
    shown = [(key.shown, key.does) for key in all_keys]
    parts: list[tuple[str, Sequence[tuple[str, str]]]] = [
        (_HEADINGS[place], [(key.shown, key.does) for key in all_keys if key.place == place]) for place in PLACES
    ]
    palette = next((key.first_shown for key in all_keys if key.id == "palette"), "")
    parts.append((f"By name, after {palette}" if palette else "By name", commands))
    page: list[Content] = []
    for heading, lines in parts:
        found = [(name, does) for name, does in lines if wanted in name.lower() or wanted in does.lower()]
        if found:
            width = max(len(name) for name, _ in (commands if lines is commands else shown))
            page.append(Content.styled(f"{heading}\n", "bold"))
            names = [f"  {name}\n    " if is_narrow else f"  {name:<{width}}  " for name, _ in found]
            page += [Content(f"{name}{does}\n") for name, (_, does) in zip(names, found, strict=True)]
            page.append(Content("\n"))
    return Content("").join(page) if page else Content(f"No key does anything with “{wanted}”. Esc closes the help.")
