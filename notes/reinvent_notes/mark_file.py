"""The marks file: its format, and how its rows are read and written.

A marks file is a SQLite database whose every row carries a checksum, and whose one row in `total` says how
many rows there are and what their checksums add up to: SQLite's own integrity_check misses half of all
one-byte damage, and takes an emptied file for a good one.
"""

from __future__ import annotations

import glob
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from reinvent_notes.errors import MarksError
from reinvent_notes.mark_ledger import Entry, Ledger, Superseded
from reinvent_notes.mark_subject import Subject

APPLICATION_ID = 0x72654D6B  # "reMk"
BACKUPS = 5
BUSY_SECONDS = 10.0
FORMAT = 1  # PRAGMA user_version; raise it when an older program could no longer read or keep what is new
_LATEST_FORMAT = 0xFFFF  # no version of the program goes beyond it: that is damage where all else is ours

PAGE = 4096
_MAGIC = b"SQLite format 3\x00"
SCHEMA = (
    "CREATE TABLE talk (number INTEGER PRIMARY KEY, subject TEXT NOT NULL, sum INTEGER NOT NULL)",
    "CREATE TABLE mark (talk INTEGER NOT NULL, mark TEXT NOT NULL, value, changed INTEGER NOT NULL,"
    " sum INTEGER NOT NULL, PRIMARY KEY (talk, mark)) WITHOUT ROWID",
    "CREATE TABLE superseded (number INTEGER PRIMARY KEY, subject TEXT NOT NULL, mark TEXT NOT NULL, value,"
    " changed INTEGER NOT NULL, sum INTEGER NOT NULL)",
    "CREATE TABLE total (format INTEGER PRIMARY KEY, rows INTEGER NOT NULL, digest INTEGER NOT NULL,"
    " sum INTEGER NOT NULL)",
)
KEYS = {"talk": ("number",), "mark": ("talk", "mark"), "superseded": ("number",)}
_DAMAGE = {
    sqlite3.SQLITE_ERROR,  # no such table or column: the schema is not what was checked a moment ago
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_MISMATCH,
}

Row = tuple[Any, ...]
Key = TypeVar("Key")
Item = TypeVar("Item")


class DamageError(MarksError):
    """The file is not what was written. `what` begins with "it"; a restore follows."""


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn the errors that mean damage into DamageError; others (locked, full, ...) pass."""
    try:
        yield
    except (UnicodeDecodeError, MemoryError):  # a damaged text, in SQLite's own message too; a damaged size
        raise DamageError("it cannot be read") from None
    except sqlite3.DatabaseError as error:
        # Without a code it is again a text that could not be decoded.
        undecoded = type(error) is sqlite3.OperationalError and not hasattr(error, "sqlite_errorcode")
        if undecoded or getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
            # Not SQLite's sentence, which may quote what stands in the file.
            raise DamageError(f"it cannot be read: {getattr(error, 'sqlite_errorname', 'text')}") from None
        raise


def journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def beside(path: Path, word: str) -> Path:
    """marks.db, "backup-1" -> marks.backup-1.db"""
    return path.with_name(f"{path.stem}.{word}{path.suffix}")


def backups(path: Path) -> list[Path]:
    """The backups that exist, newest first."""
    return [one for n in range(1, BACKUPS + 1) if (one := beside(path, f"backup-{n}")).is_file()]


def set_aside(path: Path) -> list[Path]:
    """The damaged files that were replaced, oldest first."""
    return sorted(path.parent.glob(f"{glob.escape(path.stem)}.damaged-*{glob.escape(path.suffix)}"))


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection to an existing file; mode is `rw` or `ro`. For the thread that opened it only."""
    uri = path.absolute().as_uri()
    if not uri.startswith("file:///"):  # a Windows share; SQLite wants its name in the path
        uri = uri.replace("file://", "file:////", 1)
    connection = sqlite3.connect(f"{uri}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    settings = ["synchronous=EXTRA", "fullfsync=ON", "cell_size_check=ON", "trusted_schema=OFF"]
    if mode == "rw":
        settings.insert(0, "journal_mode=DELETE")
    try:
        for setting in settings:
            connection.execute(f"PRAGMA {setting}").close()
    except BaseException:
        connection.close()
        raise
    return connection


def kind_of(path: Path) -> str:
    """`ours`, `newer` (of a later version of the program) or `foreign`; DamageError when it is no database.

    Read from the bytes, without SQLite, which could already change a file that is not ours to change.
    """
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        raise DamageError("it is empty")
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise DamageError("it is not a database any more")
    application, version = int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big")
    if (application, version) == (APPLICATION_ID, FORMAT):
        if _fixed(header) != _FIXED:
            raise DamageError("its header is damaged")
        return "ours"
    if application == APPLICATION_ID and FORMAT < version <= _LATEST_FORMAT:
        return "newer"  # also where all in it could be ours: what a later version means by it is not known here
    if header[18:20] == b"\x01\x01" and _is_ours_inside(path):
        raise DamageError("its header is damaged")
    return "newer" if application == APPLICATION_ID and version > FORMAT else "foreign"


def _fixed(header: bytes) -> bytes:
    """The bytes that never change: page size, journal mode, fractions, schema format, encoding, spare."""
    return header[16:24] + header[44:48] + header[52:60] + header[64:68] + header[72:92]


def _is_ours_inside(path: Path) -> bool:
    try:
        read_file(path)
    except (DamageError, sqlite3.Error):
        return False
    return True


_FIXED = bytes((16, 0, 1, 1, 0, 64, 32, 32, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1)) + bytes(24)


def row_sum(table: str, fields: Row) -> int:
    return crc32("\x1f".join([table, *map(str, fields)]).encode("utf-8", "surrogatepass"))


def _subject_text(subject: Subject) -> str:
    # ASCII, so that any title survives, lone surrogates included.
    values = (subject.id, subject.year, subject.code, subject.videos, subject.title, subject.former_ids)
    return json.dumps(values)


_decode = json.JSONDecoder().raw_decode  # twice as fast as json.loads for texts this short


def _subject(text: str) -> Subject:
    talk_id, year, code, videos, title, former_ids = _decode(text)[0]
    return Subject(talk_id, year, code, tuple(videos), title, tuple(former_ids))


def keep(ledger: Ledger, table: str, row: Row) -> None:
    if table == "mark":
        ledger.marks[row[0], row[1]] = Entry(row[2], row[3])
    elif table == "talk":
        ledger.talks[row[0]] = _subject(row[1])
    else:
        ledger.superseded[row[0]] = Superseded(_subject(row[1]), row[2], Entry(row[3], row[4]))


def read(connection: sqlite3.Connection) -> Ledger:
    """Everything in the file; DamageError unless all of it is there and right. Needs a transaction."""
    if tuple(sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master ORDER BY rowid")) != SCHEMA:
        raise DamageError("its tables are damaged")
    ledger, rows, digest = Ledger(), 0, 0
    for table in KEYS:
        for row in connection.execute(f"SELECT * FROM {table}"):
            if row_sum(table, row[:-1]) != row[-1]:
                raise DamageError("a row does not match its checksum")
            keep(ledger, table, row)
            rows, digest = rows + 1, digest + row[-1]
    if _total(connection) != (rows, digest) or any(talk not in ledger.talks for talk, _ in ledger.marks):
        raise DamageError("rows are missing")
    # At last SQLite's own check, which sees damage where the next change would be written. All pages were read
    # by now: it reports a disk that fails as damage.
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise DamageError("its pages are damaged")
    return ledger


def _total(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many rows there are, and the sum of their checksums."""
    found = connection.execute("SELECT * FROM total").fetchall()
    if len(found) != 1 or row_sum("total", found[0][:-1]) != found[0][-1] or found[0][0] != FORMAT:
        raise DamageError("its row count is damaged")
    return found[0][1], found[0][2]


def write(connection: sqlite3.Connection, old: Ledger, new: Ledger) -> bool:
    """Turn what the file holds from `old` into `new`, inside a transaction. False when they are the same."""
    edits: list[tuple[str, Row | None, Row | None]] = []
    for number in differing(old.talks, new.talks):
        talks = [(number, _subject_text(t[number])) if number in t else None for t in (old.talks, new.talks)]
        edits.append(("talk", talks[0], talks[1]))
    for key in differing(old.marks, new.marks):
        entries = [(*key, *m[key]) if key in m else None for m in (old.marks, new.marks)]
        edits.append(("mark", entries[0], entries[1]))
    for number in new.superseded.keys() - old.superseded.keys():
        subject, mark, entry = new.superseded[number]
        edits.append(("superseded", None, (number, _subject_text(subject), mark, *entry)))
    if not edits:
        return False
    rows, digest = _total(connection)
    for table, before, after in edits:
        keys = KEYS[table]
        if before is not None:
            rows, digest = rows - 1, digest - row_sum(table, before)
            where = " AND ".join(f"{name} = ?" for name in keys)
            connection.execute(f"DELETE FROM {table} WHERE {where}", before[: len(keys)])
        if after is not None:
            rows, digest = rows + 1, digest + row_sum(table, after)
            insert(connection, table, after)
    connection.execute("DELETE FROM total")
    insert(connection, "total", (FORMAT, rows, digest))
    return True


def differing(old: Mapping[Key, Item], new: Mapping[Key, Item]) -> list[Key]:
    # mostly the very same values: to compare them takes far longer than to see that
    changed = [key for key, item in new.items() if (before := old.get(key)) is not item and before != item]
    return [*changed, *(old.keys() - new.keys())]


def insert(connection: sqlite3.Connection, table: str, fields: Row) -> None:
    row = (*fields, row_sum(table, fields))
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def read_file(path: Path, mode: str = "ro") -> Ledger:
    """`read` of a file that nobody has open here."""
    with damage_told(), closing(connect(path, mode)) as connection:
        connection.execute("BEGIN")
        return read(connection)
