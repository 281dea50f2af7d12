"""Ranking: which talks the typed words mean, the surest first.

    words ──► vocabulary ──► per word: known words, with how well each fits ──► talks that fit every word
                              exact > beginning > inside > one or two typing errors        │
    notes ──► full text (FTS5) ──► talks whose notes hold every word ──► below those ◄─────┘ ranked

A word counts most in a title or code, then in a speaker's name, then in track, kind or year. Every typed word must
be found; their order does not matter, but words that stand together in the title as typed count more. Among
equals the later year comes first. Talks whose title fits always stand above those whose notes do.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from reinvent_notes.index import Index
from reinvent_notes.talk import Talk, fold
from reinvent_notes.title import plain
from reinvent_notes.tracks import PREFIXES

_TITLE, _SPEAKER, _ABOUT = 1.0, 0.8, 0.55  # what a word is worth by where it stands
_PREFIX, _INSIDE, _FUZZY = 0.9, 0.7, 0.6  # and by how well it fits
_INSIDE_FROM = 3  # letters; shorter words are looked for at the beginning only
_SPACED_CODE = re.compile(rf"\b({'|'.join(sorted(PREFIXES)).lower()}) (\d{{3}})\b")
_SNIPPET_CHARS = 160
_LINE_MARKS = re.compile(r"^(?:\s*(?:[-*+]|\d+[.)]|#{1,6}|>|\|)\s+)*")
_BODY_SCORE = 10.0  # body hits score below this, title hits above


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
        self._places: dict[str, dict[int, float]] = {}
        self._titles: dict[int, str] = {}
        self._years: dict[int, int] = {}
        for n, talk in talks:
            self._titles[n] = " | ".join(f" {fold(title)} " for title in talk.titles)
            self._years[n] = talk.year or 0
            code = (talk.code or "").lower().replace("-", "")
            about = " ".join((talk.track or "", talk.kind or "", str(talk.year or "")))
            for worth, text in (
                (_ABOUT, about),
                (_SPEAKER, " ".join(talk.speakers)),
                (_TITLE, f"{self._titles[n]} {code}"),
            ):
                for word in fold(text).split():
                    self._places.setdefault(word, {})[n] = worth
        self._words = sorted(self._places)

    def search(self, text: str) -> list[Hit]:
        words = _words(text)
        if not words:
            return []
        found: dict[int, float] | None = None
        fitting: set[str] = set()
        for word in words:
            fits = self._fits(word)
            fitting.update(fits)
            talks: dict[int, float] = {}
            for known, quality in fits.items():
                for n, worth in self._places[known].items():
                    talks[n] = max(talks.get(n, 0.0), quality * worth)
            found = talks if found is None else {n: found[n] + talks[n] for n in found.keys() & talks.keys()}
            if not found:
                return []
        phrase = " ".join(words)
        hits = [
            Hit(
                n,
                self._score(n, worth / len(words), phrase),
                tuple(sorted(fitting & set(self._titles[n].split()))),
            )
            for n, worth in (found or {}).items()
        ]
        return sorted(hits, key=lambda hit: (-hit.score, -self._years[hit.n], hit.n))

    def _score(self, n: int, worth: float, phrase: str) -> float:
        """10 to 100: mostly how well the words fit, then whether they stand together and fill the title."""
        title = self._titles[n]
        together = f" {phrase} " in title or (f" {phrase}" in title) * 0.9
        begins = any(part.startswith(f" {phrase}") for part in title.split("|"))
        filled = min(1.0, len(phrase) / max(1, len(title.split("|")[0].strip())))
        return round(_BODY_SCORE + 78 * worth + 6 * together + 3 * begins + 3 * filled, 2)

    def _fits(self, word: str) -> dict[str, float]:
        """The known words that a typed word may mean, with how well each fits; errors only where nothing else does."""
        fits: dict[str, float] = {}
        for known in self._words:
            if known == word:
                fits[known] = 1.0
            elif known.startswith(word):
                fits[known] = _PREFIX + 0.05 * len(word) / len(known)
            elif len(word) >= _INSIDE_FROM and word in known:
                fits[known] = _INSIDE
        if len(word) >= 4 and not any(quality >= _PREFIX for quality in fits.values()):
            from rapidfuzz import process  # not on the way to the first paint
            from rapidfuzz.distance import OSA

            most = 1 if len(word) < 6 else 2
            for known, distance, _ in process.extract(
                word, self._words, scorer=OSA.distance, score_cutoff=most, limit=20
            ):
                fits.setdefault(known, _FUZZY - 0.1 * (distance - 1) + (0.02 if known[0] == word[0] else 0))
            # a beginning with an error in it: `eventbrid` typed as `evntbrid`
            for known in self._words:
                if (
                    len(known) > len(word)
                    and known not in fits
                    and OSA.distance(known[: len(word)], word, score_cutoff=1) <= 1
                ):
                    fits[known] = _FUZZY - 0.15
        return fits


def _words(text: str) -> list[str]:
    """Folded words; `api 303` and `svs-401` become one, as codes are written."""
    return _SPACED_CODE.sub(r"\1\2", fold(text)).split()


def search_notes(index: Index, text: str, limit: int, without: set[int]) -> list[Hit]:
    """Talks whose notes hold every word, each with the sentence that fits best; those in `without` left out."""
    words = _words(text)
    if not words or max(map(len, words)) < 3:
        return []
    expression = " ".join(f'"{word}"*' for word in words)
    try:
        numbers = index.full_text(expression, limit + len(without))
    except sqlite3.Error:
        return []
    found = [n for n in numbers if n not in without][:limit]
    return [
        Hit(n, round(_BODY_SCORE * (1 - rank / (len(found) + 1)), 2), snippet=snippet(index.talk(n), words))
        for rank, n in enumerate(found)
    ]


def snippet(talk: Talk, words: list[str]) -> str | None:
    """The line of a note that holds most of the words."""
    best, most = None, 0
    for note in talk.notes:
        for line in note.markdown.split("\n"):
            folded = f" {fold(line)}"
            count = sum(f" {word}" in folded for word in words)
            if count > most:
                best, most = line, count
    return plain(_LINE_MARKS.sub("", best))[:_SNIPPET_CHARS] if best else None
