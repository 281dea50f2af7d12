"""Whose keynote a talk is: what tells the keynotes of a year apart, however they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reinvent_notes.people import names
from reinvent_notes.talk import Talk, fold

_OFFICES = ("ceo", "cto")
_NO_NAMES = frozenset(
    (
        "keynote keynotes with by the of dr mr ms and aws amazon com ceo cto cio cfo svp vp evp senior vice "
        "president chief officer technology executive data ai ml machine learning partner part day opening "
        "closing re invent monday tuesday wednesday thursday friday morning night live"
    ).split()
)
_NAME_WORDS = 3  # more words are no name
_BEFORE_NAME = re.compile(r"^.*?\bkeynote (?:with|by)\s+", re.I)
_WITH_NAME = re.compile(r"\b(?:with|by|featuring)\s+(.+)", re.I)


def keynote_names(entry: Talk) -> Iterator[str]:
    """The last word of a name that a title or the first speaker has, and the office."""
    for title in entry.titles:
        words = fold(title).split()
        yield from (office for office in _OFFICES if office in words)
        for part in re.split(r"\s[-–—|]\s|:|,", _BEFORE_NAME.sub("", title)):
            left = [word for word in fold(part).split() if word not in _NO_NAMES]
            if left:
                if len(left) <= _NAME_WORDS:
                    yield left[-1]
                break
        people = _WITH_NAME.search(title)
        yield from (fold(name).split()[-1] for name in (names(people[1]) if people else ()))
    yield from (fold(name).split()[-1] for name in entry.speakers[:1] if fold(name))
