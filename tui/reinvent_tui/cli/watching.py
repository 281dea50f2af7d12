"""Looking for changed notes while the reader runs: what the process does that `watch_process` starts."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from reinvent_notes import sources
from reinvent_notes.index import Index
from reinvent_notes.index_changes import Changes
from reinvent_notes.index_documents import IndexDocuments
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.watch_process import Tell

_SHOWN_EVERY = 0.3  # seconds between two looks at the documents that are on the screen
_ALL_EVERY = 2.0  # and at all others; more where looking at them takes long
_PART_OF_TIME = 20  # looking takes at most one of so many seconds
_TELL_EVERY = 0.1  # seconds between two words on how far reading is

Ask = Callable[[float], dict[str, Any] | None]  # waits so many seconds for a word; raises EOFError at the end


class Watch:
    """Refreshes the index, then whenever something changed or it is told to. Told is `{"progress": [read, all]}`,
    `{"changes": …}` with an index, or `{"failed": sentence}`."""

    def __init__(self, opening: Opening, tell: Tell) -> None:
        self._opening, self._tell = opening, tell
        self._index: Index | None = None
        self._shown: dict[str, str] = {}  # files on the screen, with their stamps
        self._told = 0.0
        self._warned: list[str] = []  # what was last told to be wrong: a source that is away is no change of the index

    def run(self, ask: Ask) -> None:
        self._refresh(always_tell=True)
        while True:
            try:
                word = ask(_SHOWN_EVERY)
            except EOFError:
                return
            if word and "shown" in word:
                self._look_at(word["shown"])
            again = word is not None and "again" in word
            if again or time.monotonic() > self._next or self._shown_changed():
                self._refresh(always_tell=again)

    def _refresh(self, *, always_tell: bool) -> None:
        start = time.monotonic()
        try:
            index, changes = self._opening.refreshed_index(
                progress=self._progress, usable=self._usable, old=self._index
            )
        except Exception as error:  # whatever a document does to us, the reader goes on with what it has
            sentence = self._opening.failures.tell(error)
            if sentence:
                self._tell({"failed": sentence}, None)
        else:
            before, self._index = self._index, index
            if before is not None and before is not index:
                before.close()
            is_another = before is not None and before.version != index.version  # it may be another program's work
            if changes or is_another or always_tell or changes.warnings != self._warned:
                self._warned = changes.warnings
                self._tell({"changes": asdict(changes)}, index)
        self._next = time.monotonic() + max(_ALL_EVERY, _PART_OF_TIME * (time.monotonic() - start))
        self._look_at(list(self._shown))

    def _progress(self, done: int, count: int) -> None:
        if time.monotonic() - self._told > _TELL_EVERY:
            self._told = time.monotonic()
            self._tell({"progress": [done, count]}, None)

    def _usable(self, index: Index) -> None:
        self._tell({"changes": asdict(Changes(rebuilt=True))}, index)

    def _look_at(self, names: list[str]) -> None:
        documents = IndexDocuments(self._index) if self._index else None
        files = {name: documents.file_of(name) for name in names} if documents else {}
        self._shown = {name: _stamp(file) for name, file in files.items() if file}
        self._files = files

    def _shown_changed(self) -> bool:
        return any(_stamp(self._files[name]) != stamp for name, stamp in self._shown.items())


def _stamp(file: str | None) -> str:
    try:
        return sources.stamp(Path(file or "").stat())
    except OSError:
        return ""


def _is_in_file(index: Index) -> bool:
    """One is in memory where none is kept, or none can be written."""
    (_, _, file), *_ = index.connection.execute("PRAGMA database_list")
    return bool(file)


def main() -> None:
    """Words come on stdin, and go on stdout."""
    options = Namespace(**json.loads(sys.argv[1]))
    with suppress(OSError, AttributeError):
        os.nice(5)  # the screen comes first
    heard: SimpleQueue[dict[str, Any]] = SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            heard.put(json.loads(line))
        os._exit(0)  # the reader is gone; what is being written is put in place as a whole, or never

    def ask(seconds: float) -> dict[str, Any] | None:
        try:
            return heard.get(timeout=seconds)
        except Empty:
            return {}

    def tell(word: dict[str, Any], index: Index | None) -> None:
        data = index.connection.serialize() if index and not _is_in_file(index) else None
        if data is not None:
            word = word | {"size": len(data)}
        sys.stdout.buffer.write(json.dumps(word).encode() + b"\n" + (data or b""))
        sys.stdout.buffer.flush()

    opening = Opening(options, options.paths)
    threading.Thread(target=listen, daemon=True).start()
    with suppress(BrokenPipeError, KeyboardInterrupt):
        Watch(opening, tell).run(ask)
    os._exit(0)  # the thread that listens would be waited for


if __name__ == "__main__":
    main()
