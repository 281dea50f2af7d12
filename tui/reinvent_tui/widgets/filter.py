"""Which talks the tree shows: all that are not hidden, or the unwatched or the marked alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reinvent_notes.index import Group
from reinvent_notes.library import BranchName, Library
from reinvent_notes.marks import Mark

ALL, UNWATCHED, MARKED = "all", "unwatched", "marked"


class Kept(NamedTuple):
    """The talks that the filter keeps: these `only`, or all but those that are `out`."""

    only: frozenset[int] | None
    out: frozenset[int]

    def keeps(self, n: int) -> bool:
        return n not in self.out and (self.only is None or n in self.only)

    def grown(self, now: Kept) -> Kept:
        """What it would keep by now is there too; what it kept stays."""
        only = None if self.only is None or now.only is None else self.only | now.only
        return Kept(only, self.out & now.out)


class Filter:
    """What was just marked stays, until it is set again."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.set(ALL)

    def set(self, showing: str) -> None:
        self.showing = showing
        self._staying: set[str] = set()  # ids of talks that it would not keep any more
        self._keep(self._filtered())

    def _keep(self, kept: Kept) -> None:
        self._kept = kept
        self._counts: tuple[Mapping[BranchName, int] | None, Mapping[BranchName, int]] | None = None

    def _filtered(self) -> Kept:
        having = self._library.having
        if self.showing == MARKED:
            return Kept(frozenset().union(*map(having, Mark)), frozenset())
        out = (Mark.HIDDEN, Mark.WATCHED) if self.showing == UNWATCHED else (Mark.HIDDEN,)
        return Kept(None, frozenset().union(*map(having, out)))

    def marks_changed(self) -> None:
        now = self._filtered()
        gone = now.out - self._kept.out if now.only is None else (self._kept.only or frozenset()) - now.only
        self._staying |= {row.id for row in self._library.index.rows_of(list(gone))}
        self._keep(self._kept.grown(now))

    def library_changed(self) -> None:
        """Talks are numbered anew, or stand in other branches."""
        index = self._library.index
        staying = frozenset(n for one in self._staying if (n := index.number_of(one)) is not None)
        now = self._filtered()
        self._keep(Kept(None if now.only is None else now.only | staying, now.out - staying))

    def keeps(self, n: int) -> bool:
        return self._kept.keeps(n)

    @property
    def count(self) -> int:
        """How many talks it keeps."""
        return self._library.index.count - len(self._kept.out) if self._kept.only is None else len(self._kept.only)

    def count_in(self, group: Group) -> int:
        """How many of a group's talks it keeps."""
        if self._counts is None:
            counts, (only, out) = self._library.counts, self._kept
            self._counts = (None if only is None else counts(only), counts(out))
        only_of, out_of = self._counts
        place = group.year, group.track
        return group.size - out_of.get(place, 0) if only_of is None else only_of.get(place, 0)
