"""A lock that programs take in turn: a file beside what it guards, which stays when the lock is given back."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def held(lock: Path, *, alone: bool = True, seconds: float = 10.0) -> Iterator[int]:
    """Hold a lock file, and give its descriptor; TimeoutError when others keep it for so long."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + seconds
        while not _locked(handle, alone):
            if time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, "another program keeps it locked")
            time.sleep(0.01)
        yield handle
    finally:
        with suppress(OSError):  # what it guards is on the disk by now
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
