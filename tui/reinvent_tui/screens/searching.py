"""Searching: what is typed in the bar, and the talks that it finds. Made after the first paint."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reinvent_notes.errors import ReinventError
from reinvent_notes.library import Library
from reinvent_tui.widgets.note import Place
from reinvent_tui.widgets.results import Results
from reinvent_tui.widgets.search_bar import SearchBar


class Before(NamedTuple):
    """What was on the screen when a search began: the talk in the note, at which place, and whether it was read."""

    talk_id: str | None
    place: Place
    is_reading: bool


class Searching:
    """The bar and the results, which stand where the tree is while something is typed.

    `on_move` is called when the cursor moves in the results, `on_change` when they are others; both within the
    frame of the key that did it.
    """

    def __init__(self, library: Library, hint: str, on_move: Callable[[], None], on_change: Callable[[], None]) -> None:
        self._library = library
        self._on_change = on_change
        self.results = Results(library, on_move)
        self.results.add_class("-away")
        self.bar = SearchBar(self.results, self._typed, hint)
        self.is_on = False
        self.before: Before | None = None
        self.count: int | None = None  # of talks found; None while nothing is asked, or nothing that is understood

    def clear(self) -> None:
        self.bar.value = ""

    def search_again(self, talk_id: str | None) -> None:
        """The library changed: the same search, with the cursor on the same talk."""
        if self.is_on:
            self._search(self.bar.value, talk_id)

    def _typed(self, text: str) -> None:
        self.is_on = bool(text.strip())
        self.results.set_class(not self.is_on, "-away")
        self._search(text)
        self._on_change()

    def _search(self, text: str, talk_id: str | None = None) -> None:
        self.count = None
        try:
            query = self._library.parse_query(text)
            hits = self._library.find(query) if query else []
        except ReinventError as error:
            self.results.show([], f"{error}. Esc clears the search.")
            return
        self.count = len(hits) if query else None
        n = self._library.index.number_of(talk_id) if talk_id else None
        at = next((row for row, hit in enumerate(hits) if hit.n == n), 0)
        self.results.show(hits, f"No talk matches {text.strip()}. Esc clears the search.", at)
