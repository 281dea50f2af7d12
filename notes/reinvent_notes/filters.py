"""FILTERS: the name of a filter -> what it asks of a talk and its marks.

Each row makes a predicate from the value as typed, once per query; a value that cannot be understood is a
CallError that lists what is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from reinvent_notes.errors import CallError
from reinvent_notes.marks import Mark, Marks
from reinvent_notes.query import Query, Term, Word
from reinvent_notes.talk import KINDS, VERDICTS, Talk, fold
from reinvent_notes.text import clean_line

Predicate = Callable[[Talk, Marks], bool]

_RANGE = re.compile(r"(?P<low>[0-9]{0,9})(?P<dots>\.\.)?(?P<high>[0-9]{0,9})")
_HAS: dict[str, Callable[[Talk, Marks], object]] = {
    "video": lambda talk, marks: talk.videos,
    "note": lambda talk, marks: talk.notes,
    "code": lambda talk, marks: talk.code,
    "speakers": lambda talk, marks: talk.speakers,
    "abstract": lambda talk, marks: talk.abstract,
    "ownnote": lambda talk, marks: Mark.NOTE in marks,
}
_SHOWN_CHARS = 60  # of a value that is not understood
STATES = ("unwatched", *(mark.state for mark in Mark))


def _shown(value: str) -> str:
    """A typed value as an error repeats it."""
    return clean_line(value[:_SHOWN_CHARS]) + "…" * (len(value) > _SHOWN_CHARS)


def _range(name: str, value: str) -> Callable[[int | None], bool]:
    match = _RANGE.fullmatch(value)
    if not match or not (match["low"] or match["high"]):
        raise CallError(
            f"{name}:{_shown(value)} is no number or range", remedy=f"write {name}:3, {name}:2.. or {name}:2..4"
        )
    low = int(match["low"] or 0)
    high = int(match["high"]) if match["high"] else (low if not match["dots"] else 10**9)
    return lambda number: number is not None and low <= number <= high


def _year(value: str) -> Predicate:
    if value.lower() in ("unknown", "none"):
        return lambda talk, marks: talk.year is None
    within = _range("year", value)
    return lambda talk, marks: within(talk.year)


def _level(value: str) -> Predicate:
    within = _range("level", value)
    return lambda talk, marks: within(talk.level)


def _rating(value: str) -> Predicate:
    within = _range("rating", value)

    def rated(talk: Talk, marks: Marks) -> bool:
        rating = marks.get(Mark.RATING)
        return within(int(rating) if rating is not None else None)

    return rated


def _text(*fields: str) -> Callable[[str], Predicate]:
    """A filter that looks for the typed words, or their beginnings, in some of a talk's fields."""

    def row(value: str) -> Predicate:
        wanted = f" {fold(value)}"

        def holds(talk: Talk, marks: Marks) -> bool:
            for name in fields:
                content = getattr(talk, name)
                texts = content if isinstance(content, tuple) else (content,)
                if any(wanted in f" {fold(text)}" for text in texts if text):
                    return True
            return False

        return holds

    return row


def _service(value: str) -> Predicate:
    in_title = _text("titles", "abstract")(value)
    wanted = f" {fold(value)} "
    return lambda talk, marks: in_title(talk, marks) or any(wanted in f" {fold(note.markdown)} " for note in talk.notes)


def _kind(value: str) -> Predicate:
    wanted = fold(value)
    if not any(kind.startswith(wanted) for kind in KINDS):
        raise CallError(f"unknown kind {_shown(value)!r}", remedy=f"known are {', '.join(KINDS)}")
    return lambda talk, marks: talk.kind is not None and talk.kind.startswith(wanted)


def _verdict(value: str) -> Predicate:
    if value.lower() not in VERDICTS:
        raise CallError(f"unknown verdict {_shown(value)!r}", remedy=f"known are {', '.join(VERDICTS)}")
    return lambda talk, marks: talk.verdict == value.lower()


def _code(value: str) -> Predicate:
    wanted = re.sub(r"[\s_-]", "", value).upper()
    return lambda talk, marks: talk.code is not None and talk.code.replace("-", "").startswith(wanted)


def _source(value: str) -> Predicate:
    wanted = value.casefold()
    return lambda talk, marks: any(wanted in source.casefold() for source in talk.sources)


def _fits(value: str) -> Predicate:
    match = re.fullmatch(r"(?:(?P<hours>[0-9]{1,2})h)?(?:(?P<minutes>[0-9]{1,3})m?(?:in)?)?", value.lower())
    if not match or not value:
        raise CallError(f"fits:{_shown(value)} is no length", remedy="write fits:30m or fits:1h30m")
    room = int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)
    return lambda talk, marks: talk.minutes is not None and talk.minutes <= room


def _is(value: str) -> Predicate:
    state = value.lower()
    if state == "unwatched":
        return lambda talk, marks: Mark.WATCHED not in marks
    mark = next((mark for mark in Mark if mark.state == state), None)
    if mark is None:
        raise CallError(f"unknown state {_shown(value)!r}", remedy=f"known are {', '.join(STATES)}")
    return lambda talk, marks: mark in marks


def _has(value: str) -> Predicate:
    ask = _HAS.get(value.lower())
    if ask is None:
        raise CallError(f"unknown has:{_shown(value)}", remedy=f"known are {', '.join(_HAS)}")
    return lambda talk, marks: bool(ask(talk, marks))


@dataclass(frozen=True, slots=True)
class Filter:
    """`make` turns the typed value into a predicate; `example` stands in help and errors."""

    make: Callable[[str], Predicate]
    example: str


FILTERS: dict[str, Filter] = {
    "year": Filter(_year, "year:2023.."),
    "level": Filter(_level, "level:400"),
    "track": Filter(_text("track"), "track:serverless"),
    "code": Filter(_code, "code:svs"),
    "speaker": Filter(_text("speakers"), "speaker:vogels"),
    "kind": Filter(_kind, "kind:keynote"),
    "service": Filter(_service, "service:lambda"),
    "verdict": Filter(_verdict, "verdict:watch"),
    "source": Filter(_source, "source:colleague"),
    "rating": Filter(_rating, "rating:4.."),
    "fits": Filter(_fits, "fits:30m"),
    "is": Filter(_is, "is:unwatched"),
    "has": Filter(_has, "has:video"),
}


def predicate(query: Query) -> Predicate | None:
    """What a query's filters, phrases and refused words ask together; None when they ask nothing."""
    asks = [_asked(term) for term in query.terms]
    asks += [_contains(word) for word in query.words if word.negated or word.exact]
    if not asks:
        return None
    return lambda talk, marks: all(ask(talk, marks) for ask in asks)


def _asked(term: Term) -> Predicate:
    ask = FILTERS[term.name].make(term.value)
    return (lambda talk, marks: not ask(talk, marks)) if term.negated else ask


def _contains(word: Word) -> Predicate:
    """A phrase as it stands, or a refused word, in title, speakers or notes."""
    wanted = f" {fold(word.text)} "

    def found(talk: Talk, marks: Marks) -> bool:
        texts = (
            *talk.titles,
            *talk.speakers,
            talk.code or "",
            talk.abstract or "",
            *(note.markdown for note in talk.notes),
        )
        return any(wanted in f" {fold(text)} " for text in texts) != word.negated

    return found
