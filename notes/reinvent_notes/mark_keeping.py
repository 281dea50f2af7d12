"""The ledger that a file holds: read where that changed, edited in one transaction, restored when it is damaged.

A change is one transaction, and `change` returns only after its COMMIT: with a rollback journal and
synchronous=EXTRA it is then on the disk. A write-ahead log would be faster, but cannot even be read on a full
disk or in a read-only folder. The format of the file is in `mark_file`, the lock beside it in `mark_lock`, its
backups in `mark_backup`, its repair in `mark_repair`; whether it may be written is seen in `mark_opening`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from reinvent_notes.errors import MarksError
from reinvent_notes.mark_file import BUSY_SECONDS, DamageError, damage_told, write
from reinvent_notes.mark_file import read as read_ledger
from reinvent_notes.mark_ledger import Ledger
from reinvent_notes.mark_lock import MISSING, held
from reinvent_notes.mark_opening import OpenFile

Result = TypeVar("Result")
_BACKUP_SECONDS = 600  # while a program runs
_ATTEMPTS = 3  # a damaged file is restored and the change made again; more often, and something else is amiss


class KeptLedger:
    """`ledger` is what was read last, or written, `before` what the last change began with.

    `notices` are sentences that the user must be told. While it is not `writable` every change is refused.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path, self._clock = path, clock
        self.ledger = self.before = Ledger()
        self.notices: list[str] = []
        self._file = OpenFile(path, self.tell)
        self._beyond_repair = ""  # why what is damaged is not replaced: the ledger is all there is
        self._seen: tuple[int, int] | None = None  # the opening and data version that the ledger was read at
        self._version = 0
        self._asked: float | None = None  # when it was last asked whether a backup is due
        self._changed = False

    @property
    def writable(self) -> bool:
        return self._file.writable and not self._beyond_repair

    def tell(self, notice: str) -> None:
        if notice and notice not in self.notices:
            self.notices.append(notice)

    def version(self) -> int:
        """A number that differs once another program, or another store, changed the marks. Never waits."""
        if self._beyond_repair:
            return self._version
        try:
            connection = self._connect()
            self._version = self._file.openings << 32
            if connection is not None:
                connection.execute("PRAGMA busy_timeout = 0").close()
                try:
                    self._version |= _data_version(connection)
                finally:
                    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}").close()
        except (MarksError, OSError):
            self._version = -1  # load() restores the file, or says what is wrong
        except sqlite3.Error as error:
            from reinvent_notes.mark_errors import is_locked

            if not is_locked(error):
                self._version = -1
        return self._version

    def close(self) -> None:
        """Make a backup, if there were changes and it pays, and close the file."""
        if self._changed:
            with suppress(MarksError, OSError, sqlite3.Error), held(self._path, alone=False, seconds=1):
                connection = self._connect()
                if connection is not None and _backups().backup_pays(self._path, self._clock()):
                    connection.execute("PRAGMA busy_timeout = 1000").close()
                    with _transaction(connection, "IMMEDIATE"):
                        _backups().back_up(self._path, self._clock())
        self._changed = False
        self._file.close()

    # reading

    def refresh(self) -> None:
        """Bring the ledger up to date with the file; restore the file when it is damaged."""
        try:
            try:
                self._read()
            except DamageError as damage:
                self._restore(damage)
                self._read()
        except (DamageError, OSError, sqlite3.Error) as error:
            self._file.close()
            what, remedy = _reason(error)
            raise MarksError(f"the marks cannot be read: {what}", remedy=remedy, where=self._path) from None

    def _read(self) -> None:
        if self._beyond_repair:
            return
        with damage_told():
            connection = self._connect()
            if connection is None:
                self.ledger = Ledger()
                return
            with _transaction(connection, "DEFERRED"):
                self._read_what_changed(connection)

    def _read_what_changed(self, connection: sqlite3.Connection) -> None:
        seen = self._file.openings, _data_version(connection)
        if seen != self._seen:
            self.ledger = read_ledger(connection) if self._file.kind == "ours" else _repair().sound_rows(self._path)
            self._seen = seen

    def _connect(self) -> sqlite3.Connection | None:
        return self._file.connect(is_known=bool(self.ledger.talks))

    # changing

    def change(self, edit: Callable[[Ledger], Result], about: str, *, only_removes: bool = False) -> Result:
        """Edit the ledger in one transaction. MarksError says what was not kept; nothing has changed then."""
        try:
            for _ in range(_ATTEMPTS):
                try:
                    return self._attempt(edit, only_removes)
                except DamageError as damage:
                    self._restore(damage)
            raise DamageError("the file is damaged again each time it is restored")
        except (MarksError, OSError, sqlite3.Error) as error:
            self._file.close()
            what, remedy = _reason(error)
            raise MarksError(f"{about} was not kept: {what}", remedy=remedy, where=self._path) from None

    def _attempt(self, edit: Callable[[Ledger], Result], only_removes: bool) -> Result:
        with damage_told():
            there = not self._beyond_repair and self._connect() is not None
            if not self.writable:
                why = self._beyond_repair or self._file.protection
                raise MarksError(why, remedy="see to that, or name another folder with --data-dir")
            if not there:
                if only_removes:
                    return edit(Ledger())  # marks that never were: no reason to make a file
                self._put_right(Ledger())
            with held(self._path, alone=False):
                connection = self._connect()
                if connection is None:
                    raise DamageError(MISSING)
                with _transaction(connection, "IMMEDIATE"):
                    return self._commit(connection, edit)

    def _commit(self, connection: sqlite3.Connection, edit: Callable[[Ledger], Result]) -> Result:
        self._read_what_changed(connection)
        self._back_up_now_and_then()
        self.before = self.ledger
        draft = self.ledger.copy()
        result = edit(draft)
        if write(connection, self.ledger, draft):
            seen, self._seen = self._seen, None  # read anew, should anything interrupt us from here on
            connection.execute("COMMIT")
            self.ledger, self._seen, self._changed = draft, seen, True
        return result

    def _back_up_now_and_then(self) -> None:
        """Before a change, so that the copy holds everything up to then."""
        now = self._clock()
        if self._asked is None and _backups().takes_long(self._path):
            self._asked = now  # the copy that is made at the end will do, and has this change too
        if self._asked is not None and 0 <= now - self._asked < _BACKUP_SECONDS:
            return
        self._asked = now
        if _backups().backup_is_due(self._path, self.ledger):
            try:
                _backups().back_up(self._path, now)
            except (OSError, sqlite3.Error) as error:
                self.tell(f"No backup of the marks could be made beside {self._path}: {_reason(error)[0]}.")

    def _restore(self, damage: DamageError) -> None:
        """Restore the file; where that is impossible, go on with what can be read, and change nothing."""
        self._file.close()
        if self.writable:
            try:
                self._put_right(self.ledger)
                return
            except (OSError, sqlite3.Error) as error:
                self._beyond_repair = _reason(error)[0]
        self._beyond_repair = self._beyond_repair or self._file.protection
        self.ledger, origin = _repair().recover(self._path, self.ledger, whatever_is_left=True)
        shown = f"shown is {origin}" if origin else "nothing in it can be read"
        why = f"it cannot be repaired now ({self._beyond_repair})"
        self.tell(f"The marks file {self._path} is damaged ({damage.what}); {why}; {shown}.")

    def _put_right(self, remembered: Ledger) -> None:
        notice = _repair().restore(self._path, remembered, self._clock())
        self.notices += [notice] * bool(notice)  # each time: what is done about it may be the same


def _backups() -> ModuleType:
    """Loaded for the first change, or when something is wrong: the marks alone are read at every start."""
    from reinvent_notes import mark_backup

    return mark_backup


def _repair() -> ModuleType:
    from reinvent_notes import mark_repair

    return mark_repair


@contextmanager
def _transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """Ends with a rollback, unless there was a COMMIT before."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _data_version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version


def _reason(error: MarksError | OSError | sqlite3.Error) -> tuple[str, str]:
    from reinvent_notes.mark_errors import reason  # hardly ever needed

    return reason(error)
