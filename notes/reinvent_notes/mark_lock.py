"""The lock beside a marks file, which also remembers that there was one."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reinvent_notes.mark_file import BUSY_SECONDS, backups

MISSING = "it is missing"


def was_there(path: Path) -> bool:
    """Whether there once was a marks file: a backup tells, and so does a lock file with something in it."""
    lock = _lock_of(path)
    return bool(backups(path)) or (lock.is_file() and lock.stat().st_size > 0)


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


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
