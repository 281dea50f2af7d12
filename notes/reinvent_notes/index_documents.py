"""What an index knows of the documents that it was made of."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reinvent_notes.folders import LIST_ENDINGS
from reinvent_notes.index import Index
from reinvent_notes.sources import Found

if TYPE_CHECKING:
    from reinvent_notes.reading import Reading

Key = tuple[str, int]  # a document's name, and the number of a talk in it


class Document(NamedTuple):
    """A document as it was when it was read. `digest` tells its content where its stamp may not."""

    found: Found
    source: str
    folder: bytes
    digest: bytes | None


class Known(NamedTuple):
    """As much of a document as tells whether it changed."""

    file: str
    name: str
    stamp: str
    digest: bytes | None

    @property
    def found(self) -> Found:
        return Found(self.file, self.name, self.stamp)


class IndexDocuments:
    def __init__(self, index: Index) -> None:
        self._connection = index.connection

    def all(self) -> dict[str, Known]:
        """Every document by its file."""
        return {known.file: known for known in self._known("")}

    def folders(self) -> dict[str, bytes | None]:
        """Every folder with documents in it, and what told when it was looked into whether anything there changes."""
        return {os.fsdecode(path): seen for path, seen in self._connection.execute("SELECT path, seen FROM folder")}

    def of_folders(self, folders: Iterable[str]) -> dict[str, Known]:
        """The documents in these, by their files."""
        return {
            known.file: known
            for folder in folders
            for known in self._known("WHERE folder = (SELECT id FROM folder WHERE path = ?)", os.fsencode(folder))
        }

    def is_known(self, name: str) -> bool:
        """Whether a document has this name."""
        return self._connection.execute("SELECT 1 FROM document WHERE name = ?", (name,)).fetchone() is not None

    def found(self, names: Iterable[str]) -> list[tuple[Found, str]]:
        """Documents as they were, each with its source; in no order."""
        rows = self._connection.execute(f"SELECT path, name, stamp, source FROM {_AMONG}", (json.dumps(list(names)),))
        return [(Found(os.fsdecode(path), name, stamp), source) for path, name, stamp, source in rows]

    def unsettled(self) -> list[Known]:
        """Those of which the stamp may not tell whether they changed."""
        return list(self._known("WHERE digest IS NOT NULL"))

    def _known(self, where: str, *values: object) -> Iterator[Known]:
        # most are called what their file is, and decoding it takes as long as all else
        columns = "nullif(path, CAST(name AS BLOB)), name, stamp, digest"
        rows = self._connection.execute(f"SELECT {columns} FROM document {where}", values)
        return (Known(os.fsdecode(path) if path else name, name, *rest) for path, name, *rest in rows)

    def count(self) -> int:
        """How many documents there are."""
        count: int = self._connection.execute("SELECT count(*) FROM document").fetchone()[0]
        return count

    def sources(self) -> dict[str, str]:
        """The source of each document, by name."""
        return dict(self._connection.execute("SELECT name, source FROM document").fetchall())

    def file_of(self, name: str) -> str | None:
        """Where a document is."""
        row = self._connection.execute("SELECT path FROM document WHERE name = ?", (name,)).fetchone()
        return os.fsdecode(row[0]) if row else None

    def reading(self, name: str) -> Reading:
        """What was understood of a document, with the words of its notes."""
        return self.readings((name,))[name]

    def readings(self, names: Collection[str]) -> dict[str, Reading]:
        """The same of several, by their names."""
        from reinvent_notes.reading import restored  # every shape comes with it; who only looks needs none

        among = (json.dumps(list(names)),)
        bodies: dict[int, dict[int, str]] = {}
        for document, number, markdown in self._connection.execute(_BODIES, among):
            bodies.setdefault(document, {})[number] = markdown
        rows = self._connection.execute(_READINGS, among)
        return {name: restored(json.loads(text), bodies.get(document, {})) for name, document, text in rows}

    def undated(self) -> dict[str, str]:
        """The files of documents with talks of which they do not say the year, by name."""
        rows = self._connection.execute("SELECT name, path FROM document WHERE undated ORDER BY id")
        return {name: os.fsdecode(path) for name, path in rows}

    def are_linking(self) -> bool:
        """Whether any document has a talk that links to a file."""
        return self._connection.execute("SELECT 1 FROM document WHERE linking LIMIT 1").fetchone() is not None

    def of_years(self, index: Index, years: Collection[int | None]) -> set[str]:
        """The names of the documents that speak of talks of these years."""
        query = (
            "SELECT DISTINCT name FROM entry JOIN document ON document.id = entry.document"
            " WHERE n IN (SELECT value FROM json_each(?))"
        )
        return {name for (name,) in self._connection.execute(query, (json.dumps(index.numbers_of_years(years)),))}

    def years_with_the_same_recording(self) -> list[tuple[int | None, ...]]:
        """For each recording that talks of several years have these years."""
        query = (
            "WITH shared AS (SELECT id FROM recording GROUP BY id HAVING count(*) > 1)"
            " SELECT DISTINCT recording.id, year FROM shared JOIN recording USING (id) JOIN talk USING (n)"
        )
        years: dict[str, list[int | None]] = {}
        for recording, year in self._connection.execute(query):
            years.setdefault(recording, []).append(year)
        return [tuple(several) for several in years.values() if len(several) > 1]

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

    # what the user is told of sources: of a document with this path, or all below a folder of it

    def size_and_age(self, root: Path) -> tuple[int, int, int]:
        """How many documents, their bytes, and when the newest was changed (ns)."""
        rows = self._connection.execute(f"SELECT name, path, stamp FROM document WHERE {_BELOW}", _below(root))
        documents = [Found(os.fsdecode(path), name, stamp) for name, path, stamp in rows]
        newest = max((found.times_ns[0] for found in documents), default=0)
        return len(documents), sum(found.size for found in documents), newest

    def talks_below(self, root: Path) -> set[int]:
        """The numbers of the talks that they speak of."""
        query = f"SELECT DISTINCT n FROM entry JOIN document ON document.id = entry.document WHERE {_BELOW}"
        return {n for (n,) in self._connection.execute(query, _below(root)) if n is not None}

    def refusals(self, root: Path | None = None) -> list[str]:
        """Why some could not be read; without a path, of all sources."""
        below = _below(root) if root else (b"", 0, b"")
        query = f"SELECT warnings FROM document WHERE refused AND (?2 = 0 OR {_BELOW}) ORDER BY id"
        refused = [warnings for (warnings,) in self._connection.execute(query, below)]
        return refused + [told for path, told in self._without_talks() if not root or path == root]

    def warnings(self, names: Collection[str] | None = None) -> list[str]:
        """What had to be mended or left out, one sentence each; with `names` of these documents alone.

        Lists that hold nothing any more are told of in any case.
        """
        rows = self._connection.execute("SELECT name, warnings FROM document WHERE warnings != '' ORDER BY id")
        of_documents = [warnings.split("\n") for name, warnings in rows if names is None or name in names]
        return [warning for told in of_documents for warning in told] + [told for _, told in self._without_talks()]

    def _without_talks(self) -> list[tuple[Path, str]]:
        """Files that are sources of their own for a list of talks, and hold none any more."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()
        found = []
        for root in map(Path, json.loads(row[0]) if row else ()):
            if root.suffix.lower() in LIST_ENDINGS:
                rows = self._connection.execute(_WITHOUT_TALKS, (os.fsencode(root),))
                found += [(root, f"{name}: {_NO_LIST}") for (name,) in rows]
        return found


_AMONG = "(SELECT value FROM json_each(?)) AS named JOIN document ON document.name = named.value"
_READINGS = f"SELECT name, document, said FROM {_AMONG} JOIN reading ON reading.document = document.id"
_BODIES = f"SELECT document, number, markdown FROM {_AMONG} JOIN entry ON entry.document = document.id"
_BELOW = "(document.path = ?1 OR substr(document.path, 1, ?2) = ?3)"
_WITHOUT_TALKS = (
    "SELECT name FROM document WHERE path = ? AND NOT refused"
    " AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.document = document.id AND n IS NOT NULL)"
)
_NO_LIST = "holds no talks any more; export the list again, or remove it"


def _below(root: Path) -> tuple[bytes, int, bytes]:
    path = os.fsencode(root)
    inside = path.rstrip(os.fsencode(os.sep)) + os.fsencode(os.sep)
    return path, len(inside), inside
