"""Every word of titles, codes, speakers, tracks, kinds and years, and the talks that have it: packed into the index.

A few long blobs are read in milliseconds where a row for each talk or word would take a hundred times as long. Words
are sorted, so that those that begin alike stand together; for beginnings of one and two letters, which thousands of
words have, the talks are kept ready.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import accumulate
from typing import NamedTuple

from reinvent_notes.bitsets import bits_of, from_bytes, to_bytes
from reinvent_notes.index import Index
from reinvent_notes.spelling import full_words
from reinvent_notes.talk import Talk, fold

TITLE, SPEAKER, ABOUT = range(3)  # where a word stands
_PLACES = range(3)
READY = 2  # letters of a beginning whose talks are kept ready
COMMON = 500  # talks; a word that more have is kept ready too
WHOLE = "="  # stands before a whole word that is kept ready
_BEGIN = 3  # letters of titles by which those are known that begin so
_BETWEEN = " | "  # stands between two titles of one talk

Ready = tuple[str, bytes, bytes, bytes]


class Packed(NamedTuple):
    """What `pack` makes of the talks: blobs by name, and for short beginnings and common words the talks by place."""

    blobs: dict[str, bytes]
    ready: list[Ready]


def pack(talks: Iterable[Talk]) -> Packed:
    """The talks' words, in the order in which the talks are shown."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    titles = []
    for number, talk in enumerate(talks):
        title, said = words_of(talk)
        titles.append(title)
        for word, where in said.items():
            places[word].append(number << 2 | where)
    words = sorted(places)
    postings = array("I")
    for word in words:
        postings.extend(places[word])
    blobs = blobs_of(words, (len(places[word]) for word in words), postings, titles, map(initials_of, titles))
    return Packed(blobs, [*_common(words, places, len(titles)), *_begun(words, places, len(titles))])


def words_of(talk: Talk) -> tuple[str, dict[str, int]]:
    """A talk's folded titles, and where each of its words stands."""
    folded = [fold(title) for title in talk.titles]
    seen: dict[str, int] = {}
    for where, text in (
        (ABOUT, fold(" ".join((talk.track or "", talk.kind or "", str(talk.year or ""))))),
        (SPEAKER, fold(" ".join(talk.speakers))),
        (TITLE, f"{' '.join(folded)} {fold((talk.code or '').replace('-', ''))}"),
    ):
        for word in text.split():
            seen[word] = where  # a title counts more than what else has the word
    return f" {_BETWEEN.join(folded)} ", seen  # a word of it stands between blanks


def blobs_of(
    words: list[str], sizes: Iterable[int], postings: array[int], titles: Iterable[str], initials: Iterable[str]
) -> dict[str, bytes]:
    return {
        "words": "\n".join(words).encode(),
        "starts": array("I", accumulate(sizes, initial=0)).tobytes(),
        "postings": postings.tobytes(),
        **_lines("titles", titles),
        **_lines("initials", initials),
    }


def _lines(name: str, lines: Iterable[str]) -> dict[str, bytes]:
    """Lines as one text, which begins with a line end, and where in it each of them ends."""
    text = "\n".join(("", *lines))
    ends = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    return {name: text.encode(), f"{name}_ends": array("I", list(ends)[2:]).tobytes()}


def initials_of(titles: str) -> str:
    return "|".join("".join(words[at][0] for at in full_words(words)) for words in map(str.split, titles.split("|")))


def _common(words: list[str], places: dict[str, list[int]], size: int) -> Iterator[Ready]:
    """Words that so many talks have that going through them one by one takes long."""
    for word in words:
        if len(places[word]) > COMMON:
            sets = (bits_of((place >> 2 for place in places[word] if place & 3 == where), size) for where in _PLACES)
            title, speaker, about = map(to_bytes, sets)
            yield WHOLE + word, title, speaker, about


def _begun(words: list[str], places: dict[str, list[int]], size: int) -> list[Ready]:
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for word in words:
        for where in _PLACES:
            bits = bits_of((place >> 2 for place in places[word] if place & 3 == where), size)
            for letters in range(1, READY + 1):
                if bits and len(word) > letters:
                    found[word[:letters]][where] |= bits
    return [(begun, *map(to_bytes, by_place)) for begun, by_place in found.items()]  # type: ignore[misc]


class Vocabulary:
    """The packed words of an index. Talks are known here by their place in the order in which they are shown."""

    def __init__(self, index: Index) -> None:
        self._index = index
        # one at a time, the largest last: so what it takes to read them goes back to the system
        blob = index.search_blob
        words = blob("words").decode()
        self.words = words.split("\n") if words else []
        self.joined = "\n".join(("", *self.words, ""))
        self._starts = array("I", blob("starts"))
        self._initials, self._initials_ends = blob("initials").decode(), array("I", blob("initials_ends"))
        self._titles, self._ends = blob("titles").decode(), array("I", blob("titles_ends"))
        self._postings = array("I", blob("postings"))
        self.size = index.count

    def title(self, place: int) -> str:
        """A talk's folded titles, one behind the other, with a blank before and behind each word."""
        return self._titles[self._ends[place - 1] if place else 1 : self._ends[place] - 1]

    def initialled(self, letters: str) -> Iterator[int]:
        """The places of talks whose titles have words with these initials, side by side."""
        return _lines_with(letters, self._initials, self._initials_ends)

    def is_noted(self, word: str) -> bool:
        """Whether a note has this word."""
        return self._index.is_noted(word)

    def talks(self, words: Iterable[int], where: int) -> int:
        """The set of talks that have one of these words (by number) there."""
        postings, starts = self._postings, self._starts
        ready, places = 0, []
        for word in words:
            if starts[word + 1] - starts[word] > COMMON:
                ready |= from_bytes(self._index.ready_blob(WHOLE + self.words[word], where) or b"")
            else:
                places += [p >> 2 for p in postings[starts[word] : starts[word + 1]] if p & 3 == where]
        return ready | bits_of(places, self.size) if places else ready

    def number_of(self, word: str) -> int | None:
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None

    def begun(self, word: str) -> range:
        """The numbers of the words that begin so, the word itself among them."""
        return range(bisect_left(self.words, word), bisect_right(self.words, word + "\U0010ffff"))

    def talks_begun(self, word: str, where: int) -> int:
        """The set of talks that have a longer word that begins so."""
        if len(word) <= READY:
            field = self._index.ready_blob(word, where)
            return from_bytes(field) if field else 0
        return self.talks((at for at in self.begun(word) if self.words[at] != word), where)

    def holding(self, part: str) -> list[int]:
        """The numbers of the words that hold this, and do not begin with it."""
        found, at = [], self.joined.find(part)
        while at >= 0:
            start = self.joined.rfind("\n", 0, at) + 1
            if start < at:
                number = self.number_of(self.joined[start : self.joined.index("\n", at)])
                found.append(number)
            at = self.joined.find(part, self.joined.index("\n", at))
        return [number for number in found if number is not None]

    def titled(self, text: str) -> Iterator[int]:
        """The places of talks whose folded titles hold this text."""
        return _lines_with(text, self._titles, self._ends)

    def titled_from_start(self, text: str) -> Iterator[int]:
        """The places of talks whose first title, folded, begins so: to go through all titles takes longer than all
        the rest of a search."""
        if len(text) < _BEGIN:
            return merge(*(places for begin, places in self._by_begin.items() if begin.startswith(text)))
        return (place for place in self._by_begin.get(text[:_BEGIN], ()) if self.title(place).startswith(f" {text}"))

    @cached_property
    def _by_begin(self) -> dict[str, array[int]]:
        found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        start = 2  # behind the line end and the blank
        for place, end in enumerate(self._ends):
            found[self._titles[start : start + _BEGIN]].append(place)
            start = end + 1
        return found

    def titled_like(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """The places of talks whose folded titles have a match."""
        found = (bisect_right(self._ends, match.start()) for match in pattern.finditer(self._titles))
        return iter(dict.fromkeys(found))


def _lines_with(part: str, text: str, ends: Sequence[int]) -> Iterator[int]:
    """The numbers of the lines that hold this; a line end that it begins with is that before the line."""
    at = text.find(part)
    while at >= 0:
        line = bisect_right(ends, at + part.startswith("\n"))
        yield line
        at = text.find(part, ends[line] - 1)
