"""Writing what documents say: their readings, the entries of talks in them, and the folders that they are in."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from reinvent_notes.index_documents import Document, Key
from reinvent_notes.index_words import Words
from reinvent_notes.reading import Reading, kept, talks_in

Read = tuple[Document, Reading]  # a document, and what it says
_EntryRow = tuple[int, int | None, str | None, str | None]

to_json = json.JSONEncoder(check_circular=False).encode  # a fifth faster; nothing that is kept holds itself


class DocumentsWriter:
    """`words` are told of entries that change."""

    def __init__(self, connection: sqlite3.Connection, words: Words) -> None:
        self._connection = connection
        self._words = words
        self._folders: dict[bytes, int] = {}  # those that were asked for: a folder has many files

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            number = self._number_of(name)
            assert number is not None
            self._words.forget("document = ?", number)
            self._connection.execute("DELETE FROM entry WHERE document = ?", (number,))
            self._connection.execute("DELETE FROM reading WHERE document = ?", (number,))
            self._connection.execute("DELETE FROM document WHERE id = ?", (number,))

    def _number_of(self, name: str) -> int | None:
        row = self._connection.execute("SELECT id FROM document WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def put(self, documents: Iterable[Read], numbers: Mapping[Key, int]) -> None:
        """Keep what was read, with the number of the talk that each entry is of.

        The words of notes are taken out of the readings, and kept apart.
        """
        for (found, source, folder, digest), reading in documents:
            entries = [_entry(number, talk) for number, talk in talks_in(reading)]
            warnings = "\n".join(reading["warnings"])
            place, path, text = self._number_of_folder(folder), os.fsencode(found.file), to_json(kept(reading))
            undated, linking = bool(reading["undated"]), any(talk["target"] for talk in reading["talks"])
            row = (source, place, path, found.stamp, digest, reading["refused"], undated, linking, warnings)
            number = self._number_of(found.name)
            if number is None:
                cursor = self._connection.execute(
                    "INSERT INTO document VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (found.name, *row)
                )
                number = int(cursor.lastrowid or 0)
            else:
                self._connection.execute(
                    "UPDATE document SET source = ?, folder = ?, path = ?, stamp = ?, digest = ?, refused = ?, "
                    "undated = ?, linking = ?, warnings = ? WHERE id = ?",
                    (*row, number),
                )
                entries = self._changed_entries(number, entries)
            self._connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (number, text))
            self._connection.executemany(
                "INSERT INTO entry (document, number, line, words, markdown, n) VALUES (?, ?, ?, ?, ?, ?)",
                ((number, *entry, numbers.get((found.name, entry[0]))) for entry in entries),
            )

    def _changed_entries(self, document: int, entries: Iterable[_EntryRow]) -> list[_EntryRow]:
        """Those whose words are others, or that are new; of these nothing is left in the index."""
        columns = "SELECT number, words, markdown FROM entry WHERE document = ?"
        old = {row[0]: row[1:] for row in self._connection.execute(columns, (document,))}
        changed = []
        for number, line, words, markdown in entries:
            if old.get(number) == (words, markdown):
                del old[number]
                self._connection.execute(
                    "UPDATE entry SET line = ? WHERE document = ? AND number = ?", (line, document, number)
                )
            else:
                changed.append((number, line, words, markdown))
        for number in old:
            self._words.forget("document = ? AND number = ?", document, number)
            self._connection.execute("DELETE FROM entry WHERE document = ? AND number = ?", (document, number))
        return changed

    def restamp(self, documents: Iterable[Document]) -> None:
        """Documents that say what they said, of another source or with another stamp."""
        self._connection.executemany(
            "UPDATE document SET source = ?, folder = ?, stamp = ?, digest = ? WHERE name = ?",
            (
                (source, self._number_of_folder(folder), found.stamp, digest, found.name)
                for found, source, folder, digest in documents
            ),
        )

    def _number_of_folder(self, path: bytes) -> int:
        if path not in self._folders:
            ask = self._connection.execute
            found = ask("SELECT id FROM folder WHERE path = ?", (path,)).fetchone()
            added = None if found else ask("INSERT INTO folder (path) VALUES (?)", (path,)).lastrowid
            self._folders[path] = int(found[0] if found else added or 0)
        return self._folders[path]

    def put_folders(self, seen: Mapping[str, bytes]) -> None:
        """What tells of each folder whether it changed; after documents. Those without any are left out."""
        self._connection.execute("DELETE FROM folder WHERE id NOT IN (SELECT folder FROM document)")
        rows = self._connection.execute("SELECT path, seen FROM folder").fetchall()
        others = ((now, path) for path, before in rows if (now := seen.get(os.fsdecode(path))) != before)
        self._connection.executemany("UPDATE folder SET seen = ? WHERE path = ?", others)


def _entry(number: int, talk: dict[str, Any]) -> _EntryRow:
    """Number, line, words besides the note, and the note's own, which are taken out of the talk."""
    words = "\n".join(filter(None, (talk["why"], talk["abstract"]))) or None
    note = next(iter(talk["notes"]), None)
    return (number, note["line"], words, note.pop("markdown")) if note else (number, None, words, None)
