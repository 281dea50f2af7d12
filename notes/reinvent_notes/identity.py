"""When two entries are the same talk, and what the merged talk says.

Entries join when, in one year, they share a code (repeats aside), a recording, a title (letters and digits alike),
or are both keynotes of the same person or office. Different codes in one year keep talks apart whatever else they
share, and so do different years. What is said first is trusted most: callers order entries by trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reinvent_notes.sections import kind_of_section
from reinvent_notes.talk import Note, Talk, code_of_talk, fold, talk_id

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
_REWORDED = 75  # of 100, token_sort_ratio: a reworded heading is found, a talk that goes on is not
# a shorter note is no earlier revision of another because its words stand there too
_REVISION_WORDS, _REVISION_CHARS = 3, 60


@dataclass(frozen=True, slots=True)
class Merged:
    """A talk, the ids it is or was known by (its own first), and why its entries were joined."""

    talk: Talk
    ids: tuple[str, ...]
    reasons: tuple[str, ...] = ()


def merge(
    entries: Sequence[Talk], *, linked: Iterable[tuple[int, int]] = (), notes_apart: bool = False
) -> list[Merged]:
    """Join entries of the same talk; the result is in the order of each talk's first entry.

    `linked` entries, given by number, are known to be one talk. With `notes_apart` entries that hold notes from
    different documents are not joined.
    """
    joining = _Joining(entries, notes_apart)
    for one, two in linked:
        joining.join(one, two, "one links to the other")
    for index, entry in enumerate(entries):
        joining.join_by_keys(index, entry.year)
    for index, entry in enumerate(entries):
        learned = joining.years[joining.root(index)]
        if entry.year is None and learned is not None:
            joining.join_by_keys(index, learned)  # the year that it learned gives it new keys
    groups: dict[int, list[Talk]] = {}
    for index, entry in enumerate(entries):
        groups.setdefault(joining.root(index), []).append(entry)
    return _named([(_join(group), group, tuple(joining.reasons.get(first, ()))) for first, group in groups.items()])


class _Joining:
    """Which entries are one talk so far: each has a root, the first entry of its talk, which knows what all say."""

    def __init__(self, entries: Sequence[Talk], notes_apart: bool) -> None:
        self._entries = entries
        self._parents = list(range(len(entries)))
        self._codes = [_codes(entry) for entry in entries]
        self._sources = [{note.source for note in entry.notes} if notes_apart else set() for entry in entries]
        self._known: dict[tuple[object, ...], list[int]] = {}  # a key -> entries that have it and are different talks
        self.years = [entry.year for entry in entries]
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
        if not _compatible(self._codes[one], self._codes[two], self.years[one], self.years[two]):
            return False
        if len(self._sources[one] | self._sources[two]) > 1:
            return False
        self._parents[two] = one
        self._codes[one] |= self._codes[two]
        self._sources[one] |= self._sources[two]
        if self.years[one] is None:
            self.years[one] = self.years[two]
        self.reasons.setdefault(one, []).extend([why, *self.reasons.pop(two, [])])
        return True

    def join_by_keys(self, index: int, year: int | None) -> None:
        for key in _keys(self._entries[index], year):
            others = self._known.setdefault(key, [])
            if not any(self.join(other, index, f"same {key[0]}: {key[-1]}") for other in others):
                others.append(index)


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
        yield "title", year, fold(title).replace(" ", "") or title
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


def _join(group: list[Talk]) -> Talk:
    first = group[0]
    if len(group) == 1:
        return first

    def known(name: str) -> object:
        return next(
            (value for talk in group if (value := getattr(talk, name)) not in (None, ())),
            getattr(first, name),
        )

    def together(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for talk in group for value in getattr(talk, name)))

    values = {name: known(name) for name in ("year", "level", "kind", "speakers", "url", "minutes", "verdict",
                                             "why", "abstract")}  # fmt: skip
    codes = [talk.code for talk in group if talk.code]
    return replace(
        first,
        **values,  # type: ignore[arg-type]  # each value comes from the same field of a Talk
        track=_track(group),
        code=max(codes, key=lambda code: "-" in code) if codes else None,
        titles=together("titles"),
        videos=together("videos"),
        related=together("related"),
        notes=_notes(group),
    )


def _track(group: list[Talk]) -> str | None:
    """A subject says more than a section that names a kind (Breakout Sessions), whoever is trusted more."""
    tracks = [talk.track for talk in group if talk.track]
    subjects = [track for track in tracks if kind_of_section(track) in (None, "keynote")]
    return next(iter(subjects or tracks), None)


def _notes(group: list[Talk]) -> tuple[Note, ...]:
    """Every note once; of two revisions of one text the fuller."""
    kept: list[tuple[str, Note]] = []
    for note in (note for talk in group for note in talk.notes):
        words = f" {fold(note.markdown)} " if fold(note.markdown) else note.markdown
        if any(words == other or _is_earlier(words, other) for other, _ in kept):
            continue
        kept = [(other, earlier) for other, earlier in kept if not _is_earlier(other, words)]
        kept.append((words, note))
    return tuple(note for _, note in kept)


def _is_earlier(words: str, other: str) -> bool:
    """Whether a note's words are an earlier revision of another's: they begin it, or are long and stand within it."""
    return (words.count(" ") > _REVISION_WORDS and other.startswith(words)) or (
        len(words) > _REVISION_CHARS and words in other
    )


def _named(joined: list[tuple[Talk, list[Talk], tuple[str, ...]]]) -> list[Merged]:
    """Give each talk its id; where two talks would have one id, the later gets a number behind it."""
    taken: set[str] = set()
    found = []
    for talk, group, reasons in joined:
        own = wanted = talk_id(talk.year, talk.code, talk.title)
        number = 2
        while own in taken:
            own = f"{wanted}-{number}"
            number += 1
        taken.add(own)
        others = (
            talk_id(entry.year, code, title)
            for entry in (talk, *group)
            for title in entry.titles
            for code in {entry.code, None}
        )
        found.append(Merged(talk.with_id(own), tuple(dict.fromkeys((own, *others))), reasons))
    return found


def closest_title(title: str, candidates: Iterable[tuple[int, str]]) -> int | None:
    """The number of the candidate whose title is surely a rewording of this one; None when two could be."""
    from rapidfuzz import fuzz  # not on the way to the first paint

    wanted, names = fold(title), _names(title)
    fitting = {
        number
        for number, other in candidates
        if fuzz.token_sort_ratio(wanted, fold(other)) >= _REWORDED and _names(other) == names
    }
    return fitting.pop() if len(fitting) == 1 else None


def _names(title: str) -> frozenset[str]:
    """The names of things in a title (EKS, DynamoDB, S3): what a rewording keeps, and a sibling talk has another of."""
    words = re.findall(r"[^\W_]+", title)
    return frozenset(word for word in words if re.search(r"\d|.[A-Z]", word) and word != "AWS")
