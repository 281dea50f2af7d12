"""Where documents come from: the bundled notes, and the files and folders that the user names."""

from __future__ import annotations

import marshal
import os
import stat
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from reinvent_notes import limits
from reinvent_notes.errors import Refused, reason
from reinvent_notes.text import clean_line

BUNDLED = Path(__file__).parent / "talks"
_BUNDLED_NAME = "bundled"

LIST_ENDINGS = frozenset((".json", ".jsonl", ".ndjson", ".csv", ".tsv"))
NOTE_ENDINGS = frozenset(
    (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt", ".text", ".org", ".rst", ".adoc", ".asciidoc", ".wiki")
)
_ENDINGS = LIST_ENDINGS | NOTE_ENDINGS
_SYSTEM = frozenset(("/proc", "/sys", "/dev", "/run"))  # what looks like files there is none
_NO_NOTES = frozenset(("node_modules", "__pycache__", "site-packages", "venv"))


_State = tuple[str, int, int, int, int]  # a file, its size, times of change of content and entry (ns), inode
_Away = list[tuple[str, Refused]]


class Found(NamedTuple):
    """A file to read. `name` is how the user is told of it; `stamp` tells whether it changed.

    `within` is the outermost source that it is of: documents of one source tell each other their year.
    """

    file: str
    name: str
    stamp: str
    within: str = ""

    @property
    def path(self) -> Path:
        return Path(self.file)

    @property
    def size(self) -> int:
        return int(self.stamp.split()[0])

    @property
    def changed_ns(self) -> int:
        """When its content was changed."""
        return int(self.stamp.split()[1])

    @property
    def status_ns(self) -> int:
        """When its entry was changed, as the system saw it."""
        return int(self.stamp.split()[2])

    @property
    def inode(self) -> str:
        return self.stamp.split()[3]


def stamp(status: os.stat_result) -> str:
    """Size, times of change of content and of the entry itself (ns), inode: a file with the same has not changed."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


class Folder(NamedTuple):
    """The files of a folder, or a root that is a file. They are packed: hardly ever is one of them looked at.

    `seen` is the same while the files and their states are.
    """

    path: str
    seen: bytes
    states: bytes
    devices: array[int]

    def files(self) -> Iterator[tuple[_State, int]]:
        """Each with its device."""
        return zip(marshal.loads(self.states), self.devices, strict=True)

    def inodes(self) -> Iterator[int]:
        return (state[4] for state in marshal.loads(self.states))


class Listed(NamedTuple):
    """What stands below a root, before anything is made of it."""

    root: Path
    folders: list[Folder]
    refused: list[Refused]
    away: _Away


class Source(NamedTuple):
    """A file or folder that the user named, and the documents below it.

    `away` are the root or folders below it that cannot be looked at, and why. `empty`: a folder with nothing in it,
    which may be where a disk is not mounted now. `within` is the outermost source that it is inside of, or it itself.
    """

    root: Path
    documents: tuple[Found, ...]
    away: tuple[tuple[str, Refused], ...]
    empty: bool
    within: str

    @property
    def name(self) -> str:
        return _BUNDLED_NAME if self.root == BUNDLED else name_of(self.root)

    @property
    def missing(self) -> bool:
        return any(path == str(self.root) for path, _ in self.away)


def is_below(file: str, folder: str) -> bool:
    """Whether a path is this folder's, or of something in it."""
    return file == folder or file.startswith(folder.rstrip(os.sep) + os.sep)


def name_of(path: Path) -> str:
    """A path as the user is told it: bytes that are no text are written out, nothing in it steers a terminal."""
    return _name_of(str(path))


def _name_of(file: str) -> str:
    if file.isprintable() and "  " not in file:
        return file  # nothing to clean, and nearly always so
    return clean_line(os.fsencode(file).decode("utf-8", "backslashreplace"))


def list_files(roots: Iterable[Path]) -> list[Listed]:
    """Every file to read below these files and folders."""
    found = [Listed(root, [], [], []) for root in roots]
    for root, folders, refused, away in found:
        folders += _below(root, refused, away)
    return found


def fingerprint(listed: Iterable[Listed]) -> str:
    """The same where nothing changed; nothing where a root was not seen whole, or holds no file."""
    digest = blake2b(digest_size=16)
    for root, folders, refused, away in listed:
        if refused or away or not folders:
            return ""
        digest.update(marshal.dumps((str(root), [(folder.path, folder.seen) for folder in folders]), 2))
    return digest.hexdigest()


def look(
    listed: Sequence[Listed],
    refused: list[Refused],
    known: Mapping[str, str] | None = None,
    is_taken: Callable[[str], bool] | None = None,
) -> list[Source]:
    """Every document of these, each once; what is passed over there is added to `refused`.

    Files that are `known` by a name keep it. Names are for showing: two files may look alike, and then one of them
    gets another sign. `is_taken` tells of names of others still.
    """
    named = dict(known or {})
    names = {*named.values()}
    found: list[Source] = []
    seen: set[tuple[int, int]] = set()
    for root, folders, passed_over, away in listed:
        within = min((str(other.root) for other in listed if is_below(str(root), str(other.root))), key=len)
        documents: list[Found] = []
        bundled = len(str(root)) if root == BUNDLED else 0
        refused += passed_over
        for (file, size, changed, status, inode), device in chain.from_iterable(folder.files() for folder in folders):
            key = (device, inode)
            if key in seen and inode:
                continue
            seen.add(key)
            name = _BUNDLED_NAME + file[bundled:] if bundled else named.get(file)
            if name is None:
                name = _name_of(file)
                while name in names or (is_taken and is_taken(name)):
                    name += "~"
                names.add(name)
            documents.append(Found(file, name, f"{size} {changed} {status} {inode}", within))
        found.append(Source(root, tuple(documents), tuple(away), not (documents or away) and _is_empty(root), within))
    return found


def find(roots: Iterable[Path], refused: list[Refused]) -> list[Found]:
    """The documents of all these files and folders; what cannot be looked at is refused too."""
    looked = look(list_files(roots), refused)
    refused += [why for source in looked for _, why in source.away]
    return [found for source in looked for found in source.documents]


def is_too_much(folder: Path) -> bool:
    """Whether this is a whole disk or home, with more files in it than anybody wrote notes."""
    home = os.path.expanduser("~")  # noqa: PTH111
    if folder != folder.parent and str(folder) != home.rstrip(os.sep):
        return False
    files = chain.from_iterable(found.devices for found in _below(folder, [], []))
    return next(islice(files, limits.FILES_UNASKED, None), None) is not None


def _is_empty(folder: Path) -> bool:
    try:
        with os.scandir(folder) as listing:
            return next(listing, None) is None
    except OSError:
        return False


def _below(root: Path, refused: list[Refused], away: _Away) -> Iterator[Folder]:
    """What is to be read there, folder by folder."""
    try:
        status = root.stat()
    except (OSError, ValueError) as error:
        why = Refused(f"cannot be read ({reason(error)})", where=name_of(root), remedy="check the path")
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
                Refused(f"holds more than {limits.FILES_PER_FOLDER:,} files (FILES_PER_FOLDER)", where=name_of(root))
            )
            return


def _state(file: str, status: os.stat_result) -> _State:
    return file, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _packed(folder: str, states: list[_State], devices: list[int]) -> Folder:
    packed = marshal.dumps(states, 2)  # later versions write who else holds a value
    return Folder(folder, blake2b(packed, digest_size=16).digest(), packed, array("Q", devices))


def _walk(
    folder: str, depth: int, refused: list[Refused], away: _Away
) -> Iterator[tuple[str, list[_State], list[int]]]:
    """Text files in a stable order. Hidden folders and links to folders are not entered."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=_entry_name)
    except OSError as error:
        why = Refused(f"cannot be listed ({reason(error)})", where=_name_of(folder), remedy="check its permissions")
        away.append((folder, why))
        return
    states: list[_State] = []
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
                    refused.append(Refused("is not a regular file", where=_name_of(entry.path)))
        except OSError as error:
            refused.append(
                Refused(f"cannot be read ({reason(error)})", where=_name_of(entry.path), remedy="check the link")
            )
    yield folder, states, devices
    for entry in folders:
        if entry.name in _NO_NOTES or entry.path in _SYSTEM:
            continue
        if depth == 0:
            refused.append(
                Refused(f"is deeper than {limits.FOLDER_DEPTH} folders (FOLDER_DEPTH)", where=_name_of(entry.path))
            )
        else:
            yield from _walk(entry.path, depth - 1, refused, away)


_entry_name = attrgetter("name")
