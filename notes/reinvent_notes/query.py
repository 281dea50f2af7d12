"""`year:2024 is:watched eventbridge -"deep dive"` -> words, phrases, filters and a sort order.

query  = term*
term   = ["-"] (filter ":" value | phrase | word)      value and phrase may be quoted

A word with a colon and a blank behind it is text, as in a title: `Infrastructure as code: what is new`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from reinvent_notes.errors import CallError
from reinvent_notes.text import clean_line

SORTS = ("title", "code", "year", "length", "rating", "watched")

_TERM = re.compile(r'(?P<minus>-?)(?:(?P<name>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]*))(?=\s|$|"|-")')


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    exact: bool = False  # a phrase in quotation marks
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A filter by name, with the value as typed."""

    name: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    words: tuple[Word, ...] = ()
    terms: tuple[Term, ...] = ()
    sort: str | None = None

    @property
    def text(self) -> str:
        """What ranking works on: the words that are wanted."""
        return " ".join(word.text for word in self.words if not word.negated)

    def __bool__(self) -> bool:
        return bool(self.words or self.terms or self.sort)


def parse(text: str, filters: Collection[str]) -> Query:
    """Take a query apart. Raises CallError for a filter's name that was mistyped, and for an unknown sort."""
    words: list[Word] = []
    terms: list[Term] = []
    sort = None
    for part in _parts(text):
        minus, name, quoted, bare = part
        value = quoted if quoted is not None else bare
        known = _filter_name(name, value, filters) if name else None
        if known == "sort":
            sort = _sort(value) if value else sort
        elif known:
            if value:
                terms.append(Term(known, value, bool(minus)))
        else:
            whole = f"{name}:{value}" if name else value
            if whole:
                words.append(Word(whole, quoted is not None and not name, bool(minus)))
    return Query(tuple(words), tuple(terms), sort)


def _parts(text: str) -> list[tuple[str, str, str | None, str]]:
    found: list[tuple[str, str, str | None, str]] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TERM.match(text, position)
        if match is None or match.end() == position:
            end = next((i for i in range(position + 1, len(text)) if text[i].isspace()), len(text))
            found.append(("", "", None, text[position:end].strip('"')))
            position = end
        elif match["name"] and match[0].endswith(":") and text[match.end() : match.end() + 1].isspace():
            found.append((match["minus"], "", None, match[0].removeprefix("-")))
            position = match.end()
        else:
            found.append((match["minus"], match["name"] or "", match["quoted"], match["bare"] or ""))
            position = match.end()
    return found


def _filter_name(name: str, value: str, filters: Collection[str]) -> str | None:
    """The filter that is named; without a value a name that is none is text."""
    lower = name.lower()
    known = {*filters, "sort"}
    if lower in known:
        return lower
    meant = next((candidate for candidate in sorted(known) if _one_edit(lower, candidate)), None)
    if meant and value and len(lower) > 1:
        raise CallError(
            f"unknown filter {name}:", remedy=f"did you mean {meant}: ? Known are {', '.join(sorted(known))}"
        )
    return None


def _sort(value: str) -> str:
    if value.lower() not in SORTS:
        raise CallError(f"cannot sort by {clean_line(value)!r}", remedy=f"known are {', '.join(SORTS)}")
    return value.lower()


def _one_edit(one: str, two: str) -> bool:
    """True when a letter more, less, other or swapped makes one word the other."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    a, b = one[start:], two[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and len(a) > 1 and a[2:] == b[2:])
