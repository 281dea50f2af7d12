"""Notes of the user's own: which file is edited, and what becomes of one that was begun for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from reinvent_notes import folders, new_note, sources
from reinvent_notes.errors import Refused, reason
from reinvent_notes.talk import Note, Talk


class Draft(NamedTuple):
    """A file to edit at a line (1-based). `folder`: the user's own, where it is to be in that. `begun`: what was put
    into it for that, None where it was there."""

    path: Path
    line: int
    folder: Path | None = None
    begun: bytes | None = None


def draft(talk: Talk, note: Note | None, file: Path | None, own_folder: Callable[[], Path]) -> Draft:
    """The file of a note, which is in `file`; one in the user's folder for a bundled note, and for a talk that has none
    or whose note stands in a list. Raises ReinventError.
    """
    if note is None or file is None or file.suffix.lower() in folders.LIST_ENDINGS:
        text = new_note.begin(talk).encode()
        return _begun(own_folder(), talk, text, text.count(b"\n"))
    if not file.is_relative_to(sources.BUNDLED):
        if not file.is_file():
            raise Refused("is not there now", where=file, remedy="look whether its disk is there")
        return Draft(file, _first_line(file, note))
    return _begun(own_folder(), talk, file.read_bytes(), _first_line(file, note))


def _first_line(file: Path, note: Note) -> int:
    """Where its text begins: above that stand a heading, or front matter."""
    first = next(iter(note.markdown.splitlines()), "")
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return note.line
    return next((at for at, line in enumerate(lines[note.line - 1 :], note.line) if first and line == first), note.line)


def _begun(folder: Path, talk: Talk, text: bytes, line: int) -> Draft:
    """What was begun before is gone on with, and never written over."""
    path = folder / new_note.file_name(talk)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(text)
    except FileExistsError:
        if path.is_file():
            return Draft(path, 1, folder)
        raise Refused("is no file", where=path, remedy="name another folder for notes in config.toml") from None
    except OSError as error:
        remedy = "name another folder for notes in config.toml"
        raise Refused(f"cannot be written ({reason(error)})", where=path, remedy=remedy) from None
    return Draft(path, line, folder, text)


def is_kept(one: Draft) -> bool:
    """Whether a file that was begun holds anything of the user's; it is removed where it does not."""
    if one.begun is None:
        return one.path.exists()
    try:
        now = one.path.read_bytes()
    except OSError:
        return False
    if now.strip() and now.strip() != one.begun.strip():
        return True
    one.path.unlink()
    return False
