"""Whose mark it is: the talk of an index that a mark means, by all that it knows of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from reinvent_notes.mark_subject import Subject, Tie

if TYPE_CHECKING:
    from reinvent_notes.index import Index, Row

_MANY = 1_000  # marks; of more, every name is read at once, to pass over those that are of no talk here


class MarkPlace(NamedTuple):
    """The talk of a mark, and whether it is surely that."""

    n: int | None
    sure: bool


class MarkPlaces:
    """Where one index has the talks of marks; each is looked for once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._found: dict[Subject, MarkPlace] = {}
        self._every_name: frozenset[str] | None = None  # of the index, where there are many marks

    def __getitem__(self, subject: Subject) -> MarkPlace:
        """Of a mark that was looked for."""
        return self._found[subject]

    def look_for(self, subjects: Iterable[Subject]) -> None:
        """All of them, and no others from now on: every title is looked at for all at once."""
        subjects = list(subjects)
        if len(subjects) > _MANY and self._every_name is None:
            self._every_name = self._index.every_name()
        found = {subject: self._found.get(subject) or self._place(subject) for subject in subjects}
        missing = [subject for subject, place in found.items() if place is None]
        if missing:
            closest = self._index.closest_titles((subject.title, subject.year, subject.code) for subject in missing)
            for subject, n in zip(missing, closest, strict=True):
                found[subject] = MarkPlace(n if n is not None and self._tie(subject, n) else None, False)
        self._found = {subject: place for subject, place in found.items() if place}

    def without_titles(self, subject: Subject) -> MarkPlace | None:
        """Of one mark more; None when only a title could tell."""
        place = self._found.get(subject) or self._place(subject)
        if place:
            self._found[subject] = place
        return place

    def subject(self, n: int) -> Subject:
        """What a mark knows that is made on a talk today."""
        talk = self._index.outline(n)
        return Subject(talk.id, talk.year, talk.code, talk.videos, talk.title)

    def learned(self, subject: Subject, n: int) -> Subject:
        """What a mark knows, and what is known of its talk today, which comes first.

        Its own title stays while the talk has it, and with it the id: should the talk be two again, it tells which.
        """
        row, videos = self._index.row(n), self._index.recordings_of(n)
        talk_id, title = row.id, row.title
        if title != subject.title and subject.title in self._index.outline(n).titles:
            talk_id, title = subject.id, subject.title
        if not videos or set(videos) == set(subject.videos):
            videos = subject.videos
        return Subject(talk_id, row.year or subject.year, row.code or subject.code, videos, title)

    def _place(self, subject: Subject) -> MarkPlace | None:
        """No talk where two are meant equally well; None when only a title could tell."""
        if self._is_unknown(subject):
            return None
        n = self._index.number_of(subject.id)
        if n is not None and _is_unchanged(subject, self._index.row(n)):
            return MarkPlace(n, True)
        ties = sorted((tie, n) for n in self._candidates(subject) if (tie := self._tie(subject, n)))
        if not ties:
            return None
        (tie, n), second = ties[-1], ties[-2:-1]
        return MarkPlace(None, False) if second and second[0][0] == tie else MarkPlace(n, tie.sure)

    def _is_unknown(self, subject: Subject) -> bool:
        """Whether none but a title can tell, where that is known without asking."""
        if self._every_name is None or (subject.code and subject.year is None):
            return False
        return self._every_name.isdisjoint(self._names(subject).union(subject.videos))

    def _candidates(self, subject: Subject) -> set[int]:
        """The talks that have a name, a recording, the title or the code in common with a mark."""
        found = set(self._index.numbers_of(self._names(subject), subject.videos))
        if subject.code and subject.year is None:
            found.update(self._index.numbers_of_code(subject.code))
        return found

    def _names(self, subject: Subject) -> set[str]:
        """What its talk may be called."""
        from reinvent_notes.talk import talk_id  # most marks know their talk as it is

        names = {subject.id, *subject.former_ids, talk_id(subject.year, subject.code, subject.title)}
        return names.union(talk_id(year, None, subject.title) for year in (subject.year, None))

    def _tie(self, subject: Subject, n: int) -> Tie | None:
        return subject.tie(self.subject(n), self._index.outline(n).titles)


def _is_unchanged(subject: Subject, row: Row) -> bool:
    return (row.title, row.year, row.code) == (subject.title, subject.year, subject.code)
