"""The cached parsed index: one SQLite file, derived from the sources and disposable. This is the reading side.

Talks are numbered in the order in which they are shown (year, then track, then as their notes have them), so that
a branch of the tree is one range of numbers, and the first paint needs the groups alone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reinvent_notes.errors import IndexUnusable

if TYPE_CHECKING:
    from reinvent_notes.merged import Fact
    from reinvent_notes.sources import Found
    from reinvent_notes.talk import Talk

APPLICATION_ID = 0x72654969  # "reIi"
FORMAT = 4  # raise it when the schema, or what is understood of a document, changes

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE branch (year INTEGER, track TEXT, first INTEGER NOT NULL, size INTEGER NOT NULL);
CREATE TABLE document (
    name TEXT PRIMARY KEY, source TEXT NOT NULL, path BLOB NOT NULL, size INTEGER, mtime_ns INTEGER, inode INTEGER,
    refused TEXT, reading TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE talk (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, year INTEGER, code TEXT, track TEXT,
    whole TEXT NOT NULL, joined TEXT
);
CREATE TABLE said_in (document TEXT NOT NULL, n INTEGER NOT NULL);
CREATE TABLE known_as (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE full_text USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE recording (id TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
"""


class Group(NamedTuple):
    """The talks of one year and track: `size` of them, numbered from `first` on."""

    year: int | None
    track: str | None
    first: int
    size: int


class Row(NamedTuple):
    """As much of a talk as a line in a list shows."""

    n: int
    id: str
    title: str
    year: int | None
    code: str | None
    track: str | None


class Index:
    """An open index. Use it from one thread at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        branches = connection.execute("SELECT year, track, first, size FROM branch ORDER BY first")
        self.groups: tuple[Group, ...] = tuple(Group(*branch) for branch in branches)
        self.count = sum(group.size for group in self.groups)

    @classmethod
    def empty(cls) -> Index:
        """An index without talks, in memory, until there is another."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.executescript(SCHEMA)
        return cls(connection)

    @classmethod
    def open(cls, path: Path) -> Index:
        """Raises IndexUnusable where the file is missing, damaged, or of another format."""
        if not path.is_file():
            raise IndexUnusable("there is no index yet", where=path)
        try:
            connection = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise IndexUnusable(f"cannot be opened ({error})", where=path) from None
        try:
            about = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if about != [APPLICATION_ID, FORMAT]:
                raise IndexUnusable("is of another version", where=path)
            index = cls(connection)
        except (sqlite3.Error, ValueError, TypeError) as error:
            connection.close()
            raise IndexUnusable(f"is damaged ({error})", where=path) from None
        except IndexUnusable:
            connection.close()
            raise
        return index

    def close(self) -> None:
        self._connection.close()

    def _meta(self, key: str) -> str:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise IndexUnusable(f"is incomplete ({key})")
        return str(row[0])

    @property
    def program(self) -> str:
        """The version of the program that wrote it."""
        return self._meta("program")

    def documents(self) -> dict[str, tuple[Found, str]]:
        """Every document as it was when it was read, by name, with the source that it is of."""
        from reinvent_notes.sources import Found  # not on the way to the first paint

        rows = self._connection.execute("SELECT name, source, path, size, mtime_ns, inode FROM document")
        return {row[0]: (Found(Path(os.fsdecode(row[2])), row[0], *row[3:]), row[1]) for row in rows}

    def reading(self, name: str) -> dict[str, Any]:
        """What was understood of one document."""
        row = self._connection.execute("SELECT reading FROM document WHERE name = ?", (name,)).fetchone()
        return dict(_json(row[0]))

    def warnings(self) -> list[str]:
        """What had to be mended or left out in the documents, one sentence each."""
        return list(_json(self._meta("warnings")))

    def rows(self, first: int = 0, count: int = -1) -> list[Row]:
        found = self._connection.execute(
            "SELECT n, id, title, year, code, track FROM talk WHERE n >= ? ORDER BY n LIMIT ?", (first, count)
        )
        return [Row(*row) for row in found]

    def row(self, n: int) -> Row:
        return self.rows(n, 1)[0]

    def talk(self, n: int) -> Talk:
        row = self._connection.execute("SELECT whole FROM talk WHERE n = ?", (n,)).fetchone()
        return _talk(row[0])

    def talks(self) -> Iterator[tuple[int, Talk]]:
        for n, whole in self._connection.execute("SELECT n, whole FROM talk ORDER BY n"):
            yield n, _talk(whole)

    def joined(self, n: int) -> tuple[list[str], list[Fact]]:
        """Why the entries of a talk are one, and who says what; nothing for a talk of one entry."""
        from reinvent_notes.merged import Fact  # not on the way to the first paint

        told = self._connection.execute("SELECT joined FROM talk WHERE n = ?", (n,)).fetchone()[0]
        reasons, facts = _json(told) if told else ((), ())
        return list(reasons), [Fact(field, value, tuple(sources)) for field, value, sources in facts]

    def talks_said_in(self, name: str) -> int:
        """How many talks the document or folder of this name speaks of."""
        query = f"SELECT count(DISTINCT n) FROM said_in WHERE {_BELOW.format('document')}"
        return int(self._connection.execute(query, _below(name)).fetchone()[0])

    def documents_of(self, name: str) -> list[Found]:
        """The documents of this name or below it."""
        inside = name + os.sep
        return [found for at, (found, _) in self.documents().items() if at == name or at.startswith(inside)]

    def refusals(self, name: str) -> list[str]:
        """Why documents of this name or below it could not be read."""
        query = f"SELECT refused FROM document WHERE refused IS NOT NULL AND {_BELOW.format('name')}"
        return [row[0] for row in self._connection.execute(query, _below(name))]

    def full_text(self, expression: str, limit: int) -> list[int]:
        """Talks whose notes fit an FTS5 expression, best first. Raises sqlite3.Error for one that is malformed."""
        rows = self._connection.execute(
            "SELECT rowid FROM full_text WHERE full_text MATCH ? ORDER BY rank LIMIT ?", (expression, limit)
        )
        return [int(n) for (n,) in rows]

    def number_of(self, known_as: str) -> int | None:
        """The talk that has or had this id."""
        return self._number("SELECT n FROM known_as WHERE name = ?", known_as)

    def number_of_recording(self, recording: str) -> int | None:
        return self._number("SELECT n FROM recording WHERE id = ?", recording)

    def numbers_of_code(self, code: str, year: int | None = None) -> list[int]:
        """The talks with this code, of one year or of all; in a year that has not its suffix, those with another."""
        base = code.partition("-")[0]
        rows = self._connection.execute(
            "SELECT n, code, year FROM talk WHERE (code = ?1 OR code LIKE ?1 || '-%') AND year IS coalesce(?2, year)"
            " ORDER BY n",
            (base, year),
        ).fetchall()
        exact = {of_year for _, found, of_year in rows if found == code}
        return [n for n, found, of_year in rows if found == code or of_year not in exact]

    def closest_title(self, title: str, year: int | None, code: str | None) -> int | None:
        """The talk whose title is surely a rewording of this one, in its year if that is known, of no other code."""
        from reinvent_notes.rewording import closest_title

        rows = self._connection.execute("SELECT n, title, code FROM talk WHERE ?1 IS NULL OR year = ?1", (year,))
        return closest_title(title, [(n, t) for n, t, c in rows if not (code and c) or c == code])

    def check(self) -> None:
        """Read every page. Raises sqlite3.DatabaseError where the file is damaged."""
        said = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(said)

    def _number(self, query: str, key: str) -> int | None:
        row = self._connection.execute(query, (key,)).fetchone()
        return None if row is None else int(row[0])


_BELOW = "({0} = ?1 OR substr({0}, 1, ?2) = ?3)"


def _below(name: str) -> tuple[str, int, str]:
    inside = name + os.sep
    return name, len(inside), inside


def _json(text: str) -> Any:
    import json  # not on the way to the first paint

    return json.loads(text)


def _talk(whole: str) -> Talk:
    from reinvent_notes.talk import Talk  # not on the way to the first paint

    return Talk.from_dict(_json(whole))


def _quoted(path: Path) -> str:
    from urllib.parse import quote  # a name may hold ? or #

    return quote(os.fsencode(path.absolute()))
