"""Files and folders as they are named in a call."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from reinvent_notes.errors import CallError


def named_path(text: str) -> Path:
    """The one absolute path for a file or folder, however it was spelled. It need not exist."""
    if not text:
        raise CallError("a path is empty", remedy="name a file or a folder; . is this one")
    with suppress(RuntimeError):  # ~somebody who is not known: a file may be called so
        text = str(Path(text).expanduser())
    path = Path(text).absolute()
    shorter = Path(os.path.normpath(path))
    with suppress(OSError, ValueError):
        if shorter.samefile(path):  # `link/..` may be another folder
            return shorter
    return path if is_there(path) else shorter


def is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long a name, or a folder that may not be looked into
        return False
