"""When two entries are the same talk.

Entries join when, in one year, they share a code (repeats aside), a recording, a title (letters and digits alike),
or are both keynotes of the same person or office. An entry without a code also joins the only talk of its year of
which its title is a rewording; one without a year joins those that have its code and its title. Different codes in
one year keep talks apart whatever else they share, and so do different years.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reinvent_notes.merged import Entry, Merged, named
from reinvent_notes.rewording import reworded
from reinvent_notes.talk import Talk, code_of_talk, fold

_OFFICES = ("ceo", "cto")
_NO_NAMES = frozenset(
    (
        "keynote keynotes with by the of dr mr ms and aws amazon com ceo cto cio cfo svp vp evp senior vice "
        "president chief officer technology executive data ai ml machine learning partner part day opening "
        "closing re invent"
    ).split()
)
_NAME_WORDS = 3  # more words are no name
_BEFORE_NAME = re.compile(r"^.*?\bkeynote (?:with|by)\s+", re.I)


def merge(
    entries: Sequence[Entry], *, linked: Iterable[tuple[int, int]] = (), notes_apart: bool = False
) -> list[Merged]:
    """Join entries of the same talk; the result is in the order of each talk's first entry.

    `linked` entries, given by number, are known to be one talk. With `notes_apart` entries that hold notes from
    different documents are not joined.
    """
    joining = _Joining([entry.talk for entry in entries], notes_apart)
    for one, two in linked:
        joining.join(one, two, "one links to the other")
    for index, entry in enumerate(entries):
        joining.join_by_keys(index, entry.talk.year)
    joining.lend_years()
    joining.join_reworded()
    groups: dict[int, list[Entry]] = {}
    for index, entry in enumerate(entries):
        groups.setdefault(joining.root(index), []).append(entry)
    return named((group, tuple(joining.reasons.get(first, ()))) for first, group in groups.items())


class _Joining:
    """Which entries are one talk so far: each has a root, the first entry of its talk, which knows what all say."""

    def __init__(self, entries: Sequence[Talk], notes_apart: bool) -> None:
        self._entries = entries
        self._parents = list(range(len(entries)))
        self._codes = [_codes(entry) for entry in entries]
        self._sources = [{note.source for note in entry.notes} if notes_apart else set() for entry in entries]
        self._known: dict[tuple[object, ...], list[int]] = {}  # a key -> entries that have it and are different talks
        self._years = [entry.year for entry in entries]
        self.reasons: dict[int, list[str]] = {}

    def root(self, index: int) -> int:
        parents = self._parents
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    def join(self, other: int, index: int, why: str) -> bool:
        """Whether the two are one talk now."""
        one, two = sorted((self.root(other), self.root(index)))
        if one == two:
            return True
        if not _compatible(self._codes[one], self._codes[two], self._years[one], self._years[two]):
            return False
        if len(self._sources[one] | self._sources[two]) > 1:
            return False
        self._parents[two] = one
        self._codes[one] |= self._codes[two]
        self._sources[one] |= self._sources[two]
        if self._years[one] is None:
            self._years[one] = self._years[two]
        told = f"{_place(self._entries[other])} and {_place(self._entries[index])}: {why}"
        self.reasons.setdefault(one, []).extend([told, *self.reasons.pop(two, [])])
        return True

    def join_by_keys(self, index: int, year: int | None) -> None:
        for key in _keys(self._entries[index], year):
            others = self._known.setdefault(key, [])
            if not any(self.join(other, index, f"same {key[0]}: {key[-1]}") for other in others):
                others.append(index)

    def lend_years(self) -> None:
        """An entry without a year joins those of its code and title, and has new keys once it has their year."""
        without = [index for index, entry in enumerate(self._entries) if entry.year is None]
        wanted = {key: index for index in without for key in _code_and_title(self._entries[index])}
        found: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        for index, entry in enumerate(self._entries if wanted else ()):
            for key in _code_and_title(entry) if entry.year else ():
                if key in wanted:
                    found[key].setdefault(entry.year or 0, index)
        for key, years in found.items():
            if len(years) == 1:
                self.join(next(iter(years.values())), wanted[key], f"same code and title: {key[0]}")
        for index in without:
            learned = self._years[self.root(index)]
            if learned is not None:
                self.join_by_keys(index, learned)

    def join_reworded(self) -> None:
        years: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        asking: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        for index, entry in enumerate(self._entries):
            root = self.root(index)
            year = self._years[root]
            if year:
                years[year] += ((root, title) for title in entry.titles)
                if not self._codes[root]:
                    asking[year] += ((root, title) for title in entry.titles)
        for year, titles in asking.items():
            for one, other in list(reworded(titles, years[year])):
                self.join(other, one, f"one title rewords the other: {self._entries[one].title}")


def _place(entry: Talk) -> str:
    return next(iter(entry.sources), entry.title)


def _code_and_title(entry: Talk) -> Iterator[tuple[str, str]]:
    if entry.code:
        for title in entry.titles:
            yield code_of_talk(entry.code), _letters(title)


def _letters(title: str) -> str:
    return fold(title).replace(" ", "") or title


def _codes(entry: Talk) -> frozenset[str]:
    return frozenset((code_of_talk(entry.code),)) if entry.code else frozenset()


def _compatible(codes: frozenset[str], others: frozenset[str], year: int | None, other_year: int | None) -> bool:
    return (year is None or other_year is None or year == other_year) and len(codes | others) <= 1


def _keys(entry: Talk, year: int | None) -> Iterator[tuple[object, ...]]:
    if entry.code and year:
        yield "code", year, code_of_talk(entry.code)
    for video in entry.videos:
        yield "recording", video
    for title in entry.titles:
        yield "title", year, _letters(title)
    if entry.kind == "keynote" and year:
        for title in entry.titles:
            for name in _keynote_names(title):
                yield "keynote", year, name


def _keynote_names(title: str) -> Iterator[str]:
    """Whose keynote a title names: the last word of a short name, and the office."""
    words = fold(title).split()
    for office in _OFFICES:
        if office in words:
            yield office
    for part in re.split(r"\s[-–—|]\s|:|,", _BEFORE_NAME.sub("", title)):
        left = [word for word in fold(part).split() if word not in _NO_NAMES]
        if left:
            if len(left) <= _NAME_WORDS:
                yield left[-1]
            return
