"""Where documents come from: the bundled notes, and the files and folders that the user names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from reinvent_notes.errors import Refused
from reinvent_notes.folders import Listed, list_files
from reinvent_notes.text import shown_path

BUNDLED = Path(__file__).parent / "talks"
BUNDLED_NAME = "bundled"  # what the user calls them; a file of that name is ./bundled


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
    def times_ns(self) -> tuple[int, int]:
        """When its content was changed, and its entry, as the system saw it."""
        _, content, entry, _ = self.stamp.split()
        return int(content), int(entry)

    @property
    def inode(self) -> str:
        return self.stamp.split()[3]


def stamp(status: os.stat_result) -> str:
    """Size, times of change of content and of the entry itself (ns), inode: a file with the same has not changed."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


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
        return name_of(self.root)

    @property
    def missing(self) -> bool:
        return any(path == str(self.root) for path, _ in self.away)


def name_of(root: Path) -> str:
    """A source as the user is told it."""
    return BUNDLED_NAME if root == BUNDLED else shown_path(root)


def is_below(file: str, folder: str) -> bool:
    """Whether a path is this folder's, or of something in it."""
    return file == folder or file.startswith(folder.rstrip(os.sep) + os.sep)


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
            name = BUNDLED_NAME + file[bundled:] if bundled else named.get(file)
            if name is None:
                name = shown_path(file)
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


def _is_empty(folder: Path) -> bool:
    try:
        with os.scandir(folder) as listing:
            return next(listing, None) is None
    except OSError:
        return False
