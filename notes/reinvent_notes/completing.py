"""What a filter that is being typed may become: its name, then the values that the library has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from reinvent_notes.filters import FILTERS, Filter, Talks
from reinvent_notes.query import SORTS, Query
from reinvent_notes.spelling import KnownWords
from reinvent_notes.talk import fold

_LAST = re.compile(
    r'(?P<before>(?s:.*\s)?)-?(?:(?P<name>[A-Za-z]+):(?P<quote>"?)(?P<value>(?<=")[^"]*|[^"\s]*)|(?P<word>[A-Za-z]{2,}))'
)
_HALF_A_RANGE = re.compile(r"\d*\.\d*|(?P<low>\d+)(?:\.\.|[-–])(?P<high>\d+)")
_MOST = 12  # choices
_WORDED = ("track", "speaker")  # filters that look for words


class Choice(NamedTuple):
    """A value, and how many talks have it, where that is known without looking."""

    text: str
    size: int | None = None


class Completion(NamedTuple):
    """`name`: the filter that is typed last, if one is; `choices`: values of it that begin as what is typed of one.

    `suggestion`: the query as it may go on. `without`: the query without that filter while its value means nothing yet.
    """

    name: str = ""
    choices: tuple[Choice, ...] = ()
    suggestion: str | None = None
    without: str | None = None


def complete(text: str, talks: Talks) -> Completion:
    """How the last word of a query may go on."""
    match = _LAST.fullmatch(text)
    if not match:
        return Completion()
    if match["word"]:
        name = next((name for name in (*FILTERS, "sort") if name.startswith(match["word"].lower())), None)
        return Completion(suggestion=f"{text}{name[len(match['word']) :]}:" if name else None)
    name, value = match["name"].lower(), match["value"]
    if name not in FILTERS and name != "sort":
        return Completion()
    row = FILTERS.get(name) or Filter(lambda value: lambda talks: 0, "", SORTS, is_whole=True)
    choices = _choices(name, row, value, talks)
    is_half = not value or (row.is_whole and all(value.casefold() != choice.text.casefold() for choice in choices))
    is_half = is_half and bool(choices or not value or _is_half_a_range(value))
    rest = next((rest for choice in choices if (rest := _rest(choice.text, value, match["quote"]))), None)
    return Completion(name, choices, text + rest if rest else None, match["before"] or "" if is_half else None)


def meant(query: Query, talks: Talks) -> Iterator[str]:
    """Of filters whose words no talk has: the same with those words that are most like them."""
    for term in query.terms:
        if term.name not in _WORDED or term.negated or FILTERS[term.name].make(term.value)(talks):
            continue
        known = {word for one in talks.column(term.name).values for word in one.folded.split()}
        likely = KnownWords(sorted(known))
        near = [{word: 1.0} if word in known else likely.mistyped(word) for word in fold(term.value).split()]
        value = " ".join(max(ways, key=ways.__getitem__) for ways in near if ways)
        if near and all(near) and FILTERS[term.name].make(value)(talks):
            yield f'{term.name}:"{value}"' if len(near) > 1 else f"{term.name}:{value}"


def _is_half_a_range(value: str) -> bool:
    """One dot, or fewer digits behind the dots than before them: 2022..20"""
    match = _HALF_A_RANGE.fullmatch(value)
    return match is not None and len(match["high"] or "") <= len(match["low"] or "") - bool(match["low"])


def _choices(name: str, row: Filter, value: str, talks: Talks) -> tuple[Choice, ...]:
    """Those with a word that begins so; years from the latest on, others that most talks have first."""
    if row.values:
        return tuple(Choice(one) for one in row.values if one.startswith(value.lower()))
    if not row.column:
        return ()
    begun = f" {fold(value)}"
    fitting = [one for one in talks.column(row.column).values if begun in f" {one.folded}"]
    if name in ("year", "level"):
        return _as_choices((one.text, one.size) for one in reversed(fitting))
    return _as_choices((one.text, one.size) for one in nlargest(_MOST, fitting, key=lambda one: one.size))


def _as_choices(values: Iterable[tuple[str, int]]) -> tuple[Choice, ...]:
    return tuple(Choice(*value) for value in values)


def _rest(value: str, typed: str, quote: str) -> str | None:
    """What is missing of a value: all of it in quotation marks, else the rest of the word that is typed."""
    if quote:
        return f'{value[len(typed) :]}"' if value.casefold().startswith(typed.casefold()) else None
    match = re.search(rf"(?<!\w){re.escape(typed)}([^\s\"]*)", value, re.IGNORECASE)
    return match[1] if match and len(match[1]) else None
