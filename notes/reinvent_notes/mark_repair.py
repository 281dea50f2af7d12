"""What happens when the marks file is damaged or missing. Loaded when it is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path

from reinvent_notes.mark_backup import build, new_file, sync_folder
from reinvent_notes.mark_file import (
    KEYS,
    PAGE,
    DamageError,
    backups,
    beside,
    connect,
    damage_told,
    journal_of,
    keep,
    kind_of,
    read_file,
    row_sum,
)
from reinvent_notes.mark_ledger import Ledger
from reinvent_notes.mark_lock import MISSING, NOT_A_FILE, held, was_there
from reinvent_notes.text import counted


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
        origin += f" and {counted(newer, 'newer change')} that could still be read"
    elif newer:
        origin = f"{counted(newer, 'mark')} that could still be read"
    if homeless and origin:
        origin += f", without {counted(homeless, 'mark')} of talks that could not be read"
    return ledger, origin


def _salvage(path: Path) -> Ledger:
    """Every row with a good checksum, read from a copy that has a sound first page.

    The first page holds header and schema. Both are the same in each marks file of this format, so a damaged
    one need not hide the rest.
    """
    import tempfile  # only damage needs it, and it is slow to load

    if not path.is_file():
        return Ledger()
    with tempfile.TemporaryDirectory() as folder:
        with new_file(Path(folder) / "copy.db") as copy:
            build(copy, Ledger())
        sound = copy.read_bytes()
        first = sound[:92] + bytes(4) + sound[96:PAGE]  # without the number of pages: SQLite counts them then
        rest = path.read_bytes()[PAGE:]
        copy.write_bytes(first + rest.ljust(len(sound) - PAGE, b"\0"))  # the first page names pages up to there
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
        for table, keys in KEYS.items():
            for order in ("ASC", "DESC"):
                by = ", ".join(f"{name} {order}" for name in keys)
                with suppress(sqlite3.Error, UnicodeDecodeError, MemoryError):
                    for row in connection.execute(f"SELECT * FROM {table} ORDER BY {by}"):
                        if row_sum(table, row[:-1]) == row[-1]:
                            keep(ledger, table, row)
    return ledger


_TABLE_PAGES = b"\x02\x05\x0a\x0d"  # what a page of a table or of its keys begins with


def _page_by_page(copy: Path) -> Iterator[Ledger]:
    """The sound rows of each page, read as if it were a whole table: for those that no sound page leads to.

    The checksums tell which table a row is of. Changes the copy.
    """
    kinds = copy.read_bytes()[::PAGE]
    for page in range(2, copy.stat().st_size // PAGE + 1):
        if kinds[page - 1] not in _TABLE_PAGES:
            continue  # SQLite would say so too, which takes some milliseconds
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
        sync_folder(path.parent.parent)
    with held(path, alone=True) as lock:
        problem = _problem(path)
        if problem is None:
            return ""  # another program was here first
        first = problem == MISSING and not was_there(path) and not remembered.talks
        ledger, origin = recover(path, remembered)
        with new_file(beside(path, "new")) as fresh:
            build(fresh, ledger)
            aside = _put_in_place(fresh, path, now)
        with suppress(OSError):
            os.write(lock, b"There is a marks file.\n")
    if first:
        return ""
    restored = f"was restored from {origin}" if origin else "nothing could be restored: no marks are left"
    if problem == MISSING:
        return f"The marks file {path} was missing and {restored}."
    return f"The marks file {path} was damaged ({problem}) and {restored}; the damaged file is kept as {aside}."


def _problem(path: Path) -> str | None:
    if not path.is_file():
        return NOT_A_FILE if path.exists() else MISSING
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
        journal_of(path).replace(journal_of(aside))
    fresh.replace(path)
    sync_folder(path.parent)
    return aside
