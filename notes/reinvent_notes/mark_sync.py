"""A folder that several machines keep the same, by whatever means: each writes a file of its marks there and reads all.

As a machine only ever writes its own file, two of them do not meet; as reading joins, it does not matter when which
file arrives, nor whether it is a copy that was made of a conflict.
"""

from __future__ import annotations

import os
import platform
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reinvent_notes.errors import Refused, ReinventError
from reinvent_notes.lock import held
from reinvent_notes.mark_export import BEGINNING, read
from reinvent_notes.marks import Marked
from reinvent_notes.text import read_bytes

_MACHINE = re.compile("[a-z0-9][a-z0-9-]{0,63}")
_REMEDY = "see to its permissions and its disk, or name another"


class Folder(NamedTuple):
    """What the files of a folder hold. `told`: what in them was skipped, and why."""

    records: list[Marked]
    files: int
    told: list[str]


def machine_name(path: Path) -> str:
    """What this machine calls itself, as a file says that is made when it is first asked. Raises ReinventError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with held(path.with_suffix(".lock")):
            if path.exists():
                name = read_bytes(path, "SETTINGS_BYTES").decode("ascii", "replace").strip()
                if _MACHINE.fullmatch(name):
                    return name
            host = re.sub("[^a-z0-9]+", "-", platform.node().partition(".")[0].lower())[:40].strip("-")
            name = f"{host or 'machine'}-{secrets.token_hex(4)}"
            put(path, f"{name}\n")
            return name
    except OSError as error:
        what = f"cannot be read or written ({(error.strerror or 'error').lower()})"
        raise ReinventError(what, where=path, remedy="allow it, or name another folder with --data-dir") from None


def read_folder(folder: Path) -> Folder:
    """Every file of marks in a folder, this machine's own too: another may go by its name. Raises Refused."""
    try:
        names = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".json" and path.name[0] != ".")
    except OSError as error:
        what = f"cannot be read ({(error.strerror or 'error').lower()})"
        raise Refused(what, where=folder, remedy="make the folder, or name another") from None
    records: list[Marked] = []
    told: list[str] = []
    files = 0
    for path in names:
        try:
            found = read(read_bytes(path), path, ours_alone=True)
        except Refused as refused:
            told.append(f"{refused}; skipped")
        else:
            files += 1
            records += found.records
            told += found.told
    return Folder(records, files, told)


def put(path: Path, text: str) -> bool:
    """Write a file in one step: what reads it finds the old or the new. False when it held the same. Raises OSError."""
    import tempfile  # slow to load

    data = text.encode()
    with suppress(Refused):
        if read_bytes(path) == data:
            return False
    handle, name = tempfile.mkstemp(prefix=".reinvent-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def save(path: Path, text: str, *, ours: str = BEGINNING) -> bool:
    """`put` where nothing else is lost by it: in the place of a file that begins like `ours`. Raises Refused."""
    beginning = ours.encode()
    try:
        path = path.resolve()  # a link stays a link
        if path.exists() and not beginning.startswith(read_bytes(path)[: len(beginning)]):
            raise Refused("is there already, and holds something else", where=path, remedy="name another file")
        return put(path, text)
    except (OSError, RuntimeError) as error:  # the latter for a link to itself
        reason = getattr(error, "strerror", None) or "error"
        raise Refused(f"cannot be written ({reason.lower()})", where=path, remedy=_REMEDY) from None
