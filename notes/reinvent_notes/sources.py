"""Where documents come from: the bundled notes, and the files and folders that the user names."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePath
from typing import NamedTuple

from reinvent_notes import limits
from reinvent_notes.errors import Refused
from reinvent_notes.text import clean_line

BUNDLED = Path(__file__).parent / "talks"
_BUNDLED_NAME = "bundled"

_ENDINGS = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt", ".text"))
_NO_NOTES = frozenset(("node_modules", "__pycache__", "site-packages", "venv"))


class Found(NamedTuple):
    """A file to read, and what tells whether it changed. `name` is how the user is told of it."""

    path: Path
    name: str
    size: int
    mtime_ns: int
    inode: int


def name_of(path: Path) -> str:
    """A path as the user is told it: bytes that are no text are written out, nothing in it steers a terminal."""
    return clean_line(os.fsencode(path).decode("utf-8", "backslashreplace"))


def find(roots: Iterable[Path], refused: list[Refused]) -> list[Found]:
    """Every document below these files and folders, each once; what cannot be read is added to `refused`."""
    found: list[Found] = []
    seen: set[tuple[int, int]] = set()
    names: set[str] = set()
    for root in roots:
        for path, status in _below(root, refused):
            key = (status.st_dev, status.st_ino)
            if key[1] and key in seen:
                continue
            seen.add(key)
            name = _BUNDLED_NAME + os.sep + str(path.relative_to(BUNDLED)) if root == BUNDLED else name_of(path)
            while name in names:
                name += "~"  # two names that differ only in what cannot be seen
            names.add(name)
            found.append(Found(path, name, status.st_size, status.st_mtime_ns, status.st_ino))
    return found


def _below(root: Path, refused: list[Refused]) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        status = root.stat()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no such file or folder").lower()
        refused.append(Refused(f"cannot be read ({reason})", where=name_of(root), remedy="check the path"))
        return
    if not stat.S_ISDIR(status.st_mode):
        yield root, status  # whatever the user names is read, whatever its ending
        return
    for count, (path, entry_status) in enumerate(_walk(root, limits.FOLDER_DEPTH, refused), 1):
        if count > limits.FILES_PER_FOLDER:
            refused.append(
                Refused(f"holds more than {limits.FILES_PER_FOLDER:,} files (FILES_PER_FOLDER)", where=name_of(root))
            )
            return
        yield path, entry_status


def _walk(folder: Path, depth: int, refused: list[Refused]) -> Iterator[tuple[Path, os.stat_result]]:
    """Text files in a stable order. Hidden folders and links to folders are not entered."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        refused.append(Refused(f"cannot be listed ({reason})", where=name_of(folder), remedy="check its permissions"))
        return
    folders = []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry)
            elif PurePath(entry.name).suffix.lower() in _ENDINGS:
                status = entry.stat()
                if stat.S_ISREG(status.st_mode):
                    yield Path(entry.path), status
        except OSError as error:
            reason = (error.strerror or "error").lower()
            refused.append(
                Refused(f"cannot be read ({reason})", where=name_of(Path(entry.path)), remedy="check the link")
            )
    for entry in folders:
        if entry.name in _NO_NOTES:
            continue
        if depth == 0:
            refused.append(
                Refused(f"is deeper than {limits.FOLDER_DEPTH} folders (FOLDER_DEPTH)", where=name_of(Path(entry.path)))
            )
        else:
            yield from _walk(Path(entry.path), depth - 1, refused)


def load_list(path: Path) -> list[Path]:
    """The files and folders that the user added, one absolute path a line; lines with # are remarks.

    A path that would not survive on a line of its own stands there as a JSON string.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError:
        return []
    return [_path_on(line) for line in (line.strip() for line in lines) if line and not line.startswith("#")]


def _path_on(line: str) -> Path:
    if line.startswith('"'):
        with suppress(ValueError):
            return Path(str(json.loads(line)))
    return Path(line)


def _line_of(path: Path) -> str:
    text = str(path)
    return json.dumps(text) if text != text.strip() or "\n" in text or "\r" in text else text


def save_list(path: Path, roots: Iterable[Path]) -> None:
    """Replace the list in one step. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    text = "# Where reinvent-tui reads notes: one file or folder a line.\n" + "".join(
        f"{_line_of(root)}\n" for root in roots
    )
    temporary.write_text(text, encoding="utf-8", errors="surrogateescape")
    temporary.replace(path)
