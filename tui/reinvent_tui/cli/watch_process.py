"""The reader's end of looking for changed notes, which is done in a process of its own: the screen never waits for it.

the reader ──► what it shows, "look again" ──► Watch: looks, refreshes the index
           ◄── how far it is, a new index, what failed ◄──

Nothing of what reads notes is loaded on this side.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from reinvent_notes.errors import IndexUnusable
from reinvent_notes.index import Index

Tell = Callable[[dict[str, Any], Index | None], object]


class WatchProcess:
    """Starts a watch in a process of its own; what that tells comes in a thread.

    `opened_index` opens the index file that it has put in place. Raises IndexUnusable.
    """

    def __init__(self, options: dict[str, Any], opened_index: Callable[[], Index], tell: Tell) -> None:
        self._opened_index, self._tell = opened_index, tell
        self._is_closed = False
        # -P: no module of the folder that the reader was started in
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reinvent_tui.cli.watching", json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a ctrl-c that is meant for an editor is not meant for it
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, **word: Any) -> None:
        assert self._process.stdin
        with suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps(word).encode() + b"\n")
            self._process.stdin.flush()

    def close(self) -> None:
        self._is_closed = True
        self._process.terminate()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            word = json.loads(line)
            index = None
            try:
                if "size" in word:
                    index = _in_memory(self._process.stdout.read(word.pop("size")))
                elif "changes" in word:
                    index = self._opened_index()
            except IndexUnusable as error:
                word = {"failed": str(error)}
            self._tell(word, index)
        if not self._is_closed:
            self._tell({"failed": "what looks for changes has ended; start the reader again"}, None)


def _in_memory(data: bytes) -> Index:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.deserialize(data)
    return Index(connection)
