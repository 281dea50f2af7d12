"""Writing what searching needs: the words of notes as full text, those of titles and the like packed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from reinvent_notes.columns import pack_columns, repack_columns
from reinvent_notes.talk import Talk
from reinvent_notes.vocabulary import Packed, pack
from reinvent_notes.vocabulary_changes import repack

_SEARCHED = "coalesce(words, '') || char(10) || coalesce(markdown, '')"
_UNSEARCHABLE = "entry INDEXED BY entry_unsearchable WHERE n IS NOT NULL AND NOT searchable"


class Words:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # of notes

    def forget(self, which: str, *values: int) -> None:
        """Before these entries are removed."""
        self._connection.execute(
            f"INSERT INTO full_text (full_text, rowid, words) SELECT 'delete', id, {_SEARCHED} FROM entry "
            f"WHERE searchable AND {which}",
            values,
        )

    def unsearchable(self) -> int:
        """How many entries of talks cannot be found by the words of their notes yet."""
        return int(self._connection.execute(f"SELECT count(*) FROM {_UNSEARCHABLE}").fetchone()[0])

    def put_notes(self) -> None:
        """Of all those."""
        self._connection.execute(f"INSERT INTO full_text (rowid, words) SELECT id, {_SEARCHED} FROM {_UNSEARCHABLE}")
        self._connection.execute(f"UPDATE entry SET searchable = 1 WHERE id IN (SELECT id FROM {_UNSEARCHABLE})")

    # of talks

    def pack(self, talks: Sequence[Talk]) -> None:
        """Those of all talks, in their order."""
        packed = pack(talks)
        self._put(packed._replace(blobs=packed.blobs | pack_columns(talks)), self._packed())

    def pack_changes(self, size: int, was: Mapping[int, Talk], now: Mapping[int, Talk]) -> None:
        """The same where a few of `size` talks changed, as `repack` has it."""
        before = self._packed()
        packed = repack(before, was, now)
        columns = repack_columns(before.blobs, size, was, now)
        self._put(packed._replace(blobs=packed.blobs | columns), before)

    def _packed(self) -> Packed:
        """As they were put last."""
        blobs = dict(self._connection.execute("SELECT name, value FROM search"))
        return Packed(blobs, self._connection.execute("SELECT * FROM ready").fetchall())

    def _put(self, packed: Packed, before: Packed) -> None:
        """Of what stands there already nothing is written."""
        blobs = [(name, value) for name, value in packed.blobs.items() if before.blobs.get(name) != value]
        self._connection.executemany("INSERT OR REPLACE INTO search VALUES (?, ?)", blobs)
        gone, new = set(before.ready), set(packed.ready)
        self._connection.executemany("DELETE FROM ready WHERE letters = ?", ((row[0],) for row in gone - new))
        self._connection.executemany("INSERT INTO ready VALUES (?, ?, ?, ?)", new - gone)
