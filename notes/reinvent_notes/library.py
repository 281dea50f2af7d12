"""The library: every talk, the marks on it, and how to find it. What the reader and the command line talk to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from reinvent_notes.errors import MarksError
from reinvent_notes.index import Group, Index, Row
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.marks import Change, Mark, Marked, Marks, Subject, Value, next_queue_order

if TYPE_CHECKING:
    from reinvent_notes.finder import Finder
    from reinvent_notes.query import Query
    from reinvent_notes.search import Hit
    from reinvent_notes.talk import Talk

_NO_MARKS: Marks = {}


class Progress(NamedTuple):
    """How many of a group's talks are watched."""

    watched: int
    size: int


class Library:
    """An index joined with the marks. Use it from one thread."""

    def __init__(self, index: Index, store: MarkStore) -> None:
        self.index = index
        self._store = store
        self._marks: dict[int, Marked] = {}
        self.unplaced: list[Marked] = []  # marks whose talk is in no source today; kept, and listed
        self._finder: Finder | None = None
        self._watched: dict[tuple[int | None, str | None], int] | None = None  # watched talks of each branch
        self.reload_marks()

    def replace_index(self, index: Index) -> None:
        """Go on with a refreshed index; talks are numbered anew."""
        if index is not self.index:
            self.index.close()
        self.index = index
        self._finder = None
        self.keep_up()

    # marks

    def reload_marks(self) -> None:
        """Read the marks again and find each one's talk."""
        self._marks, self.unplaced, self._watched = {}, [], None
        for marked in self._store.load():
            n = self._place(marked.subject)
            if n is None:
                self.unplaced.append(marked)
            else:
                other = self._marks.get(n)
                self._marks[n] = other.joined(marked) if other else marked

    def keep_up(self) -> None:
        """Let marks learn what is known of their talks now, and join those of talks that turned out to be one.

        So they are found again when what is known today has changed once more. Call it when the index is fresh.
        """
        for marked in self._store.load() if self._store.writable else ():
            n = self._place(marked.subject, certain=True)
            if n is None:
                continue
            now, before = self._current(n), marked.subject
            if (now.id, now.year, now.code, set(now.videos)) != (
                before.id,
                before.year,
                before.code,
                set(before.videos),
            ):
                with suppress(MarksError):  # nothing is lost: the next time will do
                    self._store.rename(before, now)
        self.reload_marks()

    @property
    def notices(self) -> Sequence[str]:
        return self._store.notices

    def marks_version(self) -> int:
        """Differs when somebody else has written marks."""
        return self._store.version()

    def marks(self, n: int) -> Marks:
        marked = self._marks.get(n)
        return marked.values if marked else _NO_MARKS

    def marked(self) -> list[tuple[int, Marked]]:
        return list(self._marks.items())

    def mark(self, numbers: Iterable[int], mark: Mark, value: Value | None) -> tuple[Change, ...]:
        """Set or remove a mark on talks, all or none; returns what would undo it. Raises MarksError."""
        changes = [Change(self._subject(n), mark, value) for n in numbers]
        undo = self._store.apply(changes)
        self.reload_marks()
        return undo

    def apply(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Make several changes in one transaction; returns what would undo them."""
        undo = self._store.apply(changes)
        self.reload_marks()
        return undo

    def change(self, n: int, mark: Mark, value: Value | None) -> Change:
        return Change(self._subject(n), mark, value)

    def default_value(self, mark: Mark) -> Value:
        """What a mark says that was set without a value: today, or the end of the queue."""
        if mark is Mark.WATCHED:
            return date.today().isoformat()
        if mark is Mark.QUEUED:
            return next_queue_order(self._marks.values())
        return True

    def _subject(self, n: int) -> Subject:
        """The name under which the store knows a talk: the one it was first marked under, else today's."""
        marked = self._marks.get(n)
        return marked.subject if marked else self._current(n)

    def _current(self, n: int) -> Subject:
        found = self.index.talk(n)
        return Subject(found.id, found.year, found.code, found.videos, found.title)

    def _place(self, subject: Subject, *, certain: bool = False) -> int | None:
        """The talk that a mark means: by id, recording, code in its year, then (unless `certain`) by reworded title."""
        for name in (subject.id, *subject.former_ids):
            n = self.index.number_of(name)
            if n is not None and not self._has_other_code(n, subject):
                return n
        for video in subject.videos:
            n = self.index.number_of_recording(video)
            if n is not None and not self._has_other_code(n, subject):
                return n
        if subject.code:
            numbers = self.index.numbers_of_code(subject.code, subject.year)
            if len(numbers) == 1 and not self._has_other_code(numbers[0], subject):
                return numbers[0]
        return None if certain else self.index.closest_title(subject.title, subject.year, subject.code)

    def _has_other_code(self, n: int, subject: Subject) -> bool:
        """A lab (ARC301-L) is not the talk of the same number, though both may be called 2022-ARC301."""
        code = self.index.row(n).code
        if not code or not subject.code or code == subject.code:
            return False
        from reinvent_notes.talk import code_of_talk  # most marks know their talk's code as it is

        return code_of_talk(code) != code_of_talk(subject.code)

    # the tree

    def groups(self) -> Sequence[Group]:
        return self.index.groups

    def progress(self, group: Group) -> Progress:
        if self._watched is None:
            watched = [n for n, marked in self._marks.items() if Mark.WATCHED in marked.values]
            self._watched = self.index.counts_by_branch(watched)
        return Progress(self._watched.get((group.year, group.track), 0), group.size)

    def rows(self, group: Group) -> list[Row]:
        return self.index.rows(group.first, group.size)

    # finding

    def parse_query(self, text: str) -> Query:
        """Take a query apart. Raises CallError, naming the word that is not understood."""
        from reinvent_notes.finder import parse_query  # what searching needs is not on the way to the first paint

        return parse_query(text)

    def find(self, asked: Query, limit: int | None = None) -> list[Hit]:
        """The talks that a query keeps: ranked where it has words, else in the order of the tree."""
        return self._searching().find(asked, limit)

    def named(self, text: str) -> int:
        """The one talk that an id, a code, a recording or words of a title name. Raises NotFound."""
        return self._searching().named(text)

    def _searching(self) -> Finder:
        if self._finder is None:
            from reinvent_notes.finder import Finder

            self._finder = Finder(self.index, self.marks)
        return self._finder

    def related(self, talk: Talk) -> list[Row]:
        """The talks that a note names as related, as far as the library has them."""
        numbers = (self.index.number_of(name) for name in talk.related)
        return [self.index.row(n) for n in dict.fromkeys(numbers) if n is not None]

    def talk(self, n: int) -> Talk:
        return self.index.talk(n)
