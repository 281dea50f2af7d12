"""When two entries are the same talk, and what the merged talk says.

Entries join when, in one year, they share a code (repeats aside), a recording, a title (letters and digits alike),
or are both keynotes of the same person or office. Different codes in one year keep talks apart whatever else they
share, and so do different years. What is said first is trusted most: callers order entries by trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reinvent_notes.talk import Note, Talk, code_of_talk, fold, talk_id

_OFFICES = ("ceo", "cto")
_NO_NAMES = frozenset(
    (
        "keynote keynotes with by the of dr mr ms and aws amazon com ceo cto cio cfo svp vp evp senior vice "
        "president chief officer technology executive data ai ml machine learning partner part day opening "
        "closing re invent"
    ).split()
)
_FUZZY_TITLE = 88  # of 100, token_set_ratio: a reworded heading is found, a sibling talk is not


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
    parents = list(range(len(entries)))
    codes = [_codes(entry) for entry in entries]
    years = [entry.year for entry in entries]
    sources = [{note.source for note in entry.notes} if notes_apart else set() for entry in entries]
    reasons: dict[int, list[str]] = {}

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    def join(other: int, index: int, why: str) -> None:
        one, two = sorted((root(other), root(index)))
        if one == two or not _compatible(codes[one], codes[two], years[one], years[two]):
            return
        if len(sources[one] | sources[two]) > 1:
            return
        parents[two] = one
        codes[one] |= codes[two]
        sources[one] |= sources[two]
        years[one] = years[one] if years[one] is not None else years[two]
        reasons.setdefault(one, []).extend([why, *reasons.pop(two, [])])

    for one, two in linked:
        join(one, two, "one links to the other")
    first_with: dict[tuple[object, ...], int] = {}
    for index, entry in enumerate(entries):
        for key in _keys(entry):
            join(first_with.setdefault(key, index), index, f"same {key[0]}: {key[-1]}")
    groups: dict[int, list[Talk]] = {}
    for index, entry in enumerate(entries):
        groups.setdefault(root(index), []).append(entry)
    return _named([(_join(group), group, tuple(reasons.get(first, ()))) for first, group in groups.items()])


def _codes(entry: Talk) -> frozenset[str]:
    return frozenset((code_of_talk(entry.code),)) if entry.code else frozenset()


def _compatible(codes: frozenset[str], others: frozenset[str], year: int | None, other_year: int | None) -> bool:
    return (year is None or other_year is None or year == other_year) and len(codes | others) <= 1


def _keys(entry: Talk) -> Iterator[tuple[object, ...]]:
    if entry.code and entry.year:
        yield "code", entry.year, code_of_talk(entry.code)
    for video in entry.videos:
        yield "recording", video
    for title in entry.titles:
        yield "title", entry.year, fold(title).replace(" ", "")
    if entry.kind == "keynote" and entry.year:
        for title in entry.titles:
            for name in _keynote_names(title):
                yield "keynote", entry.year, name


def _keynote_names(title: str) -> Iterator[str]:
    """Whose keynote a title names: the last word of a short name, and the office."""
    words = fold(title).split()
    for office in _OFFICES:
        if office in words:
            yield office
    name = re.split(r"\s[-–—|]\s|:|,", re.sub(r"^.*?\bkeynote (?:with|by)\s+", "", title, flags=re.I))[0]
    left = [word for word in fold(name).split() if word not in _NO_NAMES]
    if 1 <= len(left) <= 3:
        yield left[-1]


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

    values = {name: known(name) for name in ("year", "track", "level", "kind", "speakers", "url", "minutes", "verdict",
                                             "why", "abstract")}  # fmt: skip
    codes = [talk.code for talk in group if talk.code]
    return replace(
        first,
        **values,  # type: ignore[arg-type]  # each value comes from the same field of a Talk
        code=max(codes, key=lambda code: "-" in code) if codes else None,
        titles=together("titles"),
        videos=together("videos"),
        related=together("related"),
        notes=_notes(group),
    )


def _notes(group: list[Talk]) -> tuple[Note, ...]:
    """Every note once; of two revisions of one text the fuller."""
    kept: list[tuple[str, Note]] = []
    for note in (note for talk in group for note in talk.notes):
        words = fold(note.markdown)
        if any(words in other for other, _ in kept):
            continue
        kept = [(other, earlier) for other, earlier in kept if other not in words]
        kept.append((words, note))
    return tuple(note for _, note in kept)


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

    wanted = fold(title)
    scored = sorted(((fuzz.token_set_ratio(wanted, fold(other)), number) for number, other in candidates), reverse=True)
    if not scored or scored[0][0] < _FUZZY_TITLE:
        return None
    if len(scored) > 1 and scored[1][0] >= _FUZZY_TITLE and scored[1][1] != scored[0][1]:
        return None
    return scored[0][1]
