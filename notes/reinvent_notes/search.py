"""Ranking: which talks the typed words mean, the surest first.

    words ──► spelling ──► per word: known words, with how well each fits ──► talks that fit every word
              as written > begun > initials > inside > typing errors           │
    notes ──► full text (FTS5) ──► talks whose notes hold every word ──► below those ◄─────┘ ranked
    only where that finds nothing: words found here in titles and there in notes; then shortened names

A word counts most in a title or code, then in a speaker's name, then in track, kind or year. Every typed word must
be found; their order does not matter, but words that stand together in the title as typed count more. Two words may
be typed as one, and one as two. Among equals the later year comes first. Talks whose title fits always stand above
those whose notes do.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reinvent_notes import spelling
from reinvent_notes.index import Index
from reinvent_notes.spelling import INITIALS, UNLIKELY_INITIALS, KnownWords, aliases, halves, typed_words
from reinvent_notes.talk import Talk, fold
from reinvent_notes.title import plain

_TITLE, _SPEAKER, _ABOUT = 1.0, 0.8, 0.55  # what a word is worth by where it stands
_INITIALLED = range(3, 6)  # letters
_SMALL_WORDS = frozenset("a an and at by for from in of on or the to with".split())  # not part of initials
_BEGUN_FROM = 3  # letters; in notes shorter words are looked for as a whole
_MOST_JOINED = 8  # words; in longer queries the notes are not asked for two of them written as one
_CONTRACTION = re.compile(r"(.{2,}n)(t)|(.{2,}?)(s|d|m|re|ve|ll)")
_SNIPPET_CHARS = 160
_LINE_MARKS = re.compile(r"^(?:\s*(?:[-*+]|\d+[.)]|#{1,6}|>|\|)\s+)*")
_BODY_SCORE = 10.0  # body hits score below this, title hits above

Worths = dict[int, float]  # talk -> what a word is worth in it


@dataclass(frozen=True, slots=True)
class Hit:
    """A talk that was found. `words`: the words of its title that fit; `snippet`: the sentence of a note that does."""

    n: int
    score: float
    words: tuple[str, ...] = ()
    snippet: str | None = None


class Vocabulary:
    """Every word of titles, codes, speakers, tracks, kinds and years -> the talks that have it and its worth there."""

    def __init__(self, talks: Iterable[tuple[int, Talk]]) -> None:
        self._places: dict[str, Worths] = {}
        self._titles: dict[int, str] = {}
        self._initials: dict[int, str] = {}
        self._years: dict[int, int] = {}
        self._order: dict[int, int] = {}
        for place, (n, talk) in enumerate(talks):
            self._order[n] = place
            folded = [fold(title) for title in talk.titles]
            self._titles[n] = " | ".join(f" {title} " for title in folded)
            self._initials[n] = "|".join("".join(word[0] for word in _full_words(title)) for title in folded)
            self._years[n] = talk.year or 0
            code = (talk.code or "").replace("-", "")
            about = " ".join((talk.track or "", talk.kind or "", str(talk.year or "")))
            for worth, text in (
                (_ABOUT, about),
                (_SPEAKER, " ".join(talk.speakers)),
                (_TITLE, f"{self._titles[n]} {code}"),
            ):
                for word in fold(text).split():
                    self._places.setdefault(word, {})[n] = worth
        self._known = KnownWords(self._places)

    def search(self, text: str, *, guess: bool = False) -> list[Hit]:
        """With `guess` also talks that have a word only if it is a shortened name."""
        words = typed_words(text)
        fitting: set[str] = set()
        found = [self._talks(word, fitting, guess) for word in words]
        for at, (one, two) in enumerate(pairwise(words)):
            joined = self._worths(self._known.begun(one + two), fitting)
            for worths in found[at : at + 2]:
                _raise(worths, joined)
        phrase = " ".join(words)
        hits = [
            Hit(
                n,
                self._score(n, sum(worths[n] for worths in found) / len(words), phrase),
                tuple(sorted(fitting & set(self._titles[n].split()))),
            )
            for n in (set.intersection(*map(set, found)) if found else ())
        ]
        return sorted(hits, key=lambda hit: (-hit.score, -self._years[hit.n], self._order[hit.n]))

    def written(self, word: str) -> Worths:
        """The talks that have this word, or one that begins so."""
        return self._worths(self._known.begun(word), set())

    def _talks(self, word: str, fitting: set[str], guess: bool) -> Worths:
        """The talks that may be meant by a typed word; errors are looked for only where nothing begins so."""
        begun = self._known.begun(word)
        found = self._worths({**self._known.holding(word), **begun}, fitting)
        _raise(found, self._adjacent(aliases().get(word, "").split(), spelling.ALIAS, fitting))
        if not begun:
            for parts in halves(word):
                _raise(found, self._adjacent(parts, spelling.TOGETHER, fitting))
            if len(word) in _INITIALLED:
                _raise(found, self._initialled(word))
            _raise(found, self._worths(self._known.mistyped(word), fitting))
        pattern = spelling.shortened(word) if guess and not found else None
        if pattern:
            found = {n: spelling.SHORTENED for n, title in self._titles.items() if pattern.search(title)}
        return found

    def _initialled(self, word: str) -> Worths:
        """The talks whose titles have words with these initials; most likely are those that most titles have."""
        runs: dict[str, list[int]] = {}
        for n, initials in self._initials.items():
            if word in initials:
                for title in self._titles[n].split(" | "):
                    full = _full_words(title)
                    at = "".join(one[0] for one in full).find(word)
                    if at >= 0:
                        runs.setdefault(" ".join(full[at : at + len(word)]).removesuffix("s"), []).append(n)
        likely = max(runs.values(), key=len, default=[])
        return {n: INITIALS if n in likely else UNLIKELY_INITIALS for talks in runs.values() for n in talks}

    def _worths(self, fits: dict[str, float], fitting: set[str]) -> Worths:
        fitting.update(fits)
        worths: Worths = {}
        for known, quality in fits.items():
            for n, worth in self._places[known].items():
                worths[n] = max(worths.get(n, 0.0), quality * worth)
        return worths

    def _adjacent(self, words: Sequence[str], quality: float, fitting: set[str]) -> Worths:
        """The talks in whose titles these words stand side by side; the last may be begun."""
        places = [self._places.get(word, {}) for word in words[:-1]]
        if not words or not all(places):
            return {}
        phrase = " " + " ".join(words)
        candidates = places[0] if places else self.written(words[-1])
        found = {n: quality for n in candidates if phrase in self._titles[n]}
        if found:
            fitting.update(words[:-1], self._known.begun(words[-1]))
        return found

    def _score(self, n: int, worth: float, phrase: str) -> float:
        """10 to 100: mostly how well the words fit, then whether they stand together and fill the title."""
        title = self._titles[n]
        together = f" {phrase} " in title or (f" {phrase}" in title) * 0.9
        begins = any(part.startswith(f" {phrase}") for part in title.split("|"))
        filled = min(1.0, len(phrase) / max(1, len(title.split("|")[0].strip())))
        return round(_BODY_SCORE + 78 * worth + 6 * together + 3 * begins + 3 * filled, 2)


def _full_words(title: str) -> list[str]:
    return [word for word in title.split() if word not in _SMALL_WORDS]


def _raise(worths: Worths, others: Worths) -> None:
    for n, worth in others.items():
        worths[n] = max(worths.get(n, 0.0), worth)


def search_notes(index: Index, text: str, limit: int, without: set[int]) -> list[Hit]:
    """Talks whose notes hold every word, each with the sentence that fits best; those in `without` left out."""
    words = typed_words(text)
    if not words or max(map(len, words)) < 2:
        return []
    asked = " AND ".join(map(_in_notes, words))
    if len(words) <= _MOST_JOINED:
        for at, (one, two) in enumerate(pairwise(words)):
            asked += " OR " + " AND ".join(map(_in_notes, [*words[:at], one + two, *words[at + 2 :]]))
    numbers = _full_text(index, asked, limit + len(without))
    if not numbers:
        numbers = _full_text(index, " AND ".join(_in_notes(word, apart=True) for word in words), limit + len(without))
    return _body_hits(index, [n for n in numbers if n not in without][:limit], words)


def search_both(index: Index, vocabulary: Vocabulary, text: str, limit: int) -> list[Hit]:
    """Talks that have some of the words in title, speakers or code, and all the others in their notes."""
    words = typed_words(text)
    if len(words) < 2:
        return []
    titles = [set(vocabulary.written(word)) for word in words]
    if not any(titles):
        return []
    both = [
        there | set(_full_text(index, _in_notes(word), index.count)) for word, there in zip(words, titles, strict=True)
    ]
    found = sorted(set.intersection(*both), key=lambda n: (-sum(n in there for there in titles), index.places[n]))
    return _body_hits(index, found[:limit], words)


def _body_hits(index: Index, numbers: Sequence[int], words: Sequence[str]) -> list[Hit]:
    return [
        Hit(n, round(_BODY_SCORE * (1 - rank / (len(numbers) + 1)), 2), snippet=snippet(index.talk(n), words))
        for rank, n in enumerate(numbers)
    ]


def _in_notes(word: str, *, apart: bool = False) -> str:
    """What asks the full text for a word: as it is typed or begun, with an apostrophe in it, by its other name."""
    ways = [f'"{word}"' + "*" * (len(word) >= _BEGUN_FROM)]
    contraction = _CONTRACTION.fullmatch(word)
    if contraction:
        ways.append('"{} {}"'.format(*(part for part in contraction.groups() if part)))
    if word in aliases():
        ways.append(f'"{aliases()[word]}"')
    if apart:
        ways += [f'"{one} {two}"*' for one, two in halves(word)]
    return f"({' OR '.join(ways)})"


def _full_text(index: Index, expression: str, limit: int) -> list[int]:
    try:
        return index.full_text(expression, limit)
    except sqlite3.Error:  # more words than it takes
        return []


def snippet(talk: Talk, words: Sequence[str]) -> str | None:
    """The line of a note that holds most of the words."""
    best, most = None, 0
    for note in talk.notes:
        for line in note.markdown.split("\n"):
            folded = f" {fold(line)}"
            count = sum(f" {word}" in folded for word in words)
            if count > most:
                best, most = line, count
    return plain(_LINE_MARKS.sub("", best))[:_SNIPPET_CHARS] if best else None
