"""A folder that several machines keep the same, by whatever means: each writes a file of its marks there and reads all.

As a machine only ever writes its own file, two of them do not meet; as reading joins, it does not matter when which
file arrives, nor whether it is a copy that was made of a conflict.
"""

from __future__ import annotations

import platform
import re
import secrets
from pathlib import Path
from typing import NamedTuple

from reinvent_notes.errors import Refused, ReinventError, reason
from reinvent_notes.lock import held
from reinvent_notes.mark_export import BEGINNING, read
from reinvent_notes.marks import Marked
from reinvent_notes.text import read_bytes, write_own

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
            write_own(path, f"{name}\n".encode())
            return name
    except OSError as error:
        what = f"cannot be read or written ({reason(error)})"
        raise ReinventError(what, where=path, remedy="allow it, or name another folder with --data-dir") from None


def read_folder(folder: Path) -> Folder:
    """Every file of marks in a folder, this machine's own too: another may go by its name. Raises Refused."""
    try:
        names = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".json" and path.name[0] != ".")
    except OSError as error:
        what = f"cannot be read ({reason(error)})"
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


def save(path: Path, text: str, *, ours: str = BEGINNING) -> bool:
    """Write a file where nothing else is lost by it: in the place of one that begins like `ours`. False when it held
    the same. Raises Refused."""
    beginning = ours.encode()
    try:
        if path.exists() and not beginning.startswith(read_bytes(path)[: len(beginning)]):
            raise Refused("is there already, and holds something else", where=path, remedy="name another file")
        return write_own(path, text.encode())
    except OSError as error:
        raise Refused(f"cannot be written ({reason(error)})", where=path, remedy=_REMEDY) from None
