"""Searching: what is typed in the bar, and the talks that it finds. Made after the first paint."""

from __future__ import annotations

from collections.abc import Callable

from reinvent_notes.errors import ReinventError
from reinvent_notes.library import Library
from reinvent_tui.widgets.results import Results
from reinvent_tui.widgets.search_bar import SearchBar


class Searching:
    """The bar and the results, which stand where the tree is while something is typed.

    `on_move` is called when the cursor moves in the results, `on_change` when they are others; both within the
    frame of the key that did it.
    """

    def __init__(self, library: Library, hint: str, on_move: Callable[[], None], on_change: Callable[[], None]) -> None:
        self._library = library
        self._on_change = on_change
        self.results = Results(library, on_move)
        self.results.display = False
        self.bar = SearchBar(self.results, self._typed, hint)
        self.count: int | None = None  # of talks found; None while nothing is asked, or nothing that is understood

    @property
    def is_on(self) -> bool:
        return bool(self.results.display)

    def clear(self) -> None:
        self.bar.value = ""

    def search_again(self) -> None:
        """The library changed: the same search, at the same place."""
        if self.is_on:
            place = self.results.cursor
            self._search(self.bar.value)
            self.results.move_to(place)

    def _typed(self, text: str) -> None:
        self.results.display = bool(text.strip())
        self._search(text)
        self._on_change()

    def _search(self, text: str) -> None:
        self.count = None
        try:
            query = self._library.parse_query(text)
            hits = self._library.find(query) if query else []
        except ReinventError as error:
            self.results.show([], f"{error}. Esc clears the search.")
            return
        self.count = len(hits) if query else None
        self.results.show(hits, f"No talk matches {text.strip()}. Esc clears the search.")
