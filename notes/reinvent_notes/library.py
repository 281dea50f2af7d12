"""The library: every talk, the marks on it, and how to find it. What the reader and the command line talk to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reinvent_notes.errors import MarksError
from reinvent_notes.index import Group, Index, Row
from reinvent_notes.mark_places import MarkPlaces
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import LAST, Change, Mark, Marked, Marks, Value
from reinvent_notes.saved_searches import SavedSearches

if TYPE_CHECKING:
    from reinvent_notes.completing import Completion
    from reinvent_notes.finder import Finder
    from reinvent_notes.grouping import Grouping
    from reinvent_notes.hits import Hits
    from reinvent_notes.note_search import Noting
    from reinvent_notes.query import Query
    from reinvent_notes.talk import Talk

_NO_MARKS: Marks = {}


BranchName = tuple[int | str | None, str | None]  # what `Group` calls its year and its track


class Progress(NamedTuple):
    """How many of a group's talks are watched; hidden ones are not counted."""

    watched: int
    size: int


class Library:
    """An index joined with the marks. Use it from one thread.

    `own_aliases`: a file of names as the user types them; `own_searches`: one of searches that were saved.
    """

    def __init__(
        self, index: Index, store: MarkStore, own_aliases: Path | None = None, own_searches: Path | None = None
    ) -> None:
        self.index = index
        self._own_aliases = own_aliases
        self.searches = SavedSearches(own_searches)
        self.grouped_by = "year"
        self._grouping: Grouping | None = None
        self._store = store
        self._marks: dict[int, Marked] = {}
        self._records: dict[int, list[Marked]] = {}  # those that are joined in `_marks`, and removed ones
        self._places = MarkPlaces(index)
        self._having: dict[Mark, set[int]] = {mark: set() for mark in Mark}  # the talks that have each mark
        self.unplaced: list[Marked] = []  # marks whose talk is surely in no source today; kept, and listed
        self._finder: Finder | None = None
        # watched and hidden talks
        self._progress: tuple[Mapping[BranchName, int], Mapping[BranchName, int]] | None = None
        self.reload_marks()

    def replace_index(self, index: Index) -> None:
        """Go on with a refreshed index; talks are numbered anew."""
        self.index = index  # the one before is closed when nobody looks at hits of it any more
        self._finder = self._grouping = None
        self._places = MarkPlaces(index)
        self.keep_up()

    # marks

    def reload_marks(self) -> None:
        """Read the marks again and find each one's talk.

        Marks that are surely of one talk are shown as joined; each stays what it is, should they turn out to be of
        two after all. One that may be of a talk is shown there if no other is.
        """
        self._marks, self._records, self.unplaced, self._progress = {}, {}, [], None
        likely: dict[int, list[Marked]] = {}
        records = self._store.load(removed_too=True)
        self._places.look_for(marked.subject for marked in records)
        for marked in records:
            n, sure = self._places[marked.subject]
            if n is not None and sure:
                self._records.setdefault(n, []).append(marked)
            elif n is not None:
                likely.setdefault(n, []).append(marked)
            elif marked.values:
                self.unplaced.append(marked)
        for n, found in likely.items():
            having = [marked for marked in found if marked.values]
            if n in self._records or len(having) > 1:
                self.unplaced += having
            else:
                self._records[n] = having or found
        self._having = {mark: set() for mark in Mark}
        for n in self._records:
            self._join_records(n)

    def _join_records(self, n: int) -> None:
        """Show a talk with what its records say together."""
        found = self._records[n]
        if len(found) > 1:  # shown under the same name, whichever was told first
            found.sort(key=lambda marked: (marked.subject.title, marked.subject.id, str(marked.subject)))
        joined = reduce(Marked.joined, found).in_force()
        for mark in self.marks(n):
            if mark not in joined.values:
                self._having[mark].discard(n)
        for mark in joined.values:
            self._having[mark].add(n)
        if joined.values:
            self._marks[n] = joined
        else:
            self._marks.pop(n, None)

    def _take_in(self, changed: Iterable[Marked]) -> bool:
        """Show these records, which were changed here; False where it is not plain whose they are."""
        places: dict[Subject, int] = {}
        for record in changed:
            place = self._places.without_titles(record.subject)
            if place is None or place.n is None or not place.sure:
                return False
            if not all(self._places[one.subject].sure for one in self._records.get(place.n, ())):
                return False  # one that may be of the talk makes way for one that surely is
            places[record.subject] = place.n
        for record in changed:
            n = places[record.subject]
            self._records[n] = [*(one for one in self._records.get(n, ()) if one.subject != record.subject), record]
            self._join_records(n)
        self._progress = None
        return True

    def keep_up(self) -> None:
        """Let marks learn what is known of their talks now.

        So they are found again when what is known today has changed once more. Call it when the index is fresh.
        """
        learned = []
        records = self._store.load(removed_too=True) if self._store.writable else ()
        self._places.look_for(marked.subject for marked in records)
        for before in (marked.subject for marked in records):
            n, sure = self._places[before]
            if n is not None and sure:
                now = self._places.learned(before, n)
                if now.knowledge != before.knowledge:
                    learned.append((before, now))
        with suppress(MarksError):  # nothing is lost: the next time will do
            self._store.rename_all(learned)
        self.reload_marks()

    def records(self) -> list[Marked]:
        """Every mark ever made, removed ones too, each under what it knows of its talk."""
        return self._store.load(removed_too=True)

    def join(self, records: Iterable[Marked]) -> int:
        """Join records that were made elsewhere; how many marks are changed by that. Raises MarksError.

        They learn of their talks first what those here have learned, so that the same are known as the same.
        """
        found = list(records)
        self._places.look_for(record.subject for record in found)
        known = []
        for record in found:
            before, (n, sure) = record.subject, self._places[record.subject]
            now = self._places.learned(before, n) if n is not None and sure else before
            former = tuple(sorted({before.id, *before.former_ids} - {now.id}))
            known.append(record._replace(subject=now._replace(former_ids=former)))
        joined = self._store.join(known)
        self.reload_marks()
        return joined

    def close(self) -> None:
        """Keep a backup of what was changed. The library can go on after that."""
        self._store.close()

    @property
    def notices(self) -> Sequence[str]:
        return self._store.notices

    def marks_version(self) -> int:
        """Differs when somebody else has written marks."""
        return self._store.version()

    def marks(self, n: int) -> Marks:
        marked = self._marks.get(n)
        return marked.values if marked else _NO_MARKS

    def is_to_watch(self, n: int) -> bool:
        """Whether a talk is neither watched nor hidden."""
        marks = self.marks(n)
        return Mark.WATCHED not in marks and Mark.HIDDEN not in marks

    def marked(self, mark: Mark | None = None) -> list[tuple[int, Marked]]:
        """The talks that have a mark, or any."""
        return list(self._marks.items()) if mark is None else [(n, self._marks[n]) for n in self._having[mark]]

    def in_sight(self, mark: Mark) -> list[tuple[int, Marked]]:
        """The talks that have a mark and are not hidden: what is hidden has no place in the queue or on any other
        shelf, and counts nowhere but among the hidden."""
        return [(n, self._marks[n]) for n in self._having[mark] - self._having[Mark.HIDDEN]]

    def having(self, mark: Mark) -> Set[int]:
        """The talks that have a mark."""
        return self._having[mark]

    def mark(self, numbers: Iterable[int], mark: Mark, value: Value | None) -> tuple[Change, ...]:
        """Set or remove a mark on talks, all or none; returns what would undo it. Raises MarksError."""
        return self.apply([self.change(n, mark, value) for n in numbers])

    def apply(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Make several changes in one transaction; returns what would undo them."""
        undo = self._store.apply(changes)
        changed = self._store.changed_here()
        if changed is None or not self._take_in(changed):
            self.reload_marks()
        return undo

    def change(self, n: int, mark: Mark, value: Value | None) -> Change:
        """The change that sets or removes a mark, under the name by which the store knows the talk.

        That is the one it was first marked under, else today's; where several marks are joined, that of the newest.
        """
        found = self._records.get(n)
        if found:
            return Change(max(found, key=lambda one: one.changed.get(mark, 0)).subject, mark, value)
        return Change(self._places.subject(n), mark, value)

    def default_value(self, mark: Mark) -> Value:
        """What a mark says that was set without a value: today, or the end of the queue."""
        if mark is Mark.WATCHED:
            return date.today().isoformat()
        if mark is Mark.QUEUED:
            return LAST
        return True

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
