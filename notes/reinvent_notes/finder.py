"""Finding talks in an index: by query, ranked or in order, and by the one name that means one talk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from reinvent_notes import filters, query
from reinvent_notes.bitsets import bits_of, places_of
from reinvent_notes.columns import Column
from reinvent_notes.completing import Completion, complete, meant
from reinvent_notes.errors import NotFound
from reinvent_notes.hits import Found, Hits, Listed, Some
from reinvent_notes.index import Index
from reinvent_notes.leaving_out import LeaveOut, having_all_but_one, having_most, having_telling
from reinvent_notes.marks import Mark, Marked, Marks
from reinvent_notes.note_search import NoteSearch, Noting, noting
from reinvent_notes.ordering import ordered, ranks
from reinvent_notes.own_words import OwnWords
from reinvent_notes.query import Query, Word
from reinvent_notes.recordings import is_recording_id, recording_id
from reinvent_notes.search import Ranked, Ranking
from reinvent_notes.spelling import Aliases
from reinvent_notes.talk import fold, normal_code
from reinvent_notes.text import clean_line
from reinvent_notes.vocabulary import Vocabulary

BODY_HITS = 200  # more talks whose notes hold the words than anybody looks at
_ID = re.compile(r"[12][0-9]{3}-[A-Z]{2,6}[0-9]{3}\S*", re.I)
_NAMED_AT_MOST = 8  # talks that an error lists
_PHRASES = 16  # of which is remembered who has them


def parse_query(text: str) -> Query:
    """Raises CallError, naming the word that is not understood."""
    return query.parse(text, filters.FILTERS)


class _Talks:
    """What filters ask of an index; `marked` are the talks that have marks."""

    def __init__(
        self,
        index: Index,
        vocabulary: Vocabulary,
        marked: Callable[[], Iterable[tuple[int, Marked]]],
        own: Callable[[], OwnWords],
    ) -> None:
        self._index, self._vocabulary, self._marked, self._own = index, vocabulary, marked, own
        self._columns: dict[str, Column] = {}
        self.size = index.count
        self.titled = lru_cache(_PHRASES)(self._titled)  # a phrase stays the same while one types on
        self._in_notes = lru_cache(_PHRASES)(self._noting)

    @property
    def marked(self) -> Iterable[tuple[int, Marks]]:
        places = self._index.places
        return ((places[n], marked.values) for n, marked in self._marked())

    def column(self, name: str) -> Column:
        if name not in self._columns:
            self._columns[name] = Column(self._index.search_blob(f"column {name}"), self.size)
        return self._columns[name]

    def _titled(self, words: str) -> int:
        return bits_of(self._vocabulary.titled(words), self.size)

    def noted(self, words: str) -> int:
        return self._in_notes(words) | self.set_of(self._own().talks_saying(words))

    def _noting(self, words: str) -> int:
        return self.set_of(noting(self._index, words))

    def set_of(self, numbers: Iterable[int]) -> int:
        return bits_of(map(self._index.places.__getitem__, numbers), self.size)


class Finder:
    """Searches one index; `marked` says which talks have marks, `aliases` what else names are called."""

    def __init__(self, index: Index, marked: Callable[[], Iterable[tuple[int, Marked]]], aliases: Aliases) -> None:
        self._index = index
        vocabulary = Vocabulary(index)
        self._ranking = Ranking(vocabulary, aliases)
        self._talks = _Talks(index, vocabulary, marked, self._own)
        self._marked = marked
        self._ranks = lru_cache(partial(ranks, index))
        self._last: tuple[tuple[str, int, bool, LeaveOut], Ranked] | None = None  # asked for and ranked

    def _own(self) -> OwnWords:
        """The user's own notes, as they are now."""
        notes = {n: str(one.values[Mark.NOTE]) for n, one in self._marked() if Mark.NOTE in one.values}
        return OwnWords(notes, self._ranking.aliases)

    def find(self, asked: Query, *, notes: bool = True, noted: Noting | None = None, close: bool = False) -> Hits:
        """The talks that a query keeps: ranked where it has words, else in the order of the tree.

        Without `notes` those alone that are found by title and the like, which takes no time; `noted` are those of
        whose notes is known already that they have the words. With `close` also some that have most of them, last,
        where few have all.
        """
        kept = filters.kept(asked, self._talks)
        hits: Hits
        if asked.text:
            hits = self._ranked(asked, -1 if kept is None else kept, notes, noted, close)
        else:
            hits = Listed(self._index, None if kept is None else list(places_of(kept)))
        return self._sorted(hits, asked.sort) if asked.sort else hits

    def complete(self, text: str) -> Completion:
        """How the last word of a query may go on."""
        return complete(text, self._talks)

    def meant(self, asked: Query) -> str:
        """What else the filters of a query may have been meant to say; empty where nothing is like it."""
        return " ".join(meant(asked, self._talks))

    def noting(self, asked: Query, *, guess: bool) -> Callable[[], Noting]:
        """What finds talks by the words of their notes alone, in another thread: it takes a while. The one before it
        is broken off. With `guess` typing errors are looked for too."""
        beside, looking = self._index.beside, NoteSearch(self._ranking, self._own(), asked.text)
        beside.connection.interrupt()
        return lambda: looking.run(beside, BODY_HITS + beside.count, guess=guess)

    def _ranked(self, asked: Query, among: int, notes: bool, noted: Noting | None, close: bool) -> Found:
        hits = self._found(asked, among)
        if not notes:
            return hits
        if noted is None:
            noted = NoteSearch(self._ranking, self._own(), asked.text).run(
                self._index, BODY_HITS + len(hits), guess=not hits
            )
        if not hits:
            sure = noted.sure and among & self._talks.set_of(noted.numbers)
            if not sure:
                hits = self._found(asked, among, guess=True)
            elif not noted.together:
                hits = self._found(asked, among, leave_out=having_all_but_one)
        hits.add_noted(noted, among)
        if not hits:
            hits = self._found(asked, among, guess=True, leave_out=having_most)
        if close:
            hits.add_close(noted, among)
        return hits

    def _found(self, asked: Query, among: int, guess: bool = False, leave_out: LeaveOut = having_telling) -> Found:
        wanted = (asked.text, among, guess, leave_out)
        if self._last is None or self._last[0] != wanted:  # the same comes again when notes have been gone through
            self._last = wanted, self._ranking.find(asked.text, among=among, guess=guess, leave_out=leave_out)
        return Found(self._index, self._ranking, self._last[1], asked, self._own().notes)

    def _sorted(self, hits: Hits, order: str) -> Hits:
        """By the order asked for; talks for which it is unknown come last, as they were."""
        marks = {n: marked.values for n, marked in self._marked()}
        numbers = list(hits.numbers())
        return Some(hits, ordered(self._index, lambda n: marks.get(n, {}), numbers, order, self._ranks(order)))

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
        numbers = list(self._found(Query((Word(text),)), -1).numbers())
        wanted = fold(text)
        exact = [n for n in numbers[:BODY_HITS] if any(fold(title) == wanted for title in self._index.talk(n).titles)]
        return exact or numbers
