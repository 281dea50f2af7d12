"""What an index knows of the documents that it was made of."""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from reinvent_notes.index import Index
from reinvent_notes.reading import Reading, talks_in
from reinvent_notes.sources import Found

Key = tuple[str, int]  # a document's name, and the number of a talk in it


class Document(NamedTuple):
    """A document as it was when it was read. `digest` tells its content where its stamp may not."""

    found: Found
    source: str
    digest: bytes | None


class IndexDocuments:
    def __init__(self, index: Index) -> None:
        self._connection = index.connection

    def all(self) -> dict[str, Document]:
        rows = self._connection.execute("SELECT name, path, stamp, source, digest FROM document")
        return {row[0]: Document(Found(os.fsdecode(row[1]), row[0], row[2]), row[3], row[4]) for row in rows}

    def file_of(self, name: str) -> str | None:
        """Where a document is."""
        row = self._connection.execute("SELECT path FROM document WHERE name = ?", (name,)).fetchone()
        return os.fsdecode(row[0]) if row else None

    def reading(self, name: str) -> Reading:
        """What was understood of a document, with the words of its notes."""
        number, text = self._connection.execute("SELECT id, reading FROM document WHERE name = ?", (name,)).fetchone()
        reading: Reading = json.loads(text)
        entries = self._connection.execute("SELECT number, markdown FROM entry WHERE document = ?", (number,))
        bodies = dict(entries.fetchall())
        for talk_number, talk in talks_in(reading):
            for note in talk["notes"]:
                note["markdown"] = bodies[talk_number]
        return reading

    def talks_of(self, name: str) -> set[int]:
        """The numbers of the talks that a document speaks of."""
        query = "SELECT DISTINCT n FROM entry WHERE document = (SELECT id FROM document WHERE name = ?)"
        return {n for (n,) in self._connection.execute(query, (name,)) if n is not None}

    def entries_of(self, n: int) -> list[Key]:
        """What a talk was made of."""
        query = "SELECT name, number FROM entry JOIN document ON document.id = entry.document WHERE n = ?"
        return [(name, number) for name, number in self._connection.execute(query, (n,))]

    def identity_of(self, n: int) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """A talk's id, every id that finds it (its own first), and why its entries are one."""
        own, joined = self._connection.execute("SELECT id, joined FROM talk WHERE n = ?", (n,)).fetchone()
        names = [name for (name,) in self._connection.execute("SELECT name FROM known_as WHERE n = ?", (n,))]
        return own, tuple(dict.fromkeys((own, *names))), tuple(json.loads(joined)[0]) if joined else ()

    # what the user is told of sources: a document of this name, or all below a folder of this name

    def size_and_age(self, name: str) -> tuple[int, int, int]:
        """How many documents, their bytes, and when the newest was changed (ns)."""
        rows = self._connection.execute(f"SELECT name, path, stamp FROM document WHERE {_BELOW}", _below(name))
        documents = [Found(os.fsdecode(path), name, stamp) for name, path, stamp in rows]
        newest = max((found.changed_ns for found in documents), default=0)
        return len(documents), sum(found.size for found in documents), newest

    def talks_below(self, name: str) -> int:
        """How many talks they speak of."""
        query = f"SELECT count(DISTINCT n) FROM entry JOIN document ON document.id = entry.document WHERE {_BELOW}"
        return int(self._connection.execute(query, _below(name)).fetchone()[0])

    def refusals(self, name: str = "") -> list[str]:
        """Why some could not be read; without a name, of all sources."""
        query = f"SELECT warnings FROM document WHERE refused AND (?1 = '' OR {_BELOW}) ORDER BY id"
        return [row[0] for row in self._connection.execute(query, _below(name))]

    def warnings(self) -> list[str]:
        """What had to be mended or left out, one sentence each."""
        rows = self._connection.execute("SELECT warnings FROM document WHERE warnings != '' ORDER BY id")
        return [warning for (warnings,) in rows for warning in warnings.split("\n")]


_BELOW = "(document.name = ?1 OR substr(document.name, 1, ?2) = ?3)"


def _below(name: str) -> tuple[str, int, str]:
    inside = name + os.sep
    return name, len(inside), inside
