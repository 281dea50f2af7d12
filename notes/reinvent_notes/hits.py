"""What a search found, in order. A hit is made when it is looked at: nobody looks at thousands of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from reinvent_notes.bitsets import holds, places_of, to_bytes
from reinvent_notes.index import Index
from reinvent_notes.matches import Span, lit, words_in
from reinvent_notes.note_search import FEW, Noting, snippet
from reinvent_notes.query import Query
from reinvent_notes.search import BODY_SCORE, Ranked, Ranking
from reinvent_notes.spelling import FILLING, typed_words
from reinvent_notes.talk import Talk, fold


class Sought(NamedTuple):
    """Words to find in a talk, and where to begin: in the sentence, if there is one, at one of the phrases, if any."""

    words: tuple[str, ...] = ()
    sentence: str = ""
    phrases: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A talk that was found. `typed`: the words; `meant`: names that they may mean, each with its words;
    `snippet`: the sentence of a note, or of the abstract, that has them, where the title has not;
    `phrases`: of several words that are to stand in a row."""

    n: int
    score: float = 0.0
    typed: tuple[str, ...] = ()
    meant: Mapping[str, str] = {}
    snippet: str | None = None
    phrases: tuple[str, ...] = ()

    def lit(self, text: str) -> list[Span]:
        """The letters of the talk's title, or of the snippet, that are those that were typed."""
        return lit(text, self.typed, self.meant, in_title=not self.snippet)

    def sought_in_notes(self, talk: Talk) -> Sought:
        """What to find in the notes and the abstract of a talk."""
        words = self.words_in_notes(talk)
        return Sought(words, self.snippet or "", tuple(word for word in words if fold(word) in self.phrases))

    def words_in_notes(self, talk: Talk) -> tuple[str, ...]:
        """The words to find in the notes and the abstract of a talk, as they are written there or how they begin."""
        return words_in(talk.words, _telling(self.typed), self.meant, self.phrases) if self.typed else ()


def _telling(typed: Sequence[str]) -> Sequence[str]:
    return [one for one in typed if one not in FILLING] or typed


class Hits(Sequence[Hit]):
    """Hits in an order; a subclass knows their talks, and makes one."""

    def numbers(self) -> Iterator[int]:
        """The talks alone."""
        raise NotImplementedError

    @property
    def kept(self) -> int:
        """How many there are that the query keeps; what comes below these is close to it only."""
        return len(self)

    def make(self, at: int) -> Hit:
        raise NotImplementedError

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        if isinstance(at, slice):
            return [self.make(one) for one in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self.make(at % len(self))


class Listed(Hits):
    """Talks in the order in which they are shown: those at some places, or every one."""

    def __init__(self, index: Index, places: Sequence[int] | None = None) -> None:
        self._shown = index.shown if places is None else [index.shown[place] for place in places]

    def __len__(self) -> int:
        return len(self._shown)

    def numbers(self) -> Iterator[int]:
        return iter(self._shown)

    def make(self, at: int) -> Hit:
        return Hit(self._shown[at])


class Some(Hits):
    """Some of other hits, by their places among those."""

    def __init__(self, hits: Hits, places: Sequence[int]) -> None:
        self._hits, self._places = hits, places

    def __len__(self) -> int:
        return len(self._places)

    def numbers(self) -> Iterator[int]:
        numbers = list(self._hits.numbers())
        return (numbers[place] for place in self._places)

    def make(self, at: int) -> Hit:
        return self._hits.make(self._places[at])


class Found(Hits):
    """Talks found by title: the best of them, then the others; below them talks found by their notes, and where all
    these are few, talks that have most of the words."""

    def __init__(
        self, index: Index, ranking: Ranking, ranked: Ranked, asked: Query, own_notes: Mapping[int, str]
    ) -> None:
        self._index, self._ranked, self._own_notes = index, ranked, own_notes
        self._typed = tuple(typed_words(asked.text))
        self._meant = {**ranked.meant, **ranking.other_names(asked.text)}
        exact = (fold(word.text) for word in asked.words if word.exact and not word.negated)
        self._phrases = tuple(phrase for phrase in exact if " " in phrase)
        self._titled = len(ranked.best) + ranked.others.bit_count()
        self._noted: list[int] = []
        self._close: list[int] = []
        self._made: dict[int, Hit] = {}

    def add_noted(self, noting: Noting, among: int = -1) -> None:
        """Talks of a set found by their notes, best first; those that were found by title stay where they are."""
        size, places = self._index.count, self._index.places
        field = to_bytes(~self._ranked.bits & among & (1 << size) - 1)
        self._meant = {**self._meant, **noting.meant}
        self._noted = [n for n in noting.numbers if holds(field, places[n])]

    def add_close(self, noting: Noting, among: int = -1) -> None:
        """Where few were found, talks of a set that have most of the words."""
        kept = {*self.numbers()} if len(self) < FEW else set()
        if kept or not len(self):
            places = self._index.places
            self._close = [n for n in noting.close if n not in kept and among >> places[n] & 1]

    @property
    def kept(self) -> int:
        return self._titled + len(self._noted) or len(self)

    def __len__(self) -> int:
        return self._titled + len(self._noted) + len(self._close)

    def make(self, at: int) -> Hit:
        if at not in self._made:
            self._made[at] = self._by_title(at) if at < self._titled else self._by_note(at - self._titled)
        return self._made[at]

    def numbers(self) -> Iterator[int]:
        yield from (self._index.shown[place] for place, _ in self._ranked.best)
        yield from (self._index.shown[place] for place in self._others)
        yield from self._noted
        yield from self._close

    @cached_property
    def _others(self) -> list[int]:
        return list(places_of(self._ranked.others))

    def _by_title(self, at: int) -> Hit:
        best = self._ranked.best
        place, score = best[at] if at < len(best) else (self._others[at - len(best)], best[-1][1])
        return Hit(self._index.shown[place], score, self._typed, self._meant, phrases=self._phrases)

    def _by_note(self, at: int) -> Hit:
        below = [*self._noted, *self._close]
        n, score = below[at], round(BODY_SCORE * (1 - at / (len(below) + 1)), 2)
        talk, own_note = self._index.talk(n), self._own_notes.get(n, "")
        found = snippet(talk, own_note, _telling(self._typed), self._meant, self._phrases)
        return Hit(n, score, self._typed, self._meant, found, self._phrases)
