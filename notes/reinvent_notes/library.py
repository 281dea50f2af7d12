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
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.marks import Change, Mark, Marked, Marks, Subject, Tie, Value, next_queue_order
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


class _Place(NamedTuple):
    """The talk of a mark, and whether it is surely that."""

    n: int | None
    sure: bool


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
        self._places: dict[Subject, _Place] = {}  # where this index has them
        self._having: dict[Mark, set[int]] = {mark: set() for mark in Mark}  # the talks that have each mark
        self.unplaced: list[Marked] = []  # marks whose talk is surely in no source today; kept, and listed
        self._finder: Finder | None = None
        self._progress: tuple[Mapping[BranchName, int], Mapping[BranchName, int]] | None = (
            None  # watched and hidden talks
        )
        self.reload_marks()

    def replace_index(self, index: Index) -> None:
        """Go on with a refreshed index; talks are numbered anew."""
        self.index = index  # the one before is closed when nobody looks at hits of it any more
        self._finder = None
        self._places = {}
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
        self._find_places(marked.subject for marked in records)
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
        joined = reduce(Marked.joined, found)
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
            place = self._places.get(record.subject) or self._place(record.subject)
            if place is None or place.n is None or not place.sure:
                return False
            if not all(self._places[one.subject].sure for one in self._records.get(place.n, ())):
                return False  # one that may be of the talk makes way for one that surely is
            self._places[record.subject], places[record.subject] = place, place.n
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
        self._find_places(marked.subject for marked in records)
        for before in (marked.subject for marked in records):
            n, sure = self._places[before]
            if n is not None and sure:
                now = self._learned(before, n)
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
        self._find_places(record.subject for record in found)
        known = []
        for record in found:
            before, (n, sure) = record.subject, self._places[record.subject]
            now = self._learned(before, n) if n is not None and sure else before
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
        talk = self.index.outline(n)
        return Change(Subject(talk.id, talk.year, talk.code, talk.videos, talk.title), mark, value)

    def default_value(self, mark: Mark) -> Value:
        """What a mark says that was set without a value: today, or the end of the queue."""
        if mark is Mark.WATCHED:
            return date.today().isoformat()
        if mark is Mark.QUEUED:
            return next_queue_order(one for _, one in self.marked(mark))
        return True

    # whose mark it is

    def _find_places(self, subjects: Iterable[Subject]) -> None:
        """Where each mark belongs, as far as that is not known already: every title is looked at for all at once."""
        found = {subject: self._places.get(subject) or self._place(subject) for subject in subjects}
        missing = [subject for subject, place in found.items() if place is None]
        if missing:
            closest = self.index.closest_titles((subject.title, subject.year, subject.code) for subject in missing)
            for subject, n in zip(missing, closest, strict=True):
                found[subject] = _Place(n if n is not None and self._tie(subject, n) else None, False)
        self._places = {subject: place for subject, place in found.items() if place}

    def _place(self, subject: Subject) -> _Place | None:
        """The talk that a mark means, by all that it knows of it; none of them where two are meant equally well.

        None when only a title could tell.
        """
        n = self.index.number_of(subject.id)
        if n is not None and self._is_unchanged(subject, self.index.row(n)):
            return _Place(n, True)
        ties = sorted((tie, n) for n in self._candidates(subject) if (tie := self._tie(subject, n)))
        if not ties:
            return None
        (tie, n), second = ties[-1], ties[-2:-1]
        return _Place(None, False) if second and second[0][0] == tie else _Place(n, tie.sure)

    def _is_unchanged(self, subject: Subject, row: Row) -> bool:
        return (row.title, row.year, row.code) == (subject.title, subject.year, subject.code)

    def _candidates(self, subject: Subject) -> set[int]:
        """The talks that have a name, a recording, the title or the code in common with a mark."""
        from reinvent_notes.talk import talk_id  # most marks know their talk as it is

        names = {subject.id, *subject.former_ids, talk_id(subject.year, subject.code, subject.title)}
        names |= {talk_id(year, None, subject.title) for year in (subject.year, None)}
        found = set(self.index.numbers_of(names, subject.videos))
        if subject.code and subject.year is None:
            found.update(self.index.numbers_of_code(subject.code))
        return found

    def _tie(self, subject: Subject, n: int) -> Tie | None:
        talk = self.index.outline(n)
        return subject.tie(Subject(talk.id, talk.year, talk.code, talk.videos, talk.title), talk.titles)

    def _learned(self, subject: Subject, n: int) -> Subject:
        """What a mark knows, and what is known of its talk today, which comes first.

        Its own title stays while the talk has it, and with it the id: should the talk be two again, it tells which.
        """
        row, videos = self.index.row(n), self.index.recordings_of(n)
        talk_id, title = row.id, row.title
        if title != subject.title and subject.title in self.index.outline(n).titles:
            talk_id, title = subject.id, subject.title
        if not videos or set(videos) == set(subject.videos):
            videos = subject.videos
        return Subject(talk_id, row.year or subject.year, row.code or subject.code, videos, title)

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

    def find(self, asked: Query, *, notes: bool = True, noted: Noting | None = None) -> Hits:
        """The talks that a query keeps: ranked where it has words, else in the order of the tree.

        Without `notes` those alone that are found by title and the like, which takes no time; `noted` are those of
        whose notes is known already that they have the words.
        """
        return self._searching().find(asked, notes=notes, noted=noted)

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
