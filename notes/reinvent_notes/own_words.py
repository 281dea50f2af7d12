"""Finding talks by the words of the user's own notes on them, which are marks and not in the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from reinvent_notes.spelling import Aliases
from reinvent_notes.talk import fold

_BEGUN_FROM = 3  # letters; shorter words are looked for as a whole
_CONTRACTION = re.compile(r"(.{2,}n)(t)|(.{2,}?)(s|d|m|re|ve|ll)")


def written(word: str, aliases: Aliases) -> Iterator[tuple[str, bool]]:
    """How a word may stand in a note: as typed, with an apostrophe, by another name; and whether that may be begun."""
    yield word, len(word) >= _BEGUN_FROM
    contraction = _CONTRACTION.fullmatch(word)
    if contraction:
        yield " ".join(part for part in contraction.groups() if part), False
    yield from ((other, False) for other in aliases.get(word, ()))


class OwnWords:
    """`notes`: what the user wrote on each talk."""

    def __init__(self, notes: Mapping[int, str], aliases: Aliases) -> None:
        self.notes = notes
        self._aliases = aliases

    def talks_with(self, words: Iterable[str]) -> list[int]:
        """Those whose note has every word."""
        ways = [
            [f" {phrase}" if is_begun else f" {phrase} " for phrase, is_begun in written(word, self._aliases)]
            for word in words
        ]
        return [
            n
            for n, note in self.notes.items()
            if all(any(way in text for way in of_word) for text in (_folded(note),) for of_word in ways)
        ]

    def talks_saying(self, phrase: str) -> list[int]:
        """Those whose note has these words side by side."""
        return [n for n, note in self.notes.items() if phrase and f" {phrase} " in _folded(note)]


@lru_cache(maxsize=10_000)  # each key asks for all of them
def _folded(note: str) -> str:
    return f" {fold(note)} "
