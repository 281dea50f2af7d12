"""FILTERS: the name of a filter -> what it asks of talks and their marks.

Each row makes a question from the value as typed, once per query, which a library answers with the set of talks that
it keeps; a value that cannot be understood is a CallError that lists what is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from reinvent_notes.bitsets import bits_of
from reinvent_notes.columns import HAS, Column
from reinvent_notes.errors import CallError
from reinvent_notes.marks import Mark, Marks
from reinvent_notes.query import Query, Term, Word
from reinvent_notes.talk import KINDS, VERDICTS, fold
from reinvent_notes.text import clean_line


class Talks(Protocol):
    """What filters ask: talks are known by their places, sets of them are `bitsets`."""

    @property
    def size(self) -> int: ...
    @property
    def marked(self) -> Iterable[tuple[int, Marks]]:
        """The talks that have marks."""

    def column(self, name: str) -> Column: ...
    def titled(self, words: str) -> int:
        """The talks with a title that holds this, folded, with a blank before and behind each word."""

    def noted(self, words: str) -> int:
        """The talks with a note that holds these words, folded, side by side."""


Ask = Callable[[Talks], int]

_RANGE = re.compile(r"(?P<low>[0-9]{0,9})(?:(?P<dots>\.\.|(?<=[0-9])[-–])(?P<high>[0-9]{0,9}))?")
_NUMBERS = {"year": (2022, 2024), "level": (200, 400), "rating": (3, 5)}  # as errors write them
_HAS = (*HAS, "ownnote")
_SHOWN_CHARS = 60  # of a value that is not understood
STATES = ("unwatched", *(mark.state for mark in Mark))


def _shown(value: str) -> str:
    """A typed value as an error repeats it."""
    return clean_line(value[:_SHOWN_CHARS]) + "…" * (len(value) > _SHOWN_CHARS)


def _every(talks: Talks) -> int:
    return (1 << talks.size) - 1


def _range(name: str, value: str) -> Callable[[int], bool]:
    match = _RANGE.fullmatch(value)
    if not match or not (match["low"] or match["high"]):
        one, other = _NUMBERS[name]
        raise CallError(
            f"{name}:{_shown(value)} is no number or range",
            remedy=f"write {name}:{one}, {name}:{one}.. or {name}:{one}..{other}",
        )
    low = int(match["low"] or 0)
    high = int(match["high"]) if match["high"] else (low if not match["dots"] else 10**9)
    if high < low:
        raise CallError(f"{name}:{value} is backwards", remedy=f"write {name}:{match['high']}..{match['low']}")
    return lambda number: low <= number <= high


def _number(name: str) -> Callable[[str], Ask]:
    def row(value: str) -> Ask:
        within = _range(name, value)
        return lambda talks: talks.column(name).where(lambda one: within(int(one.text)))

    return row


def _year(value: str) -> Ask:
    if value.lower() in ("unknown", "none"):
        return lambda talks: _every(talks) & ~talks.column("year").where(lambda one: True)
    return _number("year")(value)


def _words(name: str) -> Callable[[str], Ask]:
    """A filter that looks for the typed words, or their beginnings, in a column."""

    def row(value: str) -> Ask:
        wanted = f" {fold(value)}"
        return lambda talks: talks.column(name).where(lambda one: wanted in f" {one.folded}")

    return row


def _service(value: str) -> Ask:
    wanted = fold(value)
    return lambda talks: talks.titled(f" {wanted}") | talks.noted(wanted)


def _kind(value: str) -> Ask:
    wanted = fold(value)
    if not any(kind.startswith(wanted) for kind in KINDS):
        raise CallError(f"unknown kind {_shown(value)!r}", remedy=f"known are {', '.join(KINDS)}")
    return lambda talks: talks.column("kind").where(lambda one: one.text.startswith(wanted))


def _verdict(value: str) -> Ask:
    wanted = value.lower()
    if wanted not in VERDICTS:
        raise CallError(f"unknown verdict {_shown(value)!r}", remedy=f"known are {', '.join(VERDICTS)}")
    return lambda talks: talks.column("verdict").where(lambda one: one.text == wanted)


def _code(value: str) -> Ask:
    wanted = re.sub(r"[\s_-]", "", value).upper()
    return lambda talks: talks.column("code").where(lambda one: one.text.replace("-", "").startswith(wanted))


def _source(value: str) -> Ask:
    wanted = value.casefold()
    return lambda talks: talks.column("source").where(lambda one: wanted in one.text.casefold())


def _fits(value: str) -> Ask:
    match = re.fullmatch(r"(?:(?P<hours>[0-9]{1,2})h)?(?:(?P<minutes>[0-9]{1,3})m?(?:in)?)?", value.lower())
    if not match or not value:
        raise CallError(f"fits:{_shown(value)} is no length", remedy="write fits:30m or fits:1h30m")
    room = int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)
    return lambda talks: talks.column("minutes").where(lambda one: int(one.text) <= room)


def _marked(fits: Callable[[Marks], bool]) -> Ask:
    """The talks whose marks fit; all that have none are asked once."""

    def ask(talks: Talks) -> int:
        usual = fits({})
        others = bits_of((place for place, marks in talks.marked if fits(marks) != usual), talks.size)
        return _every(talks) & ~others if usual else others

    return ask


def _rating(value: str) -> Ask:
    within = _range("rating", value)
    return _marked(lambda marks: Mark.RATING in marks and within(int(marks[Mark.RATING])))


def _is(value: str) -> Ask:
    state = value.lower()
    if state == "unwatched":
        return _marked(lambda marks: Mark.WATCHED not in marks)
    mark = next((mark for mark in Mark if mark.state == state), None)
    if mark is None:
        raise CallError(f"unknown state {_shown(value)!r}", remedy=f"known are {', '.join(STATES)}")
    return _marked(lambda marks: mark in marks)


def _has(value: str) -> Ask:
    wanted = value.lower()
    if wanted not in _HAS:
        raise CallError(f"unknown has:{_shown(value)}", remedy=f"known are {', '.join(_HAS)}")
    if wanted == "ownnote":
        return _marked(lambda marks: Mark.NOTE in marks)
    return lambda talks: talks.column("has").where(lambda one: one.text == wanted)


@dataclass(frozen=True, slots=True)
class Filter:
    """`make` turns the typed value into a question; `example` stands in help and errors.

    `values` are all that there are; where they depend on the library, `column` has them. `is_whole`: the beginning of a
    value means nothing.
    """

    make: Callable[[str], Ask]
    example: str
    values: tuple[str, ...] = ()
    column: str | None = None
    is_whole: bool = False


FILTERS: dict[str, Filter] = {
    "year": Filter(_year, "year:2023..", column="year", is_whole=True),
    "level": Filter(_number("level"), "level:400", column="level", is_whole=True),
    "track": Filter(_words("track"), "track:serverless", column="track"),
    "code": Filter(_code, "code:svs", column="code"),
    "speaker": Filter(_words("speaker"), "speaker:vogels", column="speaker"),
    "kind": Filter(_kind, "kind:keynote", column="kind"),
    "service": Filter(_service, "service:lambda"),
    "verdict": Filter(_verdict, "verdict:watch", VERDICTS, is_whole=True),
    "source": Filter(_source, "source:colleague", column="source"),
    "rating": Filter(_rating, "rating:4..", ("1", "2", "3", "4", "5"), is_whole=True),
    "fits": Filter(_fits, "fits:30m"),
    "is": Filter(_is, "is:unwatched", STATES, is_whole=True),
    "has": Filter(_has, "has:video", _HAS, is_whole=True),
}


def kept(query: Query, talks: Talks) -> int | None:
    """The set of talks that filters, phrases and refused words keep; None when a query has none of them."""
    asks = [_asked(term) for term in query.terms]
    asks += [_contains(word) for word in query.words if word.negated or word.exact]
    if not asks:
        return None
    bits = _every(talks)
    for ask in asks:
        bits &= ask(talks)
    return bits


def _asked(term: Term) -> Ask:
    ask = FILTERS[term.name].make(term.value)
    return (lambda talks: _every(talks) & ~ask(talks)) if term.negated else ask


def _contains(word: Word) -> Ask:
    """A phrase as it stands, or a refused word, in title, speakers, code or notes."""
    wanted = fold(word.text)
    inside = f" {wanted} "

    def found(talks: Talks) -> int:
        bits = talks.titled(inside) | talks.noted(wanted) if wanted else 0
        for name in ("speaker", "code"):
            bits |= talks.column(name).where(lambda one: wanted and inside in f" {one.folded} ")
        return _every(talks) & ~bits if word.negated else bits

    return found
