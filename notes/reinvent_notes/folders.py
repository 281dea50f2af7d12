"""Which files stand below a file or folder that the user named, and whether any of them changed.

Nothing is read here: of each file there is what the system says of it, packed, as there may be many thousands.
"""

from __future__ import annotations

import marshal
import os
import stat
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reinvent_notes import limits
from reinvent_notes.errors import Refused, reason
from reinvent_notes.text import shown_path

if TYPE_CHECKING:
    from hashlib import blake2b

LIST_ENDINGS = frozenset((".json", ".jsonl", ".ndjson", ".csv", ".tsv"))
NOTE_ENDINGS = frozenset(
    (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt", ".text", ".org", ".rst", ".adoc", ".asciidoc", ".wiki")
)
_ENDINGS = LIST_ENDINGS | NOTE_ENDINGS
_SYSTEM = frozenset(("/proc", "/sys", "/dev", "/run"))  # what looks like files there is none
_NO_NOTES = frozenset(("node_modules", "__pycache__", "site-packages", "venv"))

State = tuple[str, int, int, int, int]  # a file, its size, times of change of content and entry (ns), inode
Away = list[tuple[str, Refused]]  # a root or folder that cannot be looked at, and why


class Folder(NamedTuple):
    """The files of a folder, or a root that is a file. They are packed: hardly ever is one of them looked at.

    `seen` is the same while the files and their states are.
    """

    path: str
    seen: bytes
    states: bytes
    devices: array[int]

    def files(self) -> Iterator[tuple[State, int]]:
        """Each with its device."""
        return zip(marshal.loads(self.states), self.devices, strict=True)

    def inodes(self) -> Iterator[int]:
        return (state[4] for state in marshal.loads(self.states))


class Listed(NamedTuple):
    """What stands below a root, before anything is made of it."""

    root: Path
    folders: list[Folder]
    refused: list[Refused]
    away: Away


def list_files(roots: Iterable[Path]) -> list[Listed]:
    """Every file to read below these files and folders."""
    found = [Listed(root, [], [], []) for root in roots]
    for root, folders, refused, away in found:
        folders += _below(root, refused, away)
    return found


def fingerprint(listed: Iterable[Listed]) -> str:
    """The same where nothing changed; nothing where a root was not seen whole, or holds no file."""
    digest = _digest()
    for root, folders, refused, away in listed:
        if refused or away or not folders:
            return ""
        digest.update(marshal.dumps((str(root), [(folder.path, folder.seen) for folder in folders]), 2))
    return digest.hexdigest()


def is_too_much(folder: Path) -> bool:
    """Whether this is a whole disk or home, with more files in it than anybody wrote notes."""
    home = os.path.expanduser("~")  # noqa: PTH111
    if folder != folder.parent and str(folder) != home.rstrip(os.sep):
        return False
    files = chain.from_iterable(found.devices for found in _below(folder, [], []))
    return next(islice(files, limits.FILES_UNASKED, None), None) is not None


def look_into(folder: Path) -> None:
    """Raises Refused for a folder of which nobody may know what is in it."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise _unlisted(folder, error) from None


def _unlisted(folder: Path | str, error: OSError) -> Refused:
    return Refused(f"cannot be listed ({reason(error)})", where=shown_path(folder), remedy="check its permissions")


def _below(root: Path, refused: list[Refused], away: Away) -> Iterator[Folder]:
    """What is to be read there, folder by folder."""
    try:
        status = root.stat()
    except (OSError, ValueError) as error:
        why = Refused(f"cannot be read ({reason(error)})", where=shown_path(root), remedy="check the path")
        away.append((str(root), why))
        return
    if not stat.S_ISDIR(status.st_mode):
        yield _packed(str(root), [_state(str(root), status)], [status.st_dev])  # whatever its ending
        return
    left = limits.FILES_PER_FOLDER
    for folder, states, devices in _walk(str(root), limits.FOLDER_DEPTH, refused, away):
        if states:
            yield _packed(folder, states[:left], devices[:left])
        left -= len(states)
        if left < 0:
            refused.append(
                Refused(f"holds more than {limits.FILES_PER_FOLDER:,} files (FILES_PER_FOLDER)", where=shown_path(root))
            )
            return


def _state(file: str, status: os.stat_result) -> State:
    return file, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _packed(folder: str, states: list[State], devices: list[int]) -> Folder:
    packed = marshal.dumps(states, 2)  # later versions write who else holds a value
    return Folder(folder, _digest(packed).digest(), packed, array("Q", devices))


def _digest(data: bytes = b"") -> blake2b:
    from hashlib import blake2b  # with half a megabyte of OpenSSL; the reader looks into no folder

    return blake2b(data, digest_size=16)


def _walk(folder: str, depth: int, refused: list[Refused], away: Away) -> Iterator[tuple[str, list[State], list[int]]]:
    """Text files in a stable order. Hidden folders and links to folders are not entered."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=_entry_name)
    except OSError as error:
        away.append((folder, _unlisted(folder, error)))
        return
    states: list[State] = []
    devices: list[int] = []
    folders = []
    for entry in entries:
        name = entry.name
        if name[0] == ".":
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry)
            elif name[name.rfind(".") :].lower() in _ENDINGS:  # splitext takes ten times as long
                status = entry.stat()
                if stat.S_ISREG(status.st_mode):
                    states.append(_state(entry.path, status))
                    devices.append(status.st_dev)
                elif not stat.S_ISDIR(status.st_mode):
                    refused.append(Refused("is not a regular file", where=shown_path(entry.path)))
        except OSError as error:
            remedy = "check the link" if entry.is_symlink() else "check its permissions"
            refused.append(Refused(f"cannot be read ({reason(error)})", where=shown_path(entry.path), remedy=remedy))
    yield folder, states, devices
    for entry in folders:
        if entry.name in _NO_NOTES or entry.path in _SYSTEM:
            continue
        if depth == 0:
            refused.append(
                Refused(f"is deeper than {limits.FOLDER_DEPTH} folders (FOLDER_DEPTH)", where=shown_path(entry.path))
            )
        else:
            yield from _walk(entry.path, depth - 1, refused, away)


_entry_name = attrgetter("name")
