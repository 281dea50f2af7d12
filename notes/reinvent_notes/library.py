"""The library: every talk, the marks on it, and how to find it. What the reader and the command line talk to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reinvent_notes.index import Group, Index, Row
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.marked_talks import MarkedTalks
from reinvent_notes.marks import Mark
from reinvent_notes.saved_searches import SavedSearches

if TYPE_CHECKING:
    from reinvent_notes.completing import Completion
    from reinvent_notes.finder import Finder
    from reinvent_notes.grouping import Grouping
    from reinvent_notes.hits import Hits
    from reinvent_notes.note_search import Noting
    from reinvent_notes.query import Query
    from reinvent_notes.talk import Talk

BranchName = tuple[int | str | None, str | None]  # what `Group` calls its year and its track


class Progress(NamedTuple):
    """How many of a group's talks are watched; hidden ones are not counted."""

    watched: int
    size: int


class Library(MarkedTalks):
    """Marked talks that stand in branches and can be found. Use it from one thread.

    `own_aliases`: a file of names as the user types them; `own_searches`: one of searches that were saved.
    """

    def __init__(
        self, index: Index, store: MarkStore, own_aliases: Path | None = None, own_searches: Path | None = None
    ) -> None:
        super().__init__(index, store)
        self._own_aliases = own_aliases
        self.searches = SavedSearches(own_searches)
        self.grouped_by = "year"
        self._grouping: Grouping | None = None
        self._finder: Finder | None = None

    def replace_index(self, index: Index) -> None:
        self._finder = self._grouping = None
        super().replace_index(index)

    def _marks_change(self) -> None:
        # watched and hidden talks
        self._progress: tuple[Mapping[BranchName, int], Mapping[BranchName, int]] | None = None

    # the tree

    def group_by(self, by: str) -> None:
        """Group the talks by one of `grouping.GROUPINGS` from now on."""
        self.grouped_by, self._grouping, self._progress = by, None, None

    def groups(self) -> Sequence[Group]:
        return self.index.groups if self.grouped_by == "year" else self._other_grouping().groups

    def numbers(self, group: Group) -> Sequence[int]:
        """The talks of a branch, in the order in which they are kept."""
        every = self.index.shown if self.grouped_by == "year" else self._other_grouping().numbers
        return every[group.first : group.first + group.size]

    def counts(self, numbers: Collection[int]) -> Mapping[BranchName, int]:
        """How many of these talks stand in each branch; branches without any may be missing."""
        if not numbers or self.grouped_by == "year":
            return self.index.counts_by_branch(numbers)  # type: ignore[return-value]  # a year is no str there
        wanted = frozenset(numbers)
        return {(group.year, group.track): len(wanted.intersection(self.numbers(group))) for group in self.groups()}

    def progress(self, group: Group) -> Progress:
        if self._progress is None:
            hidden = self._having[Mark.HIDDEN]
            self._progress = self.counts(self._having[Mark.WATCHED] - hidden), self.counts(hidden)
        watched_of, hidden_of = self._progress
        branch = group.year, group.track
        return Progress(watched_of.get(branch, 0), group.size - hidden_of.get(branch, 0))

    def group_of(self, n: int) -> Group | None:
        """The first branch in which a talk stands."""
        if self.grouped_by == "year":
            row = self.index.row(n)
            return next((g for g in self.index.groups if (g.year, g.track) == (row.year, row.track)), None)
        return next((group for group in self.groups() if n in self.numbers(group)), None)

    def _other_grouping(self) -> Grouping:
        if self._grouping is None:
            from reinvent_notes.grouping import grouped  # not on the way to the first paint

            self._grouping = grouped(self.index, self.grouped_by)
        return self._grouping

    # finding

    def parse_query(self, text: str) -> Query:
        """Take a query apart. Raises CallError, naming the word that is not understood."""
        from reinvent_notes.finder import parse_query  # what searching needs is not on the way to the first paint

        return parse_query(text)

    def find(self, asked: Query, *, notes: bool = True, noted: Noting | None = None, close: bool = False) -> Hits:
        """The talks that a query keeps: ranked where it has words, else in the order of the tree.

        Without `notes` those alone that are found by title and the like, which takes no time; `noted` are those of
        whose notes is known already that they have the words. With `close` also some that have most of them, last,
        where few have all.
        """
        return self._searching().find(asked, notes=notes, noted=noted, close=close)

    def complete(self, text: str) -> Completion:
        """How the last word of a query may go on."""
        return self._searching().complete(text)

    def meant(self, asked: Query) -> str:
        """What else the filters of a query that found nothing may have been meant to say, or nothing."""
        return self._searching().meant(asked)

    def noting(self, asked: Query, *, guess: bool) -> Callable[[], Noting]:
        """What finds talks by the words of their notes alone, in another thread: it takes a while. The one before it
        is broken off. With `guess` typing errors are looked for too."""
        return self._searching().noting(asked, guess=guess)

    def named(self, text: str) -> int:
        """The one talk that an id, a code, a recording or words of a title name. Raises NotFound."""
        return self._searching().named(text)

    def _searching(self) -> Finder:
        if self._finder is None:
            from reinvent_notes.finder import Finder
            from reinvent_notes.spelling import aliases

            self._finder = Finder(self.index, self.marked, aliases(self._own_aliases))
        return self._finder

    def related(self, talk: Talk) -> list[Row]:
        """The talks that a note names as related, as far as the library has them."""
        numbers = (self.index.number_of(name) for name in talk.related)
        return [self.index.row(n) for n in dict.fromkeys(numbers) if n is not None]

    def talk(self, n: int) -> Talk:
        return self.index.talk(n)
