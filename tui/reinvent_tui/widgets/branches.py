"""What the tree is made of: its branches, which of them are open, and the talks that each shows.

Talks are numbers here: what a line says of one is fetched when it is painted, so that any number of them is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reinvent_notes.errors import ReinventError
from reinvent_notes.index import Group
from reinvent_notes.library import Library
from reinvent_notes.shelves import SHELVES
from reinvent_tui.view import Key
from reinvent_tui.widgets.filter import ALL, Filter

SHELF = "shelf"


class Branch(NamedTuple):
    """A year with its tracks, a track, or a shelf above the years, which is of no group."""

    key: Key
    label: str
    groups: tuple[Group, ...] = ()

    @property
    def depth(self) -> int:
        return int(len(self.key) == 2)

    @property
    def is_leaf(self) -> bool:
        return len(self.key) > 1

    @property
    def name(self) -> str:
        """Where it stands too: `2023 · Serverless`."""
        return self.label if self.depth == 0 else f"{_label(self.key[:1])} · {self.label}"


_OWN = tuple(Branch((SHELF, "own", name), name) for name in SHELVES)

Line = Branch | int | str  # a branch, a talk, or a sentence


class Branches:
    def __init__(self, library: Library, key_of: Mapping[str, str]) -> None:
        """`key_of`: how the key that does something is called, by its id."""
        self._library = library
        self._key_of = key_of
        self.open: set[Key] = set()
        self.sorted_by = ""
        self.filter = Filter(library)
        self.saved: Mapping[str, str] = {}
        self._forget()

    # which talks are shown, and how

    def set_filter(self, showing: str) -> None:
        """Show all talks, or some; what was marked meanwhile is looked at anew."""
        self.filter.set(showing)
        self._forget()

    def sort_by(self, by: str) -> None:
        self.sorted_by = by
        self._forget()

    def marks_changed(self) -> None:
        """A talk that was just marked stays where it is, until the filter is set again."""
        self.filter.marks_changed()
        for shelf in _OWN:
            before = self._numbers.pop(shelf.key, ())
            if shelf.key in self.open and before:
                self._numbers[shelf.key] = with_those_before(self.numbers(shelf), before)

    def library_changed(self) -> None:
        """Talks are numbered anew."""
        self.filter.library_changed()
        self._forget()

    def _forget(self) -> None:
        """What was found out about branches."""
        self._numbers: dict[Key, Sequence[int]] = {}
        self._failed: dict[Key, str] = {}

    # the branches

    def shelves(self) -> list[Branch]:
        """Those that have talks, and the searches that were saved."""
        return [
            *(shelf for shelf in _OWN if self.numbers(shelf)),
            *(Branch((SHELF, "saved", name), name) for name in self.saved),
        ]

    def years(self) -> Iterator[Branch]:
        """The years that have talks to show, or what stands for them in another grouping."""
        of_year: dict[int | str | None, list[Group]] = {}
        for group in self._library.groups():
            of_year.setdefault(group.year, []).append(group)
        for year, groups in of_year.items():
            if any(map(self.filter.count_in, groups)):
                yield Branch((year,), _label((year,)), tuple(groups))

    def tracks(self, year: Branch) -> list[Branch]:
        """The tracks of a year that have talks to show."""
        return [_track(group) for group in year.groups if self.filter.count_in(group)]

    def of_talk(self, n: int) -> Branch | None:
        """The first track in which a talk stands."""
        group = self._library.group_of(n)
        return _track(group) if group else None

    def lines(self) -> list[Line]:
        """Every line, as branches are open."""
        lines: list[Line] = []
        for shelf in self.shelves():
            lines.append(shelf)
            if shelf.key in self.open:
                lines += self.numbers(shelf)
                lines += self._sentence(shelf)
        any_year = False
        for year in self.years():
            any_year = True
            lines.append(year)
            if year.key in self.open:
                for track in self.tracks(year):
                    lines.append(track)
                    if track.key in self.open:
                        lines += self.numbers(track)
        if not any_year and self._library.index.count:
            lines += [f"No talk is {'shown' if self.filter.showing == ALL else self.filter.showing}."]
            key = self._key_of
            if self.filter.showing == ALL:
                lines.append(f"All are hidden: {key['show.marked']} shows them.")
            else:
                lines.append(f"{key['show.all']} or {key['list.back']} shows all talks.")
        return lines

    def _sentence(self, shelf: Branch) -> list[Line]:
        if shelf.key in self._failed:
            return [self._failed[shelf.key]]
        if self.numbers(shelf):
            return []
        which = "" if self.filter.showing == ALL else f" is {self.filter.showing} that"
        return [f"No talk{which} matches {self.saved[shelf.label]}"]

    def numbers(self, branch: Branch) -> Sequence[int]:
        """The talks of a branch that the filter keeps, in the order asked for; of a year those of all its tracks."""
        if not branch.is_leaf:
            return [n for track in self.tracks(branch) for n in self.numbers(track)]
        if branch.key not in self._numbers:
            found = [n for n in self._find(branch) if self.filter.keeps(n)]
            if branch.groups and self.sorted_by:
                from reinvent_notes.ordering import ordered  # not on the way to the first paint

                library = self._library
                found = [found[at] for at in ordered(library.index, library.marks, found, self.sorted_by)]
            self._numbers[branch.key] = found
        return self._numbers[branch.key]

    def count(self, shelf: Branch) -> int | None:
        """How many talks stand on a shelf; None for a search that was not looked into yet."""
        return None if shelf.key[1] == "saved" and shelf.key not in self._numbers else len(self.numbers(shelf))

    def look_again(self, branch: Branch) -> None:
        """A shelf that is opened shows what belongs there now."""
        if not branch.groups:
            self._numbers.pop(branch.key, None)
            self._failed.pop(branch.key, None)

    def _find(self, branch: Branch) -> Sequence[int]:
        if branch.groups:
            return self._library.numbers(branch.groups[0])
        if branch.key[1] == "own":
            mark, talks_of = SHELVES[branch.label]
            return talks_of(self._library.index, self._library.in_sight(mark))
        library, name = self._library, branch.label
        try:
            query = library.searches.load().values.get(name, self.saved.get(name, ""))
            return list(library.find(library.parse_query(query)).numbers())
        except ReinventError as error:
            self._failed[branch.key] = str(library.searches.wrong(name, error))
        return ()

    # the next one to watch

    def next_to_watch(self, branch: Branch, at: int, step: int) -> tuple[Branch, int] | None:
        """The first talk to watch after, or before, place `at` of a branch, and the branch in which it stands.

        On a shelf it is looked for there; elsewhere through all tracks and years.
        """
        is_to_watch = self._library.is_to_watch
        for leaf, places in self._on_from(branch, at, step):
            if leaf.groups and not any(map(is_to_watch, self._find(leaf))):
                continue  # before they are put in order
            numbers = self.numbers(leaf)
            found = next((place for place in places(len(numbers)) if is_to_watch(numbers[place])), None)
            if found is not None:
                return leaf, found
        return None

    def _on_from(self, branch: Branch, at: int, step: int) -> Iterator[tuple[Branch, Callable[[int], range]]]:
        """The leaves to look through, from a place on, and what makes the places in each from how many there are."""

        def rest(size: int) -> range:
            return range(at + 1, size) if step > 0 else range(at - 1, -1, -1)

        def every(size: int) -> range:
            return range(size) if step > 0 else range(size - 1, -1, -1)

        if not branch.groups:
            yield branch, rest
            return
        leaves = [track for year in self.years() for track in self.tracks(year)][::step]
        keys = [leaf.key for leaf in leaves]
        if branch.is_leaf:
            here = keys.index(branch.key)
            yield leaves[here], rest
            here += 1
        else:  # on a year: its first track, or what comes before it
            own = [place for place, key in enumerate(keys) if key[:1] == branch.key]
            here = own[0] if step > 0 else own[-1] + 1
        for leaf in leaves[here:]:
            yield leaf, every


def _track(group: Group) -> Branch:
    key = (group.year, group.track)
    return Branch(key, _label(key), (group,))


def _label(key: Key) -> str:
    return str(key[-1] or ("Year unknown" if len(key) == 1 else "No track"))


def with_those_before(now: Sequence[int], before: Sequence[int]) -> list[int]:
    """What stands there now, and what stood there before, each of those where it was."""
    result, there = list(now), set(now)
    for at, n in enumerate(before):
        if n not in there:
            result.insert(result.index(before[at - 1]) + 1 if at else 0, n)
    return result
