"""What a mark remembers of its talk, and how surely two such memories are of one talk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Subject(NamedTuple):
    """What a mark remembers of its talk, so that it finds the talk again when its sources changed."""

    id: str
    year: int | None
    code: str | None
    videos: tuple[str, ...]
    title: str
    former_ids: tuple[str, ...] = ()

    @property
    def knowledge(self) -> tuple[object, ...]:
        """All but what it was called before: two that have the same are one."""
        return self.id, self.year, self.code, frozenset(self.videos), self.title

    def tie(self, other: Subject, titles: Iterable[str] = ()) -> Tie | None:
        """How surely the two are of one talk; None when nothing says so, or more speaks against it.

        What both know is weighed: recording, title (`titles` are all that the other's talk has) and code speak for
        it or against it. An id is a name that another talk may have tomorrow, and counts for nothing. Of another
        year is only a talk of the same recording, and then not surely the same.
        """
        from reinvent_notes.talk import code_of_talk  # most marks know their talk as it is

        recording = not set(self.videos).isdisjoint(other.videos)
        one, two = (code_of_talk(subject.code) if subject.code else None for subject in (self, other))
        code = one is not None and one == two
        titles = (other.title, *titles)
        title = not self._letters().isdisjoint(other._letters() | set(map(_letters, titles)))
        same_year, years_known = self.year == other.year, None not in (self.year, other.year)
        agreeing = recording + title + code
        against = (
            (years_known and not same_year)
            + (None not in (one, two) and not code)
            + (bool(self.videos and other.videos) and not recording)
            + (not title and not any(_may_reword(self.title, each) for each in titles))
        )
        balance = agreeing - against
        if balance < (not same_year) or (years_known and not same_year and not recording):
            return None
        sure = balance > 0 and (same_year or (not years_known and (recording or agreeing > 1)))
        return Tie(sure, balance, recording, title, code)

    def shares_a_name(self, other: Subject) -> bool:
        return not {self.id, *self.former_ids}.isdisjoint((other.id, *other.former_ids))

    def _letters(self) -> set[str]:
        """Of its title, and of those that it had: a talk without a code is called by its title."""
        return {_letters(self.title), *(name.partition("-")[2].replace("-", "") for name in self.former_ids)}


class Tie(NamedTuple):
    """How surely two subjects are of one talk: the greater, the more so."""

    sure: bool  # more speaks for it than against it: the one may learn from the other
    balance: int
    recording: bool
    title: bool
    code: bool


def _letters(title: str) -> str:
    from reinvent_notes.talk import fold

    return fold(title).replace(" ", "") or title


def _may_reword(one: str, other: str) -> bool:
    """Whether the titles could be one talk's: each having a word that the other has not tells two talks apart."""
    from reinvent_notes.rewording import closest_title, is_rewording
    from reinvent_notes.talk import fold

    if is_rewording(one, other):
        return True
    words, others = set(fold(one).split()), set(fold(other).split())
    return (words <= others or others <= words) and closest_title(one, [(0, other)]) is not None
