"""Where what is known of a talk comes from, and why its entries are one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import PurePath
from textwrap import shorten
from typing import Any

from reinvent_notes.index import Index
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.library import Library

Called = Callable[[str], str]  # what a document is called where few are spoken of


def explained(library: Library, n: int) -> dict[str, Any]:
    """What `--explain --json` adds to a talk."""
    talk = library.talk(n)
    reasons, facts = library.index.joined(n)
    return {
        "sources": talk.sources,
        "joined": reasons,
        "facts": [fact._asdict() for fact in facts],
        "earlier": talk.as_dict()["earlier"],
    }


def explanation(library: Library, n: int, called: Called) -> list[str]:
    """The same in sentences: one for where the talk comes from, one for each thing on which its sources disagree."""
    talk = library.talk(n)
    reasons, facts = library.index.joined(n)
    why = "; ".join(reasons)
    lines = [f"from {_named(talk.sources, called)}" + (f": {why}" if why else "")] if talk.sources else []
    by_field: dict[str, list[str]] = {}
    for fact in facts:
        said = by_field.setdefault(fact.field, [])
        shown = "" if said else "shown; "
        said.append(f"{_value(fact.value)} ({shown}{_named(fact.sources, called)})")
    lines += [f"{_NAMES.get(field, field)}: {' | '.join(said)}" for field, said in by_field.items() if len(said) > 1]
    return lines + [f"an earlier revision of a note: {called(note.source)}:{note.line}" for note in talk.earlier]


_VALUE_CHARS = 120  # of an abstract its beginning says which one it is
_NAMES = {"videos": "recording", "url": "address"}


def _named(sources: tuple[str, ...], called: Called) -> str:
    return ", ".join(map(called, sources))


def _value(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return shorten(text, _VALUE_CHARS, placeholder=" …")


def short_names(index: Index) -> Called:
    """Names of documents as they are below their source, where only one is called so."""
    short = {name: _within(name, source) for name, source in IndexDocuments(index).sources().items()}
    counts = Counter(short.values())
    return lambda name: short[name] if counts[short.get(name, "")] == 1 else name


def _within(name: str, source: str) -> str:
    if name == source:
        return PurePath(name).name
    inside = name.removeprefix(source + os.sep)
    return inside if PurePath(name).is_absolute() else name  # bundled notes have short names as they are
