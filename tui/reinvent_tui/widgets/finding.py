"""Words found on a page: whatever their case and accents, also where they go over the end of a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from reinvent_notes.spelling import UNSPACED
from reinvent_tui.widgets.talk_page import Part, TalkPage

_BEGUN_FROM = 3  # letters; where words begin, shorter ones are looked for as a whole
_INDENT = " │"  # what stands before a line that goes on
_GAP = rf"(?: +| *\n[{_INDENT}]*)"
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´"), "'")


class Match(NamedTuple):
    """Where in a part of the page words stand: (line, from, to) in characters, for each line that they are on."""

    part: int
    places: tuple[tuple[int, int, int], ...]

    @property
    def begin(self) -> tuple[int, int, int]:
        """Part, line, character."""
        return (self.part, *self.places[0][:2])


class Finding:
    """All matches in what is laid out of a page. `look` finds those in what was laid out since."""

    def __init__(self, page: TalkPage, words: Sequence[str], *, at_starts: bool) -> None:
        """`at_starts`: only where words begin, unless there are none such."""
        self.words, self.at_starts = tuple(words), at_starts
        self._page = page
        self._pattern = _pattern(words, r"(?<!\w)" if at_starts else "")
        self._anywhere = _pattern(words, "")
        self._found: list[list[Match]] = []
        self._seen: list[int] = []  # lines of each part that were looked at
        self._on_line: dict[tuple[int, int], list[tuple[int, int, Match]]] = {}
        self._current: Match | None = None
        self.look()

    def look(self) -> None:
        """Look at what was laid out since."""
        for number, part in enumerate(self._page.parts):
            if number == len(self._seen):
                self._seen.append(0)
                self._found.append([])
            for match in self._look_at(number, part):
                self._found[number].append(match)
                for line, start, end in match.places:
                    self._on_line.setdefault((number, line), []).append((start, end, match))
        if self.at_starts and self._page.parts and self._page.complete and not self.matches:
            self.at_starts, self._pattern, self._seen, self._found = False, self._anywhere, [], []
            self.look()

    def _look_at(self, number: int, part: Part) -> Iterator[Match]:
        first, self._seen[number] = self._seen[number], len(part.lines)
        texts = [line.text for line in part.lines[first:]]
        folded = [_folded(text) for text in texts]
        starts = list(accumulate((len(line) + 1 for line in folded), initial=0))
        line = 0
        for match in self._pattern.finditer("\n".join(folded)):
            start, end = match.span()
            while starts[line + 1] <= start:
                line += 1
            places, at = [], line
            while starts[at] < end:
                begin = start if at == line else starts[at] + _indent(folded[at])
                stop = min(end, starts[at + 1] - 1)
                if begin < stop:
                    places.append((first + at, *_in_characters(texts[at], begin - starts[at], stop - starts[at])))
                at += 1
            yield Match(number, tuple(places))

    # one after the other

    @property
    def matches(self) -> list[Match]:
        """Those above which nothing more will be laid out, in their order."""
        parts = list(zip(self._page.parts, self._found, strict=False))
        last = next((number for number, (part, _) in enumerate(parts) if not part.complete), len(parts))
        return [match for _, found in parts[: last + 1] for match in found]

    @property
    def y(self) -> int | None:
        """The line of the match that one is at."""
        return None if self._current is None else self._y(self._current)

    def _y(self, match: Match) -> int:
        return self._page.top_of(self._page.parts[match.part]) + match.places[0][0]

    def start_at(self, y: int) -> None:
        """Go to the first match from a line on, or to the first of all."""
        matches = self.matches
        self._current = next((match for match in matches if self._y(match) >= y), matches[0] if matches else None)

    def reach(self, y: int, *within: Sequence[str]) -> None:
        """Go to the first match from a line on, or to the first of all; a page that is not complete is laid out up to
        it. `within`: texts where to begin, any of the first, from there on any of the second."""
        self.start_at(y)
        while (self.y is None or self.y < y) and not self._page.complete:
            self._page.extend()
            self.look()
            self.start_at(y)
        begin = (0, 0, 0)
        for texts in filter(any, within):
            there = Finding(self._page, texts, at_starts=False)
            there.reach(y)
            first = there._current.begin if there._current else begin
            begin = next((match.begin for match in there.matches if match.begin >= max(first, begin)), begin)
        self.look()
        if any(begin):
            self._current = next((match for match in self.matches if match.begin >= begin), self._current)

    def step(self, by: int) -> None:
        """To another match; after the last comes the first. A page that is not complete is laid out up to it."""
        while True:
            matches = self.matches
            at = matches.index(self._current) + by if self._current else 0
            if 0 <= at < len(matches) or self._page.complete:
                break
            if at < 0:
                self._page.extend(None)
            else:
                self._page.extend()
            self.look()
        self._current = matches[at % len(matches)] if matches else None

    @property
    def ordinal(self) -> int:
        """Which match one is at, from 0 on."""
        return self.matches.index(self._current) if self._current else 0

    def again(self, page: TalkPage, y: int | None = None) -> Finding:
        """The same on a page that was laid out anew. `y`: where the line of the match that one is at is now, if the
        text is another."""
        finding = Finding(page, self.words, at_starts=self.at_starts)
        matches, at = finding.matches, self.ordinal
        if y is not None:
            above = sum(self._y(match) < (self.y or 0) for match in self.matches)
            at += sum(finding._y(match) < y for match in matches) - above
        if matches and self._current:
            finding._current = matches[min(at, len(matches) - 1)]
        return finding

    def __str__(self) -> str:
        """`3 of 12`."""
        count, more = len(self.matches), "" if self._page.complete else " …"
        return f"{self.ordinal + 1} of {count}{more}" if count else f"not found{more}"

    def places_on(self, y: int) -> list[tuple[int, int, bool]]:
        """From and to of each match on a line, in characters, and whether it is the one that one is at."""
        at = self._page.at(y)
        if at is None:
            return []
        part, row = at
        here = self._on_line.get((self._page.parts.index(part), row), ())
        return [(start, end, match == self._current) for start, end, match in here]


def _pattern(words: Sequence[str], before: str) -> re.Pattern[str]:
    phrases = sorted({" ".join(_folded(word).split()) for word in words} - {""}, key=len, reverse=True)
    ends = (r"(?!\w)" if before and phrase.isascii() and len(phrase) < _BEGUN_FROM else "" for phrase in phrases)
    starts = ("" if phrase >= UNSPACED else before for phrase in phrases)
    ways = (_GAP.join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile("|".join(map("".join, zip(starts, ways, ends, strict=True))) or r"(?!)")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(_INDENT))


@cache
def _plain(character: str) -> str:
    """A character without its case and accents: none, one or several."""
    plain = unicodedata.normalize("NFKD", character.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_APOSTROPHES)


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else "".join(map(_plain, text))


def _in_characters(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a part of a line's folded text is in the line."""
    if text.isascii():
        return start, end
    ends = list(accumulate(len(_plain(character)) for character in text))
    # accents after a letter belong to it
    first, last = (next((at for at, so_far in enumerate(ends) if so_far > n), len(text)) for n in (start, end))
    return first, last
