"""Finding talks in an index: by query, ranked or in order, and by the one name that means one talk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from reinvent_notes import filters, query
from reinvent_notes.errors import NotFound
from reinvent_notes.hits import AllTalks, Found, Hits, Some
from reinvent_notes.index import Index, Row
from reinvent_notes.marks import Marks
from reinvent_notes.note_search import talks_noting, talks_with_both
from reinvent_notes.ordering import ordered
from reinvent_notes.query import Query
from reinvent_notes.recordings import is_recording_id, recording_id
from reinvent_notes.search import Ranking
from reinvent_notes.spelling import Aliases
from reinvent_notes.talk import fold, normal_code
from reinvent_notes.text import clean_line
from reinvent_notes.vocabulary import Vocabulary

if TYPE_CHECKING:
    from reinvent_notes.talk import Talk

BODY_HITS = 200  # more talks whose notes hold the words than anybody looks at
_ID = re.compile(r"[12][0-9]{3}-[A-Z]{2,6}[0-9]{3}\S*", re.I)
_NAMED_AT_MOST = 8  # talks that an error lists


def parse_query(text: str) -> Query:
    """Raises CallError, naming the word that is not understood."""
    return query.parse(text, filters.FILTERS)


_PLAIN = frozenset(("level", "kind", "minutes", "verdict", "abstract"))
_SEVERAL = frozenset(("speakers", "titles", "videos", "sources"))


class _Columns(dict[str, dict[int, Any]]):
    """Fields of talks, each fetched for all of them when it is first asked for: one talk at a time takes far longer."""

    def __init__(self, index: Index, numbers: Sequence[int]) -> None:
        super().__init__()
        self._index, self._numbers = index, numbers

    def __missing__(self, field: str) -> dict[int, Any]:
        values = self._index.values_of(field, self._numbers)
        if field in _SEVERAL:
            values = {n: tuple(json.loads(value)) for n, value in values.items()}
        self[field] = values
        return values


class _Asked:
    """A talk as filters ask of it: what a row has is there, what else is asked is fetched, its notes at last."""

    def __init__(self, row: Row, index: Index, columns: _Columns) -> None:
        self.year, self.code, self.track, self.title = row.year, row.code, row.track, row.title
        self._n, self._index, self._columns = row.n, index, columns

    def __getattr__(self, name: str) -> object:
        if name in _PLAIN or name in _SEVERAL:
            return self._columns[name][self._n]
        talk = self._index.talk(self._n)
        self.__dict__.update({field: getattr(talk, field) for field in talk.__slots__})
        return getattr(talk, name)


class Finder:
    """Searches one index; `marks` says which marks a talk has, `aliases` what else names are called."""

    def __init__(self, index: Index, marks: Callable[[int], Marks], aliases: Aliases) -> None:
        self._index = index
        self._marks = marks
        self._ranking = Ranking(Vocabulary(index), aliases)

    def find(self, asked: Query, *, notes: bool = True, noted: Sequence[int] | None = None) -> Hits:
        """The talks that a query keeps: ranked where it has words, else in the order of the tree.

        Without `notes` those alone that are found by title and the like, which takes no time; `noted` are those of
        whose notes is known already that they have the words.
        """
        ask = filters.predicate(asked)
        hits: Hits = self._ranked(asked.text, notes, noted) if asked.text else AllTalks(self._index)
        if ask:
            hits = self._kept(hits, ask)
        return self._sorted(hits, asked.sort) if asked.sort else hits

    def noting(self, asked: Query) -> Callable[[], list[int]]:
        """What finds talks by the words of their notes alone, in another thread: it takes a while. The one before it
        is broken off."""
        beside, aliases = self._index.beside, self._ranking.aliases
        beside.connection.interrupt()
        return lambda: talks_noting(beside, aliases, asked.text, BODY_HITS + beside.count)

    def _ranked(self, text: str, notes: bool, noted: Sequence[int] | None = None) -> Found:
        hits = Found(self._index, self._ranking, self._ranking.find(text), text)
        if notes:
            hits.add_noted(
                talks_noting(self._index, self._ranking.aliases, text, BODY_HITS + len(hits))
                if noted is None
                else noted
            )
            if not hits:
                hits.add_noted(talks_with_both(self._index, self._ranking, text, BODY_HITS))
            if not hits:
                hits = Found(self._index, self._ranking, self._ranking.find(text, guess=True), text)
        return hits

    def _kept(self, hits: Hits, ask: filters.Predicate) -> Hits:
        numbers = list(hits.numbers())
        columns = _Columns(self._index, numbers)
        talks = (cast("Talk", _Asked(row, self._index, columns)) for row in self._index.rows_of(numbers))
        marks = self._marks
        return Some(hits, [at for at, talk in enumerate(talks) if ask(talk, marks(numbers[at]))])

    def _sorted(self, hits: Hits, order: str) -> Hits:
        """By the order asked for; talks for which it is unknown come last, as they were."""
        return Some(hits, ordered(self._index, self._marks, list(hits.numbers()), order))

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
        numbers = list(self._ranked(text, False).numbers())
        wanted = fold(text)
        exact = [n for n in numbers[:BODY_HITS] if any(fold(title) == wanted for title in self._index.talk(n).titles)]
        return exact or numbers
