"""The talks of an index with the marks that are on them: whose each mark is, and how one is set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from functools import reduce

from reinvent_notes.errors import MarksError
from reinvent_notes.index import Index
from reinvent_notes.mark_places import MarkPlaces
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import Change, Mark, Marked, Marks, Value

_NO_MARKS: Marks = {}


class MarkedTalks:
    """An index joined with the marks. Use it from one thread."""

    def __init__(self, index: Index, store: MarkStore) -> None:
        self.index = index
        self._store = store
        self._marks: dict[int, Marked] = {}
        self._records: dict[int, list[Marked]] = {}  # those that are joined in `_marks`, and removed ones
        self._places = MarkPlaces(index)
        self._having: dict[Mark, set[int]] = {mark: set() for mark in Mark}  # the talks that have each mark
        self.unplaced: list[Marked] = []  # marks whose talk is surely in no source today; kept, and listed
        self.reload_marks()

    def replace_index(self, index: Index) -> None:
        """Go on with a refreshed index; talks are numbered anew."""
        self.index = index  # the one before is closed when nobody looks at hits of it any more
        self._places = MarkPlaces(index)
        self.keep_up()

    # whose they are

    def reload_marks(self) -> None:
        """Read the marks again and find each one's talk.

        Marks that are surely of one talk are shown as joined; each stays what it is, should they turn out to be of
        two after all. One that may be of a talk is shown there if no other is.
        """
        self._marks, self._records, self.unplaced = {}, {}, []
        self._having = {mark: set() for mark in Mark}
        self._marks_change()
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
        for n in self._records:
            self._join_records(n)

    def _marks_change(self) -> None:
        """What was counted by marks is so no more."""

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
        self._marks_change()
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

    # what they are

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

    # changing them

    def marked_without_talk(self, name: str) -> list[Marked]:
        """The marks that are of no talk today and go by this id."""
        return [one for one in self.unplaced if one.subject.id.lower() == name.strip().lower()]

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
