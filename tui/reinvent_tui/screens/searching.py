"""Searching: what is typed in the bar, and the talks that it finds. Made after the first paint."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from reinvent_notes import search_history
from reinvent_notes.completing import Completion
from reinvent_notes.errors import ReinventError
from reinvent_notes.hits import Hit, Sought
from reinvent_notes.library import Library
from reinvent_notes.note_search import Noting
from reinvent_notes.query import Query
from reinvent_notes.talk import Talk
from reinvent_tui.messages import Noted
from reinvent_tui.widgets.place import Place
from reinvent_tui.widgets.results import Results
from reinvent_tui.widgets.search_bar import SearchBar
from reinvent_tui.wording import matches_text

if TYPE_CHECKING:
    from reinvent_notes.index import Index
    from reinvent_tui.widgets.finding import Finding

_LOOKED_THROUGH = 200  # hits, for the one that the cursor was on


def sorted_query(text: str, by: str) -> str:
    """What was typed, with another order or none; words in quotation marks stay."""
    kept = re.sub(r'("[^"]*"?)|(?<!\S)-?sort:\S*', lambda match: match[1] or "", text, flags=re.I)
    return f"{kept.rstrip()}{f' sort:{by} ' * bool(by)}"


class Before(NamedTuple):
    """What was on the screen when a search began: the talk in the note, at which place, and whether it was read."""

    talk_id: str | None
    place: Place
    is_reading: bool


class Kept(NamedTuple):
    """A search as it stood: `asked` is None where not all was found yet, `at` is the row of the cursor."""

    text: str
    asked: Query | None
    hits: Sequence[Hit]
    at: int
    searched: Index  # that the hits are of


class FoundNote(NamedTuple):
    """A talk that a search had found, and that was read when the bar was gone to again."""

    search: Kept
    talk_id: str
    place: Place
    finding: Finding | None
    is_full: bool


class Searching:
    """The bar and the results, which stand where the tree is while something is typed.

    `on_move` is called when the cursor moves in the results, `on_change` when they are others; both within the
    frame of the key that did it. Talks that are found by their notes come a little later, below the others, from a
    thread that goes through what was typed last.
    """

    def __init__(
        self,
        library: Library,
        earlier: Path,
        key_of: Mapping[str, str],
        on_move: Callable[[], None],
        on_change: Callable[[], None],
    ) -> None:
        self._library = library
        self._earlier = earlier  # the file of searches
        self._key_of = key_of
        self._completion = Completion()
        self._on_change = on_change
        self._wanted: SimpleQueue[tuple[Query, Callable[[], Noting]]] = SimpleQueue()
        self._thread: Thread | None = None
        self._asked: Query | None = None  # what the results are of
        self._nothing = ""  # what is said where there are none
        self.results = Results(library, on_move)
        self.results.put_away(True)
        self.bar = SearchBar(
            self.results,
            self._typed,
            f"{key_of['search']} searches talks, codes, speakers and notes",
            lambda: search_history.load(earlier),
        )
        self.is_on = False
        self.before: Before | None = None
        self.found: FoundNote | None = None
        self.is_opening = False  # the first talk that comes, as none was there yet when it was chosen
        self.is_complete = True  # talks found by their notes are among the results
        self.count: int | None = None  # of talks found; None while nothing is asked, or nothing that is understood

    @property
    def choices(self) -> str:
        """The values that the filter that is being typed may have, and how many talks each, in one line."""
        name, choices, suggestion, _ = self._completion
        if not choices:
            return ""
        take = f"{self._key_of['search.complete']} takes {suggestion.split()[-1]}   " if suggestion is not None else ""
        return f"{take}{name}: " + "  ".join(f"{text} ({n:,})" if n is not None else text for text, n in choices)

    def opened(self, talk: Talk) -> Sought:
        """A talk that was found is read: keep the search. Returns what of its notes fits."""
        search_history.remember(self._earlier, self.bar.value)
        hit = self.results.hit
        return hit.sought_in_notes(talk) if hit else Sought()

    def get_ready(self) -> None:
        """What finding and showing need is loaded before the first letter is typed."""
        if not self.is_on:
            query = self._library.parse_query("aws")
            self.results.get_ready(self._library.find(query, notes=False))
            self._library.noting(query, guess=False)
            self._library.complete(query.text)
            gc.collect(1)  # all of this stays, and is looked at now, not while a letter is typed

    def clear(self) -> None:
        self.bar.value = ""

    def search_again(self, talk_id: str | None) -> None:
        """The library changed: the same search, with the cursor on the same talk."""
        if self.is_on:
            self._search(self.bar.value, talk_id)

    def kept(self) -> Kept:
        asked = self._asked if self.is_complete else None
        return Kept(self.bar.value, asked, self.results.hits, self.results.cursor, self._library.index)

    def go_back_to(self, kept: Kept, talk_id: str) -> None:
        """To a search as it stood; where that cannot be, to the talk that was read."""
        self.bar.value = kept.text
        if kept.asked and kept.searched is self._library.index:
            self._asked, self.count, self.is_complete = kept.asked, len(kept.hits), True
            self.results.show(kept.hits, self._nothing, kept.at)
        else:
            self.search_again(talk_id)
        self._on_change()

    def _typed(self, text: str) -> str | None:
        self.is_on = bool(text.strip())
        self.is_opening = False
        self.results.put_away(not self.is_on)
        self._search(text)
        self._on_change()
        return self._completion.suggestion

    def _search(self, text: str, talk_id: str | None = None) -> None:
        leave = self._key_of["search.back"]
        self.count = self._asked = None
        self.is_complete = True
        self._completion = Completion()
        try:
            self._completion = self._library.complete(text)
            without = self._completion.without
            query = self._library.parse_query(text if without is None else without)
            hits: Sequence[Hit] = self._library.find(query, notes=False) if self.is_on else []
        except ReinventError as error:
            self.results.show([], f"{error}; {leave} clears the search.")
            return
        self._asked, self.count = (query, len(hits)) if self.is_on else (None, None)
        n = self._library.index.number_of(talk_id) if talk_id else None
        at = 0 if n is None else next((row for row, hit in enumerate(hits[:_LOOKED_THROUGH]) if hit.n == n), 0)
        meant = "" if hits else self._library.meant(query)
        self._nothing = f"No {matches_text(text.strip(), meant)}; {leave} clears the search."
        self.results.show(hits, "" if query.text else self._nothing, at)
        if query.text:
            self.is_complete = False
            self._ask_notes(query, guess=not hits)

    def _ask_notes(self, query: Query, *, guess: bool) -> None:
        """When the results are painted: the thread would take turns with the painting."""
        look = self._library.noting(query, guess=guess)  # breaks off what still runs
        self.results.call_after_refresh(self._hand_over, query, look)

    def _hand_over(self, query: Query, look: Callable[[], Noting]) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._go_through_notes, daemon=True)
            self._thread.start()
        if query is self._asked:
            self._wanted.put((query, look))

    def _go_through_notes(self) -> None:
        while True:
            query, look = self._wanted.get()
            while not self._wanted.empty():  # more was typed meanwhile
                query, look = self._wanted.get()
            self.results.post_message(Noted(query, look()))

    def take(self, query: Query, noting: Noting) -> bool:
        """Talks found by their notes, below those found by title; without either, what else may have been meant. False
        where something else is searched for by now."""
        if query is not self._asked:
            return False
        self.is_complete = True
        hits = self._library.find(query, noted=noting, close=True)
        self.count = len(hits)
        self.results.grow(hits, self._nothing)
        self._on_change()
        return True
