"""New marks files and backups of the one there is. Loaded for the first change: marks alone are read at every start.

Beside `marks.db` stand

    marks.db-journal                     SQLite's, while a change is made or after a crash: never touched here
    marks.lock                           held by who writes, alone by who puts another file in place; with
                                         something in it once there was a marks file, so that its loss shows
    marks.backup-1.db .. -5.db           good copies, 1 the newest, one of each day: the last of it
    marks.damaged-YYYYMMDD-HHMMSS.db     a damaged file as it was found, with its journal
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

from reinvent_notes.mark_file import (
    APPLICATION_ID,
    BACKUPS,
    FORMAT,
    PAGE,
    SCHEMA,
    DamageError,
    beside,
    connect,
    insert,
    journal_of,
    read_file,
    write,
)
from reinvent_notes.mark_ledger import Ledger

_COPIED_AT_ONCE = 1_000_000  # bytes, some 5,000 marked talks: a copy takes less than starting the program
_COPIED_SECONDS = 60  # what a lost file of more costs at most


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """An empty file for its user alone, gone again when what is done with it fails."""
    for left in (path, journal_of(path)):  # by a program that was killed here
        left.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def build(path: Path, ledger: Ledger) -> None:
    """Make an empty file a marks file with these marks, durably."""
    with closing(connect(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=MEMORY").close()  # nobody needs half of a new file
        connection.execute(f"PRAGMA page_size={PAGE}")
        connection.execute("BEGIN IMMEDIATE")
        for statement in SCHEMA:
            connection.execute(statement)
        insert(connection, "total", (FORMAT, 0, 0))
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


def sync_folder(path: Path) -> None:
    """Make names in a folder durable, where the system can."""
    if os.name == "posix":
        with suppress(OSError):  # some network file systems refuse
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def backup_is_due(path: Path, ledger: Ledger) -> bool:
    """Whether the newest backup is not the same as these marks."""
    newest = beside(path, "backup-1")
    if not newest.exists():
        return bool(ledger.marks)
    try:
        return read_file(newest) != ledger
    except (DamageError, OSError, sqlite3.Error):
        return True


def takes_long(path: Path) -> bool:
    """Whether a copy takes so long that it is not made whenever it could be."""
    return path.stat().st_size > _COPIED_AT_ONCE


def backup_pays(path: Path, now: float) -> bool:
    """Whether a copy is worth its time: where calls follow each other, thousands of marks are not copied in each."""
    newest = beside(path, "backup-1")
    return not takes_long(path) or not newest.exists() or not 0 <= now - newest.stat().st_mtime < _COPIED_SECONDS


def back_up(path: Path, now: float) -> None:
    """Keep a copy as backup 1, in the place of an earlier one of the same day; the others move on.

    Only in a write transaction: one program at a time.
    """
    newest = beside(path, "backup-1")
    with new_file(beside(path, "backup-new")) as copy:
        with closing(connect(path, "ro")) as source, closing(connect(copy, "rw")) as target:
            source.backup(target)
        read_file(copy)  # DamageError here, rather than a good backup pushed out by a bad one
        os.utime(copy, (now, now))
        _sync(copy)
        if newest.exists() and date.fromtimestamp(newest.stat().st_mtime) != date.fromtimestamp(now):
            for number in range(BACKUPS - 1, 0, -1):
                with suppress(FileNotFoundError):
                    beside(path, f"backup-{number}").replace(beside(path, f"backup-{number + 1}"))
        copy.replace(newest)
    sync_folder(path.parent)
