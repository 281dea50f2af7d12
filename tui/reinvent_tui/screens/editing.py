"""Editing a note in the user's editor, which has the terminal meanwhile. Loaded when it is asked for."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from textual.app import SuspendNotSupported

from reinvent_notes.errors import Refused, reason
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.text import decode_data, read_bytes
from reinvent_tui import editor, own_notes

if TYPE_CHECKING:
    from textual.app import App

    from reinvent_notes.index import Index
    from reinvent_notes.talk import Note, Talk


class Folders(Protocol):
    """Where notes of the user's own are."""

    def own_folder(self) -> Path: ...
    def add_own_folder(self, folder: Path) -> bool: ...


def edit(app: App[int], folders: Folders, index: Index, talk: Talk, note: Note | None) -> str:
    """Edit a note, a copy of a bundled one, or one that is begun; what to say of it. Raises ReinventError."""
    words = editor.editor(os.environ)
    file = IndexDocuments(index).file_of(note.source) if note else None
    draft = own_notes.draft(talk, note, Path(file) if file else None, folders.own_folder)
    before = _content(draft.path)
    try:
        status = _run(app, editor.command(words, draft.path, draft.line))
    finally:
        is_kept, changed = own_notes.is_kept(draft), _content(draft.path) != before
    if draft.begun is None and not is_kept:
        return f"{draft.path} is not there any more"
    if status and not (is_kept and changed):
        ended = f"ended with status {status}" if status > 0 else f"was ended by signal {-status}"
        return f"{words[0]} {ended}, and nothing was written"
    if not is_kept:
        return "Nothing was written, and no note is kept"
    added = draft.folder is not None and folders.add_own_folder(draft.folder)
    if draft.begun is not None:
        return f"Your note is {draft.path}" + (f"; {draft.folder} is part of the library now" if added else "")
    return f"Changed {draft.path}" if changed else "Nothing was changed"


def edit_text(app: App[int], text: str) -> str:
    """Edit a text that is in no file; it stays as it is where the editor ends with an error. Raises ReinventError."""
    words = editor.editor(os.environ)
    with tempfile.TemporaryDirectory(prefix="reinvent-") as folder:
        path = Path(folder) / "own-note.md"
        path.write_text(text + "\n" * bool(text), encoding="utf-8", errors="replace")
        if _run(app, editor.command(words, path, 1)) or not path.is_file():
            return text
        return decode_data(read_bytes(path), path)[0].rstrip()


def _content(path: Path) -> bytes | None:
    """None where there is none. To save what is there already is no change."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _run(app: App[int], command: list[str]) -> int:
    """Its exit status. Raises Refused where it cannot be started, or has no terminal."""
    why = ""
    try:
        with app.suspend(), _signals_wait(app):
            try:
                return subprocess.run(command, check=False).returncode
            except (OSError, ValueError) as error:  # not to leave `suspend`, which would not take the terminal again
                why = reason(error)
    except SuspendNotSupported:
        raise Refused("an editor cannot have this terminal", remedy="edit the file beside the reader") from None
    raise Refused(f"{command[0]} could not be started ({why})", remedy="set VISUAL or EDITOR")


@contextmanager
def _signals_wait(app: App[int]) -> Iterator[None]:
    """ctrl-c and ctrl-\\ go to every program of the terminal, and are meant for the editor; what ends the reader does
    so after it.

    With a handler, and not with SIG_IGN, which the editor would inherit; and without asyncio, which would hear of
    ctrl-c when the reader has the terminal again, and the driver its handlers.
    """
    wakeup = signal.set_wakeup_fd(-1)
    typed = {signal.SIGINT, getattr(signal, "SIGQUIT", signal.SIGINT)}
    before = {number: signal.signal(number, lambda number, frame: None) for number in typed}
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(number) is not signal.SIG_IGN:
            before.setdefault(number, signal.signal(number, lambda number, frame: app.exit(128 + number)))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
