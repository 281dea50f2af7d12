"""What went wrong with the marks file, in words, and what to do about it."""

from __future__ import annotations

import errno
import sqlite3

from reinvent_notes.errors import MarksError
from reinvent_notes.mark_file import BUSY_SECONDS


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_locked(error: Exception) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def reason(error: MarksError | OSError | sqlite3.Error) -> tuple[str, str]:
    """What went wrong, and what to do about it."""
    if isinstance(error, MarksError):
        return error.what, error.remedy
    code, number = _code(error), error.errno if isinstance(error, OSError) else None
    if is_locked(error) or number == errno.ETIMEDOUT:
        return (
            f"another program kept the file locked for {BUSY_SECONDS:.0f} seconds",
            "close it and try again",
        )
    if code == sqlite3.SQLITE_FULL or number in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", None)):
        return "the disk is full", "earlier marks are safe; free some space and mark it again"
    if code == sqlite3.SQLITE_IOERR or number == errno.EIO:
        name = getattr(error, "sqlite_errorname", "EIO")
        return f"the disk reported an error ({name})", "earlier marks are safe; see to the disk and its space"
    if number in (errno.EACCES, errno.EPERM):
        return "permission to the file or its folder is denied", "allow it, or name another with --data-dir"
    if code == sqlite3.SQLITE_READONLY or number == errno.EROFS:
        return "the file or its folder cannot be written", "allow it, or name another with --data-dir"
    if code == sqlite3.SQLITE_CANTOPEN:
        return "the file or its journal cannot be opened", "see to the permissions of its folder"
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename} cannot be used ({error.strerror.lower()})", "see to it and try again"
    return (error.strerror if isinstance(error, OSError) else None) or str(error), "try again"
