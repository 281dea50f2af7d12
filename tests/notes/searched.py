"""What is found in a library."""

from __future__ import annotations

from collections.abc import Callable

from reinvent_notes.library import Library
from reinvent_notes.talk import Talk

Make = Callable[..., Library]


def found(library: Library, query: str) -> list[Talk]:
    return [library.talk(hit.n) for hit in library.find(library.parse_query(query))]


def ids(library: Library, query: str) -> list[str]:
    return [talk.id for talk in found(library, query)]


def titles(library: Library, query: str) -> list[str]:
    return [talk.title for talk in found(library, query)]
