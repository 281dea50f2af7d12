"""Opening the marks file: which file that is now, and whether it may be written."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

from reinvent_notes.errors import MarksError
from reinvent_notes.mark_file import DamageError, backups, connect, journal_of, kind_of
from reinvent_notes.mark_lock import MISSING, NOT_A_FILE, was_there


class OpenFile:
    """The marks file of a store. Another program may have put another in its place: `connect` each time.

    `openings` counts them, `kind` is what `kind_of` says. While it is not `writable`, `protection` says why, and so was
    the user `told`.
    """

    def __init__(self, path: Path, told: Callable[[str], None]) -> None:
        self.path = path
        self.writable = True
        self.protection = ""
        self.kind = ""
        self.openings = 0
        self._told = told
        self._connection: sqlite3.Connection | None = None
        self._is: tuple[int, int] | None = None  # device and inode

    def connect(self, *, is_known: bool) -> sqlite3.Connection | None:
        """To the file that is there now; None when none can be read. DamageError where there was one, or `is_known` to
        have been."""
        try:
            status = self.path.stat()
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
                raise
            self.close()
            self._look_whether_writable()
            if is_known or was_there(self.path):
                raise DamageError(MISSING) from None
            return None
        if self._is != (status.st_dev, status.st_ino):
            self.close()
            self._look_whether_writable()
            self._open(status)
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._is = None

    def _open(self, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            if was_there(self.path):
                raise DamageError(NOT_A_FILE)
            self._protect(f"{self.path} is not a regular file", "Marks can be neither read nor changed")
            return
        self.kind = kind_of(self.path)
        if self.kind == "foreign":
            back = "; once it is moved away they are restored from the newest backup" if backups(self.path) else ""
            self._protect(f"{self.path} was not written by this program{back}", "Marks can be neither read nor changed")
            return
        if self.kind == "newer":
            self._protect(f"{self.path} was written by a newer version of this program")
        journal = journal_of(self.path)
        if os.path.lexists(journal) and not stat.S_ISREG(journal.lstat().st_mode):
            raise MarksError(f"{journal} is no journal of it", remedy="move it away", where=self.path)
        self._connection = connect(self.path, "rw" if self.writable else "ro")
        self._is = status.st_dev, status.st_ino
        self.openings += 1

    def _look_whether_writable(self) -> None:
        self.writable = True
        folder = self.path.parent
        while not os.path.lexists(folder) and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            self._protect(f"{folder} is not a folder")
        elif not os.access(folder, os.W_OK | os.X_OK):
            self._protect(f"the folder {folder} cannot be written")
        elif self.path.exists() and not os.access(self.path, os.W_OK):
            self._protect(f"{self.path} is write-protected")

    def _protect(self, why: str, what: str = "Marks can be read but not changed") -> None:
        self.writable, self.protection = False, why
        self._told(f"{what}: {why}.")
