"""The marks file as a whole: its format, its checks, its backups, and what happens when it is damaged.

A marks file is a SQLite database whose every row carries a checksum, and whose one row in `total` says how
many rows there are and what their checksums add up to: SQLite's own integrity_check misses half of all
one-byte damage, and takes an emptied file for a good one. Beside `marks.db` stand

    marks.db-journal                     SQLite's, while a change is made or after a crash: never touched here
    marks.lock                           held by who writes, alone by who puts another file in place; with
                                         something in it once there was a marks file, so that its loss shows
    marks.backup-1.db .. -5.db           good copies, 1 the newest, at most one a day
    marks.damaged-YYYYMMDD-HHMMSS.db     a damaged file as it was found, with its journal
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from reinvent_notes.errors import MarksError
from reinvent_notes.marks import Entry, Ledger, Subject, Superseded

APPLICATION_ID = 0x72654D6B  # "reMk"
FORMAT = 1  # PRAGMA user_version; raise it when an older program could no longer read or keep what is new
BACKUPS = 5
BUSY_SECONDS = 10.0

_PAGE = 4096
_MAGIC = b"SQLite format 3\x00"
_SCHEMA = (
    "CREATE TABLE talk (number INTEGER PRIMARY KEY, subject TEXT NOT NULL, sum INTEGER NOT NULL)",
    "CREATE TABLE mark (talk INTEGER NOT NULL, mark TEXT NOT NULL, value, changed INTEGER NOT NULL,"
    " sum INTEGER NOT NULL, PRIMARY KEY (talk, mark)) WITHOUT ROWID",
    "CREATE TABLE superseded (number INTEGER PRIMARY KEY, subject TEXT NOT NULL, mark TEXT NOT NULL, value,"
    " changed INTEGER NOT NULL, sum INTEGER NOT NULL)",
    "CREATE TABLE total (format INTEGER PRIMARY KEY, rows INTEGER NOT NULL, digest INTEGER NOT NULL,"
    " sum INTEGER NOT NULL)",
)
_KEYS = {"talk": ("number",), "mark": ("talk", "mark"), "superseded": ("number",)}
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


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def beside(path: Path, word: str) -> Path:
    """marks.db, "backup-1" -> marks.backup-1.db"""
    return path.with_name(f"{path.stem}.{word}{path.suffix}")


# --- the format ---------------------------------------------------------------------------------------------


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


def _sum(table: str, fields: Row) -> int:
    return crc32("\x1f".join([table, *map(str, fields)]).encode("utf-8", "surrogatepass"))


def _subject_text(subject: Subject) -> str:
    # ASCII, so that any title survives, lone surrogates included.
    values = (subject.id, subject.year, subject.code, subject.videos, subject.title, subject.former_ids)
    return json.dumps(values)


_decode = json.JSONDecoder().raw_decode  # twice as fast as json.loads for texts this short


def _subject(text: str) -> Subject:
    talk_id, year, code, videos, title, former_ids = _decode(text)[0]
    return Subject(talk_id, year, code, tuple(videos), title, tuple(former_ids))


def _keep(ledger: Ledger, table: str, row: Row) -> None:
    if table == "mark":
        ledger.marks[row[0], row[1]] = Entry(row[2], row[3])
    elif table == "talk":
        ledger.talks[row[0]] = _subject(row[1])
    else:
        ledger.superseded[row[0]] = Superseded(_subject(row[1]), row[2], Entry(row[3], row[4]))


def read(connection: sqlite3.Connection) -> Ledger:
    """Everything in the file; DamageError unless all of it is there and right. Needs a transaction."""
    if tuple(sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master ORDER BY rowid")) != _SCHEMA:
        raise DamageError("its tables are damaged")
    ledger, rows, digest = Ledger(), 0, 0
    for table in _KEYS:
        for row in connection.execute(f"SELECT * FROM {table}"):
            if _sum(table, row[:-1]) != row[-1]:
                raise DamageError("a row does not match its checksum")
            _keep(ledger, table, row)
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
    if len(found) != 1 or _sum("total", found[0][:-1]) != found[0][-1] or found[0][0] != FORMAT:
        raise DamageError("its row count is damaged")
    return found[0][1], found[0][2]


def write(connection: sqlite3.Connection, old: Ledger, new: Ledger) -> bool:
    """Turn what the file holds from `old` into `new`, inside a transaction. False when they are the same."""
    edits: list[tuple[str, Row | None, Row | None]] = []
    for number in _differing(old.talks, new.talks):
        talks = [(number, _subject_text(t[number])) if number in t else None for t in (old.talks, new.talks)]
        edits.append(("talk", talks[0], talks[1]))
    for key in _differing(old.marks, new.marks):
        entries = [(*key, *m[key]) if key in m else None for m in (old.marks, new.marks)]
        edits.append(("mark", entries[0], entries[1]))
    for number in new.superseded.keys() - old.superseded.keys():
        subject, mark, entry = new.superseded[number]
        edits.append(("superseded", None, (number, _subject_text(subject), mark, *entry)))
    if not edits:
        return False
    rows, digest = _total(connection)
    for table, before, after in edits:
        keys = _KEYS[table]
        if before is not None:
            rows, digest = rows - 1, digest - _sum(table, before)
            where = " AND ".join(f"{name} = ?" for name in keys)
            connection.execute(f"DELETE FROM {table} WHERE {where}", before[: len(keys)])
        if after is not None:
            rows, digest = rows + 1, digest + _sum(table, after)
            _insert(connection, table, after)
    connection.execute("DELETE FROM total")
    _insert(connection, "total", (FORMAT, rows, digest))
    return True


def _differing(old: Mapping[Key, Item], new: Mapping[Key, Item]) -> list[Key]:
    return [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]


def _insert(connection: sqlite3.Connection, table: str, fields: Row) -> None:
    row = (*fields, _sum(table, fields))
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def read_file(path: Path, mode: str = "ro") -> Ledger:
    """`read` of a file that nobody has open here."""
    with damage_told(), closing(connect(path, mode)) as connection:
        connection.execute("BEGIN")
        return read(connection)


@contextmanager
def _new_file(path: Path) -> Iterator[Path]:
    """An empty file for its user alone, gone again when what is done with it fails."""
    for left in (path, _journal_of(path)):  # by a program that was killed here
        left.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _build(path: Path, ledger: Ledger) -> None:
    """Make an empty file a marks file with these marks, durably."""
    with closing(connect(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=MEMORY").close()  # nobody needs half of a new file
        connection.execute(f"PRAGMA page_size={_PAGE}")
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            connection.execute(statement)
        _insert(connection, "total", (FORMAT, 0, 0))
        write(connection, Ledger(), ledger)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={FORMAT}")
        connection.execute("COMMIT")
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(path: Path) -> None:
    """Make names in a folder durable, where the system can."""
    if os.name == "posix":
        with suppress(OSError):  # some network file systems refuse
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


# --- the lock -----------------------------------------------------------------------------------------------


@contextmanager
def held(path: Path, *, alone: bool, seconds: float = BUSY_SECONDS) -> Iterator[int]:
    """Hold the lock file of a marks file, and give its descriptor; TimeoutError when others keep it.

    Many may change marks at once, SQLite puts them in order. Who puts another file in place must be alone, or
    a change could be written, and acknowledged, into the file that was just moved away.
    """
    handle = os.open(_lock_of(path), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + seconds
        while not _locked(handle, alone):
            if time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, "another program keeps it locked")
            time.sleep(0.01)
        yield handle
    finally:
        with suppress(OSError):  # the change is on the disk by now
            os.close(handle)  # which also unlocks, as does the death of the program


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int, alone: bool) -> bool:
        # No shared locks here: writers wait for each other, which they would do a little later anyway.
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int, alone: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: SQLite's own must do
        return True


# --- backups ------------------------------------------------------------------------------------------------


def backup_is_due(path: Path, ledger: Ledger, now: float) -> bool:
    """Whether no backup was made today (`now` in seconds) and there are changes that none has."""
    try:
        made = beside(path, "backup-1").stat().st_mtime
    except OSError:
        return bool(ledger.marks)
    changed = max((entry.changed for entry in ledger.marks.values()), default=0)
    return date.fromtimestamp(made) != date.fromtimestamp(now) and changed >= int(made * 1000)


def back_up(path: Path, now: float) -> None:
    """Keep a copy as backup 1 and move the others on. Only in a write transaction: one program at a time."""
    with _new_file(beside(path, "backup-new")) as copy:
        with closing(connect(path, "ro")) as source, closing(connect(copy, "rw")) as target:
            source.backup(target)
        read_file(copy)  # DamageError here, rather than a good backup pushed out by a bad one
        os.utime(copy, (now, now))
        _sync(copy)
        for number in range(BACKUPS - 1, 0, -1):
            with suppress(FileNotFoundError):
                beside(path, f"backup-{number}").replace(beside(path, f"backup-{number + 1}"))
        copy.replace(beside(path, "backup-1"))
    _sync_folder(path.parent)


def backups(path: Path) -> list[Path]:
    """The backups that exist, newest first."""
    return [one for n in range(1, BACKUPS + 1) if (one := beside(path, f"backup-{n}")).is_file()]


def was_there(path: Path) -> bool:
    """Whether there once was a marks file: a backup tells, and so does a lock file with something in it."""
    lock = _lock_of(path)
    return bool(backups(path)) or (lock.is_file() and lock.stat().st_size > 0)


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


# --- damage -------------------------------------------------------------------------------------------------


def recover(path: Path, remembered: Ledger, *, whatever_is_left: bool = False) -> tuple[Ledger, str]:
    """The newest good backup, joined with every sound row of the damaged file and with what is `remembered`.

    Also says in words what that was. Changes nothing on disk. Errors of the disk pass, lest the file be replaced
    before all of it was read; asked for `whatever_is_left`, it goes on without the damaged file.
    """
    ledger, origin = Ledger(), ""
    for backup in backups(path):
        with suppress(DamageError, OSError, sqlite3.Error):
            if kind_of(backup) == "ours":
                ledger = read_file(backup)
                made = date.fromtimestamp(backup.stat().st_mtime)
                origin = f"the backup of {made.isoformat()} ({backup})"
                break
    before, homeless = dict(ledger.marks), 0
    try:
        homeless = ledger.absorb(_salvage(path))
    except (OSError, sqlite3.Error):
        if not whatever_is_left:
            raise
    ledger.absorb(remembered)
    newer = sum(entry != before.get(key) for key, entry in ledger.marks.items())
    if origin and newer:
        origin += f" and {_counted(newer, 'newer change')} that could still be read"
    elif newer:
        origin = f"{_counted(newer, 'mark')} that could still be read"
    if homeless and origin:
        origin += f", without {_counted(homeless, 'mark')} of talks that could not be read"
    return ledger, origin


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _salvage(path: Path) -> Ledger:
    """Every row with a good checksum, read from a copy that has a sound first page.

    The first page holds header and schema. Both are the same in each marks file of this format, so a damaged
    one need not hide the rest.
    """
    import tempfile  # only damage needs it, and it is slow to load

    if not path.exists():
        return Ledger()
    with tempfile.TemporaryDirectory() as folder:
        with _new_file(Path(folder) / "copy.db") as copy:
            _build(copy, Ledger())
        sound = copy.read_bytes()
        first = sound[:92] + bytes(4) + sound[96:_PAGE]  # without the number of pages: SQLite counts them then
        rest = path.read_bytes()[_PAGE:]
        copy.write_bytes(first + rest.ljust(len(sound) - _PAGE, b"\0"))  # the first page names pages up to there
        with suppress(DamageError):
            return read_file(copy)
        found = sound_rows(copy)
        for part in _page_by_page(copy):
            found.talks = part.talks | found.talks
            for key, entry in part.marks.items():
                if key not in found.marks or entry.newer_than(found.marks[key]):
                    found.marks[key] = entry
            found.superseded = part.superseded | found.superseded
        return found


def sound_rows(path: Path) -> Ledger:
    """The rows with a good checksum, from both ends, for reading stops at a page that is broken."""
    ledger = Ledger()
    with closing(connect(path, "ro")) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for table, keys in _KEYS.items():
            for order in ("ASC", "DESC"):
                by = ", ".join(f"{name} {order}" for name in keys)
                with suppress(sqlite3.Error, UnicodeDecodeError, MemoryError):
                    for row in connection.execute(f"SELECT * FROM {table} ORDER BY {by}"):
                        if _sum(table, row[:-1]) == row[-1]:
                            _keep(ledger, table, row)
    return ledger


def _page_by_page(copy: Path) -> Iterator[Ledger]:
    """The sound rows of each page, read as if it were a whole table: for those that no sound page leads to.

    The checksums tell which table a row is of. Changes the copy.
    """
    for page in range(2, copy.stat().st_size // _PAGE + 1):
        with closing(connect(copy, "rw")) as connection:
            for setting in ("journal_mode=OFF", "synchronous=OFF", "writable_schema=ON"):
                connection.execute(f"PRAGMA {setting}").close()
            connection.execute("UPDATE sqlite_master SET rootpage = ?", (page,))
        with suppress(DamageError), damage_told():
            yield sound_rows(copy)


def restore(path: Path, remembered: Ledger, now: float) -> str:
    """Put a sound file in the place of one that is damaged or missing; a first file when there never was one.

    Returns what the user must be told, in one sentence, or "". Several programs may call it at once.
    """
    if not path.parent.is_dir():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(path.parent.parent)
    with held(path, alone=True) as lock:
        problem = _problem(path)
        if problem is None:
            return ""  # another program was here first
        first = problem == MISSING and not was_there(path) and not remembered.talks
        ledger, origin = recover(path, remembered)
        with _new_file(beside(path, "new")) as fresh:
            _build(fresh, ledger)
            aside = _put_in_place(fresh, path, now)
        with suppress(OSError):
            os.write(lock, b"There is a marks file.\n")
    if first:
        return ""
    restored = f"was restored from {origin}" if origin else "nothing could be restored: no marks are left"
    if problem == MISSING:
        return f"The marks file {path} was missing and {restored}."
    return f"The marks file {path} was damaged ({problem}) and {restored}; the damaged file is kept as {aside}."


MISSING = "it is missing"


def _problem(path: Path) -> str | None:
    try:
        if kind_of(path) == "ours":
            read_file(path, "rw")  # which rolls back what a killed program left half done
    except FileNotFoundError:
        return MISSING
    except DamageError as damage:
        return damage.what
    return None


def _put_in_place(fresh: Path, path: Path, now: float) -> Path:
    """Returns where the file that was there is kept."""
    moment = datetime.fromtimestamp(now).strftime("%Y%m%d-%H%M%S")
    words = [f"damaged-{moment}", *(f"damaged-{moment}-{n}" for n in range(2, 1000))]
    aside = next(name for word in words if not (name := beside(path, word)).exists())
    if path.exists():
        try:
            aside.hardlink_to(path)  # so that there is no moment without a file
        except (OSError, NotImplementedError):
            path.replace(aside)
    # A journal that belongs to another file would be played back into the new one.
    with suppress(FileNotFoundError):
        _journal_of(path).replace(_journal_of(aside))
    fresh.replace(path)
    _sync_folder(path.parent)
    return aside
