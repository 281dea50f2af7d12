"""Finding talks in an index: by query, ranked or in order, and by the one name that means one talk."""

from __future__ import annotations

import re
from collections.abc import Callable

from reinvent_notes import filters, query
from reinvent_notes.errors import NotFound
from reinvent_notes.index import Index
from reinvent_notes.marks import Mark, Marks
from reinvent_notes.query import Query
from reinvent_notes.recordings import is_recording_id, recording_id
from reinvent_notes.search import Hit, Vocabulary, search_both, search_notes
from reinvent_notes.talk import fold, normal_code
from reinvent_notes.text import clean_line

BODY_HITS = 200  # more talks whose notes hold the words than anybody looks at
_ID = re.compile(r"[12][0-9]{3}-[A-Z]{2,6}[0-9]{3}\S*", re.I)
_NAMED_AT_MOST = 8  # talks that an error lists


def parse_query(text: str) -> Query:
    """Raises CallError, naming the word that is not understood."""
    return query.parse(text, filters.FILTERS)


class Finder:
    """Searches one index; `marks` says which marks a talk has."""

    def __init__(self, index: Index, marks: Callable[[int], Marks]) -> None:
        self._index = index
        self._marks = marks
        self._vocabulary = Vocabulary(index.talks())

    def find(self, asked: Query, limit: int | None = None, *, notes: bool = True) -> list[Hit]:
        """The talks that a query keeps: ranked where it has words, else in the order of the tree."""
        ask = filters.predicate(asked)
        wanted = asked.text
        hits = self._ranked(wanted, notes=notes) if wanted else [Hit(n, 0.0) for n in self._index.shown]
        if ask:
            hits = [hit for hit in hits if ask(self._index.talk(hit.n), self._marks(hit.n))]
        if asked.sort:
            hits = self._sorted(hits, asked.sort)
        return hits[:limit]

    def _ranked(self, text: str, *, notes: bool) -> list[Hit]:
        hits = self._vocabulary.search(text)
        if notes:
            hits += search_notes(self._index, text, BODY_HITS, {hit.n for hit in hits})
            hits = hits or search_both(self._index, self._vocabulary, text, BODY_HITS)
            hits = hits or self._vocabulary.search(text, guess=True)
        return hits

    def _sorted(self, hits: list[Hit], order: str) -> list[Hit]:
        """By the order asked for; talks for which it is unknown come last, as they were."""

        def value(hit: Hit) -> str | int | None:
            found, marks = self._index.talk(hit.n), self._marks(hit.n)
            if order == "title":
                return fold(found.title)
            if order == "year":
                return -found.year if found.year else None
            if order == "length":
                return found.minutes
            if order == "rating":
                return -int(marks[Mark.RATING]) if Mark.RATING in marks else None
            return marks.get(Mark.WATCHED)

        values = {hit.n: value(hit) for hit in hits}
        known = [hit for hit in hits if values[hit.n] is not None]
        unknown = [hit for hit in hits if values[hit.n] is None]
        return sorted(known, key=lambda hit: values[hit.n]) + unknown  # type: ignore[arg-type,return-value]

    def named(self, text: str) -> int:
        """The one talk that an id, a code, a recording or words of a title name. Raises NotFound."""
        text = clean_line(text)
        for name in (text, text.upper(), text.lower()):  # ids with a code are in capitals, others are not
            n = self._index.number_of(name)
            if n is not None:
                return n
        recording = recording_id(text) or (text if is_recording_id(text) else None)
        n = self._index.number_of_recording(recording) if recording else None
        if n is not None:
            return n
        code = normal_code(text)
        numbers = self._index.numbers_of_code(code) if code else []
        if len(numbers) == 1:
            return numbers[0]
        if not numbers and not code and not _ID.fullmatch(text):  # a code that is close to another is another talk's
            numbers = self._titled(text)
        if len(numbers) == 1:
            return numbers[0]
        if numbers:
            rows = [self._index.row(n) for n in numbers[:_NAMED_AT_MOST]]
            raise NotFound(
                f"{text!r} names {len(numbers)} talks",
                remedy="say which: " + ", ".join(row.id for row in rows),
            )
        raise NotFound(f"no talk is called {text!r}", remedy="try reinvent-tui search")

    def _titled(self, text: str) -> list[int]:
        """Talks whose title fits the words: the one that has exactly this title, else all that hold them."""
        hits = self._ranked(text, notes=False)
        wanted = fold(text)
        exact = [hit.n for hit in hits if any(fold(title) == wanted for title in self._index.talk(hit.n).titles)]
        return exact or [hit.n for hit in hits]
