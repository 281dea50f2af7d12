"""The lock beside a marks file, which also remembers that there was one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from reinvent_notes import lock
from reinvent_notes.mark_file import BUSY_SECONDS, backups

MISSING = "it is missing"
NOT_A_FILE = "it is not a regular file"


def was_there(path: Path) -> bool:
    """Whether there once was a marks file: a backup tells, and so does a lock file with something in it."""
    beside = _lock_of(path)
    return bool(backups(path)) or (beside.is_file() and beside.stat().st_size > 0)


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def held(path: Path, *, alone: bool, seconds: float = BUSY_SECONDS) -> AbstractContextManager[int]:
    """Hold the lock file of a marks file.

    Many may change marks at once, SQLite puts them in order. Who puts another file in place must be alone, or
    a change could be written, and acknowledged, into the file that was just moved away.
    """
    return lock.held(_lock_of(path), alone=alone, seconds=seconds)
