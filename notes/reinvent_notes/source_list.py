"""The file in which the user's sources are remembered: one file or folder a line, lines with # are remarks.

A path that would not survive on a line of its own stands there as a JSON string; `~` is the user's home. The line
`bundled off` leaves the bundled notes out. A path that is not absolute would be another one wherever the program is
called: it is not read, and told of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reinvent_notes.errors import Refused, reason
from reinvent_notes.lock import held
from reinvent_notes.text import clean_line, read_bytes, write_own

_NO_BUNDLED = "bundled off"
_HEAD = "# Where reinvent-tui reads notes: one file or folder a line."


class SourceList(NamedTuple):
    """The files and folders that the user added, and whether the bundled notes are a source.

    `relative` are paths that are no sources because they are not absolute, with their line.
    """

    roots: tuple[Path, ...] = ()
    bundled: bool = True
    relative: tuple[tuple[int, Path], ...] = ()

    def without(self, paths: Collection[Path]) -> SourceList:
        return self._replace(
            roots=tuple(path for path in self.roots if path not in paths),
            relative=tuple((line, path) for line, path in self.relative if path not in paths),
        )

    def names(self, path: Path) -> bool:
        return path in self.roots or any(path == other for _, other in self.relative)


def load(path: Path) -> SourceList:
    """The list as it is; one that was never written names no sources. Raises Refused where it cannot be read."""
    said = [(number, line.strip()) for number, line in enumerate(_lines(path), 1) if not _is_remark(line)]
    named = [(number, _path_on(line)) for number, line in said if line != _NO_BUNDLED]
    return SourceList(
        tuple(dict.fromkeys(root for _, root in named if root.is_absolute())),
        all(line != _NO_BUNDLED for _, line in said),
        tuple((number, root) for number, root in named if not root.is_absolute()),
    )


def refusals(path: Path, listed: SourceList) -> list[Refused]:
    """What is to be told of its lines."""
    what, remedy = "is not an absolute path", "write it in full, or begin it with ~/"
    named = [(line, clean_line(str(root))) for line, root in listed.relative]
    return [Refused(f"{name} {what}", where=path, line=line, remedy=remedy) for line, name in named]


def change(path: Path, how: Callable[[SourceList], SourceList]) -> tuple[SourceList, SourceList]:
    """The list before and after a change, made while nobody else can make one.

    Raises OSError, TimeoutError among them, where it cannot be locked or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with held(path.with_suffix(".lock")):
        before = load(path)
        after = how(before)
        if after != before:
            _save(path, before, after)
    return before, after


def _save(path: Path, before: SourceList, after: SourceList) -> None:
    """Replace the list in one step; the user's remarks stay where they are."""
    lines = _lines(path) or [_HEAD]

    def stays(line: str) -> bool:
        path = _path_on(line)
        return after.names(path) or not before.names(path)

    kept = [line for line in lines if _is_remark(line) or (line.strip() != _NO_BUNDLED and stays(line))]
    kept += [_line_of(root) for root in after.roots if root not in before.roots]
    kept += [] if after.bundled else [_NO_BUNDLED]
    write_own(path, "".join(f"{line}\n" for line in kept).encode(errors="surrogateescape"))


def _lines(path: Path) -> list[str]:
    try:
        if not path.exists():
            return []
    except OSError as error:
        raise Refused(f"cannot be read ({reason(error)})", where=path, remedy="check its permissions") from None
    text = read_bytes(path, "SETTINGS_BYTES").decode("utf-8-sig", "surrogateescape")
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


def _is_remark(line: str) -> bool:
    return not line.strip() or line.strip().startswith("#")


def _path_on(line: str) -> Path:
    line = line.strip()
    if line.startswith('"'):
        with suppress(ValueError):
            line = str(json.loads(line))
    with suppress(RuntimeError):  # ~somebody who is not known
        return Path(line).expanduser()
    return Path(line)


def _line_of(path: Path) -> str:
    text = str(path)
    return json.dumps(text) if text != text.strip() or "\n" in text or "\r" in text else text
