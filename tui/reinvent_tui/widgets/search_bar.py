"""The line in which one types what to look for."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from reinvent_tui.keys import SEARCH, bindings
from reinvent_tui.messages import Chosen, Left
from reinvent_tui.widgets.rows import RowList

_QUERY_CHARS = 1_000  # what is pasted by mistake is no query


class SearchBar(Input):
    """`on_change` is called within the key's own frame. Arrow keys move in the results, the cursor stays here."""

    BINDINGS = bindings(SEARCH)

    def __init__(self, results: RowList, on_change: Callable[[str], None], hint: str) -> None:
        super().__init__(placeholder=hint, id="search", compact=True, select_on_focus=False, max_length=_QUERY_CHARS)
        self.cursor_blink = False
        self._results = results
        self._on_change = on_change

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        self._on_change(value)

    def action_move(self, rows: int) -> None:
        self._results.action_move(rows)

    def action_page(self, pages: int) -> None:
        self._results.action_page(pages)

    def action_choose(self) -> None:
        self.post_message(Chosen())

    def action_leave(self) -> None:
        self.post_message(Left())
