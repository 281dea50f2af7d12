"""The file of an index, opened: whether it is one of ours, and how it is asked.

A file is never changed once it is in place: a refresh puts another there. So whoever has one open reads what it held
when it was opened, and needs no locks.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from reinvent_notes.errors import IndexUnusable, reason

APPLICATION_ID = 0x72654969  # "reIi"
FORMAT = 26  # raise it when the schema, or what is understood of a document, changes

_AT_ONCE = 500  # values in one query
_CACHED_KB = 256  # the system keeps the file's pages too


class IndexFile:
    """`version` is of the file: another one takes its place when anything changes; None in memory."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path | None = None, version: tuple[int, int] | None = None
    ) -> None:
        self.connection = connection
        self._path = path
        self.version = version

    @classmethod
    def empty(cls) -> Self:
        """An index without talks, in memory, until there is another."""
        from reinvent_notes.index_schema import SCHEMA  # not on the way to the first paint

        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.executescript(SCHEMA)
        return cls(connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises IndexUnusable where the file is missing, damaged, or of another format."""
        try:
            # looked at before it is opened: at worst it is taken for an older one
            status = path.stat() if path.is_file() else None
        except OSError as error:  # its folder may not be looked into
            raise IndexUnusable(f"cannot be opened ({reason(error)})", where=path) from None
        if status is None:
            raise IndexUnusable("there is no index yet", where=path)
        try:
            connection = sqlite3.connect(f"file:{_quoted(path)}?immutable=1", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise IndexUnusable(f"cannot be opened ({error})", where=path) from None
        try:
            connection.execute(f"PRAGMA cache_size = {-_CACHED_KB}")
            about = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if about != [APPLICATION_ID, FORMAT]:
                raise IndexUnusable("is of another version", where=path)
            return cls(connection, path, (status.st_ino, status.st_mtime_ns))
        except (sqlite3.Error, ValueError, TypeError) as error:
            connection.close()
            raise IndexUnusable(f"is damaged ({error})", where=path) from None
        except IndexUnusable:
            connection.close()
            raise

    @property
    def program(self) -> str:
        """The version of the program that wrote it."""
        return str(self.meta("program"))

    @property
    def is_complete(self) -> bool:
        """Whether everything in it can be searched; one that was just put in place may lack that yet."""
        return bool(self.meta("complete") == "yes")

    def close(self) -> None:
        self.connection.close()

    def meta(self, key: str) -> Any:
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        if row is None:
            raise IndexUnusable(f"is incomplete ({key})")
        return row[0]

    def check(self) -> None:
        """Read every page. Raises sqlite3.DatabaseError where the file is damaged."""
        said = self.connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(said)

    def _one(self, query: str, *values: object) -> Any:
        return self.connection.execute(query, values).fetchone()

    def _in(self, query: str, numbers: Any) -> Iterator[Any]:
        for at in range(0, len(numbers), _AT_ONCE):
            part = numbers[at : at + _AT_ONCE]
            yield from self.connection.execute(f"{query} ({','.join('?' * len(part))})", list(part)).fetchall()


def _quoted(path: Path) -> str:
    from urllib.parse import quote  # a name may hold ? or #

    return quote(os.fsencode(path.absolute()))
