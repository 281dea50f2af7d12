"""The terminal as it really is: it may vanish, send bytes that are no text, or be told to end. POSIX only."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from io import TextIOWrapper

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class _Output:
    """What is written to a terminal that has vanished is dropped: Textual's writer would end, and all wait for it."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._has_vanished = False
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        self._unless_vanished(lambda: self._file.write(text))

    def flush(self) -> None:
        self._unless_vanished(self._file.flush)

    def _unless_vanished(self, act: Callable[[], object]) -> None:
        if not self._has_vanished:
            try:
                act()
            except OSError:
                self._has_vanished = True


class TerminalDriver(LinuxDriver):
    """Textual's driver, which gives the terminal back however the reader ends."""

    def start_application_mode(self) -> None:
        if sys.__stderr__:
            self._file = cast("TextIOWrapper", _Output(sys.__stderr__))
        self._loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup asks that a hang-up be ignored
                self._loop.add_signal_handler(number, self._app.exit, 128 + number)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def run_input_thread(self) -> None:
        """Textual's own would spin at the end of input, and ends at the first byte that is no UTF-8."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="ignore").decode
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], 0.1)[0]:
                received = self._read()
                if not received:
                    with suppress(RuntimeError):  # the loop has ended by itself
                        self._loop.call_soon_threadsafe(self._app.exit, 128 + signal.SIGHUP)
                    return
                text = decode(received)
                for event in parser.feed(text) if text else ():  # an empty text would mean the end
                    self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""
