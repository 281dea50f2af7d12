"""The line in which one types what to look for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from textual.geometry import Size
from textual.reactive import reactive

from reinvent_notes import limits
from reinvent_tui.keys import SEARCH, bindings
from reinvent_tui.messages import Chosen, Left
from reinvent_tui.widgets.line_input import LineInput
from reinvent_tui.widgets.rows import RowList


class SearchBar(LineInput):
    """`on_change` is called within the key's own frame. Arrow keys move in the results, the cursor stays here.

    Up in the empty bar brings back `earlier` searches, one after the other. `on_change` returns how what is typed may
    go on.
    """

    BINDINGS = bindings(SEARCH)

    virtual_size = reactive(Size(0, 0), layout=False)  # what is typed moves nothing else

    def __init__(
        self,
        results: RowList,
        on_change: Callable[[str], str | None],
        hint: str,
        earlier: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(
            placeholder=hint,
            id="search",
            compact=True,
            select_on_focus=False,
            validate_on=(),  # all is valid; a class that says so would have its styles worked out at the first letter
            max_length=limits.QUERY_CHARS,
        )
        self.cursor_blink = False
        self._hint = hint
        self._results = results
        self._on_change = on_change
        self._earlier = earlier
        self._brought: deque[str] = deque()  # the one in the bar, then older ones

    def on_resize(self) -> None:
        """Of what is searched as much is named as there is room for."""
        named = self._hint.split(",")
        while len(named) > 1 and len(",".join(named)) > self.content_size.width:
            named.pop()
        self.placeholder = ",".join(named)

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if not self._brought or self._brought[0] != value:
            self._brought.clear()
        self._suggestion = self._on_change(value) or ""  # at once: a suggester's would be painted in another frame

    def action_move(self, rows: int) -> None:
        if rows < 0 and not self.value:
            self._bring(self._earlier())
        elif rows < 0 and len(self._brought) > 1 and not self._results.cursor:
            self._bring(list(self._brought)[1:])
        else:
            self._results.action_move(rows)

    def _bring(self, searches: Sequence[str]) -> None:
        if searches:
            self._brought = deque(searches)
            self.value = searches[0]
            self.cursor_position = len(self.value)

    @property
    def is_suggesting(self) -> bool:
        """Whether → takes what is suggested."""
        return self.cursor_at_end and bool(self._suggestion)

    def action_page(self, pages: int) -> None:
        self._results.action_page(pages)

    def action_choose(self) -> None:
        self.post_message(Chosen())

    def action_leave(self) -> None:
        self.post_message(Left())
