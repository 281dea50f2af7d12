"""Finding talks by the words of notes: those that the full text of the index holds, and the user's own.

in a row, as typed ──► mostly in the title ──► near each other ──► partly in the title ──► anywhere in a note
if there are none: words joined, apart or with another ending ──► the same with typing errors put right

Where few have every word, some that have most of them are told too.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from copy import copy
from functools import reduce
from itertools import chain, pairwise
from operator import and_
from typing import NamedTuple
from unicodedata import normalize

from reinvent_notes.bitsets import bits_of, places_of
from reinvent_notes.index import Index
from reinvent_notes.leaving_out import having_most, how_telling
from reinvent_notes.matches import sentence
from reinvent_notes.own_words import OwnWords, written
from reinvent_notes.search import Ranking
from reinvent_notes.spelling import FILLING, Aliases, KnownWords, halves, stems, typed_words
from reinvent_notes.talk import Talk

_STEM_FROM = 5  # letters
_IN_A_ROW = 3  # words at least
_NEAR, _BEGUN_FROM = 8, 3  # words between; letters
FEW, _CLOSE = 10, 10  # talks that have every word; of which so many others are shown that have most
_MOST_JOINED = 8  # words; of longer queries no two are looked for as one word
_SNIPPET_CHARS = 400
_LINE_MARKS = re.compile(r"^(?:\s*(?:[-*+]|\d+[.)]|#{1,6}|>|\|)\s+)*")


class Noting(NamedTuple):
    """Talks found by their notes, best first; `sure` unless typing errors had to be assumed; `together`: some have the
    words next to each other; `meant`: words as they are written, and how they were typed; `close`: where they are few,
    others that have most of the words, in a note or else."""

    numbers: Sequence[int] = ()
    sure: bool = False
    together: bool = False
    meant: Mapping[str, str] = {}
    close: Sequence[int] = ()


class NoteSearch:
    """One search. Made where the ranking is used, run in any thread with an index of its own."""

    def __init__(self, ranking: Ranking, own: OwnWords, text: str) -> None:
        typed = typed_words(text)
        self._phrase = " ".join(typed) if len(typed) >= _IN_A_ROW else ""
        self._words = list(dict.fromkeys(word for word in typed if word not in FILLING)) or typed
        self._own = own
        self._aliases = ranking.aliases
        self._titled = [ranking.talks_with(word) for word in self._words] if len(self._words) > 1 else []
        of_words = zip(self._words, self._titled, strict=False)  # of one word alone titles are not asked
        self._meant = [0 if bits else ranking.talks_meant(word) for word, bits in of_words]  # if it is mistyped

    def run(self, index: Index, limit: int, *, guess: bool) -> Noting:
        """With `guess` also with typing errors, which takes longer."""
        if not self._words or max(map(len, self._words)) < 2:
            return Noting()
        search, found = self, self._found(index, limit)
        if guess and not found.numbers:
            search = self._put_right(index)
            meant = {one: typed for one, typed in zip(search._words, self._words, strict=True) if one != typed}
            found = search._found(index, limit)._replace(sure=False, meant=meant) if meant else found
        return found._replace(close=search._close(index)) if self._titled and len(found.numbers) < FEW else found

    def _found(self, index: Index, limit: int) -> Noting:
        words = self._words
        in_a_row, near = self._together(index, limit)
        mostly, partly = self._with_both(index) if any(self._titled) and not reduce(and_, self._titled) else ((), ())
        own = self._own.talks_with(words)
        near = [*filter(frozenset(near).__contains__, partly), *near]
        ways = (own, in_a_row, mostly, near, partly, self._side_by_side(index, limit))
        noted = list(dict.fromkeys(chain.from_iterable(ways)))[:limit]
        if noted:
            return Noting(noted, sure=True, together=bool(own or in_a_row or near))
        apart = " AND ".join(_asked(word, self._aliases, apart=True) for word in words)
        return Noting(_full_text(index, apart, limit), sure=True)

    def _side_by_side(self, index: Index, limit: int) -> list[int]:
        """Talks of which a note holds every word; two may be written as one."""
        words = self._words
        asked = " AND ".join(_asked(word, self._aliases) for word in words)
        if len(words) <= _MOST_JOINED:
            for at, (one, two) in enumerate(pairwise(words)):
                joined = (*words[:at], one + two, *words[at + 2 :])
                asked += " OR " + " AND ".join(_asked(word, self._aliases) for word in joined)
        return _full_text(index, asked, limit)

    def _together(self, index: Index, limit: int) -> tuple[list[int], list[int]]:
        """Talks of which a note holds three or more words in a row as typed, and those that hold them near each
        other."""
        if not self._phrase:
            return [], []
        near = " ".join(_quoted(word) + "*" * (len(word) >= _BEGUN_FROM) for word in self._words)
        return _full_text(index, f"{_quoted(self._phrase)}*", limit), _full_text(index, f"NEAR({near}, {_NEAR})", limit)

    def _with_both(self, index: Index) -> tuple[list[int], list[int]]:
        """Talks that have some of the words in title, speakers or code, and all the others in a note: those that have
        half of them or more there, and those that have fewer."""
        both = []
        for word, bits in zip(self._words, self._titled, strict=True):
            noted = {*_full_text(index, _asked(word, self._aliases)), *self._own.talks_with([word])}
            both.append(noted | {index.shown[place] for place in places_of(bits)})
        found = set.intersection(*both)
        by_title = {n: sum(bits >> index.places[n] & 1 for bits in self._titled) for n in found}
        titled = sorted((n for n in found if by_title[n]), key=lambda n: (-by_title[n], index.places[n]))
        mostly = [n for n in titled if 2 * by_title[n] >= len(both)]
        return mostly, titled[len(mostly) :]

    def _put_right(self, index: Index) -> NoteSearch:
        """The same with words of notes for those that are nowhere, and may be mistyped."""
        right = copy(self)
        try:
            known = KnownWords(index.noted_words())
        except sqlite3.Error:  # broken off
            return right
        for at, word in enumerate(self._words):
            titled = bool(self._titled) and self._titled[at]
            ways = {} if titled or _full_text(index, _asked(word, self._aliases), 1) else known.mistyped(word)
            if ways:
                best = max(ways, key=ways.__getitem__)
                right._words = [*right._words[:at], best, *right._words[at + 1 :]]
                right._phrase = " ".join(best if one == word else one for one in right._phrase.split())
                right._titled = [*right._titled[:at], *self._meant[at : at + 1], *right._titled[at + 1 :]]
        return right

    def _close(self, index: Index) -> list[int]:
        """Talks that have most of the words, in the title, in speakers or code, or in a note."""
        sets = []
        for word, titled in zip(self._words, self._titled, strict=True):
            noted = (*_full_text(index, _asked(word, self._aliases, apart=True)), *self._own.talks_with([word]))
            sets.append(titled | bits_of((index.places[n] for n in noted), index.count))
        every, *but_some = having_most(self._words, sets, of_two=1)
        ways = [some & ~every for some in but_some] if all(sets) else [every, *but_some]
        found = next(filter(None, ways), 0)
        telling = [how_telling(bits, index.count) for bits in sets]

        def says(place: int) -> tuple[float, float]:
            """How much the words say that it has, in the title before all: the rarer one is, the more."""
            by_title = sum(worth for worth, bits in zip(telling, self._titled, strict=True) if bits >> place & 1)
            return by_title, sum(worth for worth, bits in zip(telling, sets, strict=True) if bits >> place & 1)

        return [index.shown[place] for place in sorted(places_of(found), key=says, reverse=True)[:_CLOSE]]


def noting(index: Index, phrase: str) -> list[int]:
    """Every talk with a note that holds these words side by side, in no order."""
    return _full_text(index, _quoted(phrase)) if phrase else []


def _asked(word: str, aliases: Aliases, *, apart: bool = False) -> str:
    """What asks the full text for a word: as it is typed or begun, with an apostrophe in it, by its other name; with
    `apart` also as two words, and with another ending."""
    ways = [_quoted(phrase) + "*" * is_begun for phrase, is_begun in written(word, aliases)]
    if apart:
        ways += [_quoted(f"{one} {two}") + "*" for one, two in halves(word)]
        ways += [f"{_quoted(begin)}*" for begin in list(stems(word))[:0:-1] if len(begin) >= _STEM_FROM][:1]
    return f"({' OR '.join(ways)})"


def _quoted(phrase: str) -> str:
    """For the full text, which has letters whole that are folded in parts: Hangul."""
    return f'"{normalize("NFC", phrase)}"'


def _full_text(index: Index, expression: str, limit: int | None = None) -> list[int]:
    """The talks that fit, so many of the best, or all."""
    try:
        return index.talks_noting(expression) if limit is None else index.full_text(expression, limit)
    except sqlite3.Error:  # more words than it takes, or broken off
        return []


def snippet(
    talk: Talk, own_note: str, typed: Sequence[str], meant: Mapping[str, str], phrases: Sequence[str]
) -> str | None:
    """The sentence of a note, or of the abstract, that holds most of the words."""
    from reinvent_notes.inline import plain  # takes as long to load as all the rest of searching

    best = sentence(f"{own_note}\n{talk.words}", typed, meant, phrases)
    return plain(_LINE_MARKS.sub("", best))[:_SNIPPET_CHARS] if best else None
