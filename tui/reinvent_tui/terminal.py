"""The terminal as it really is: it may vanish, send bytes that are no text, or be told to end. POSIX only."""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import sys
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste, Resize
from textual.keys import Keys

from reinvent_notes import limits
from reinvent_notes.text import clean

if TYPE_CHECKING:
    from io import TextIOWrapper

    from textual.message import Message

_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_QUIET = 1.0  # seconds without a byte end a paste
_BURST = 1_000  # characters
_MORE = 50  # characters that follow a burst at once are of it
_TURN = 0.0001  # seconds
# what some terminals tell of a key: its codes in several layouts; modifiers, and whether it is pressed or released
_KEY_TOLD = re.compile(r"(\x1b\[\d+)(?::\d*)*(?:(;\d*)(?::(\d+))?)?(.*[u~A-Z])")
_RELEASED = "3"
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


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


class Pastes:
    """Takes what was pasted out of what was typed: key by key, a long text would keep the reader busy for minutes."""

    def __init__(self) -> None:
        self.is_burst = False  # what came just now, without marks, was more than anybody types
        self._is_open = False  # between the marks that a terminal puts around what is pasted
        self._pasted = ""
        self._mark = ""  # its beginning; the rest of it may come with the next bytes

    def split(self, text: str) -> Iterator[tuple[bool, str]]:
        """Whether a piece of text was pasted, and the piece."""
        text = self._mark + text
        self._mark = ""
        while text:
            mark = _PASTE_ENDS if self._is_open else _PASTE_BEGINS
            text, found, rest = text.partition(mark)
            if not found:
                text, self._mark = _without_mark(text, mark, least=1 if self._is_open else 3)
            if self._is_open:
                self._pasted += text[: limits.PASTE_CHARS - len(self._pasted)]
            elif text:
                # terminals that put no marks: nobody types so much at once, and what a mouse sends is full of escapes
                self.is_burst = len(text) > (_MORE if self.is_burst else _BURST) and text.count("\x1b") * 20 < len(text)
                yield self.is_burst, text
            if found and self._is_open:
                yield from self.end()
            elif found:
                self._is_open = True
            text = rest

    def end(self) -> Iterator[tuple[bool, str]]:
        """Also where the mark at the end was lost: when nothing comes any more."""
        if self._is_open:
            self._is_open = False
            yield True, self._pasted
            self._pasted = ""


class Typed(XTermParser):
    """Textual's, which fails at keys that are told with more than it knows, or with numbers of no key."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        none = Key(Keys.Ignore, sequence)
        if told := _KEY_TOLD.fullmatch(sequence):
            if told[3] == _RELEASED:
                return [none]
            sequence = told[1] + (told[2] or "") + told[4]
        try:
            return list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            return [none]


def _without_mark(text: str, mark: str, least: int) -> tuple[str, str]:
    """A text without the beginning of a mark at its end, and that. A single escape is a key of its own."""
    length = next((length for length in range(len(mark) - 1, least - 1, -1) if text.endswith(mark[:length])), 0)
    return text[: len(text) - length], text[len(text) - length :]


def _at_most(width: int, height: int) -> tuple[int, int]:
    return min(width, limits.SCREEN_COLUMNS), min(height, limits.SCREEN_LINES)


class TerminalDriver(LinuxDriver):
    """Textual's driver, which gives the terminal back however the reader ends."""

    def _get_terminal_size(self) -> tuple[int, int]:
        return _at_most(*super()._get_terminal_size())

    def process_message(self, message: Message) -> None:
        if isinstance(message, Resize):  # some terminals tell their size as they tell keys, and so may what is pasted
            message = Resize.from_dimensions(_at_most(*message.size), message.pixel_size)
        super().process_message(message)

    def start_application_mode(self) -> None:
        self._size = self._get_terminal_size()
        if sys.__stderr__:
            self._file = cast("TextIOWrapper", _Output(sys.__stderr__))
        self._loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup asks that a hang-up be ignored
                self._loop.add_signal_handler(number, self._app.exit, 128 + number)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """The terminal is given back when all is written: from now on a signal may end the program as it likes, and
        finds no loop that is closed already."""
        super().close()
        for number in _SIGNALS:
            if self._loop.remove_signal_handler(number):
                signal.signal(number, signal.SIG_DFL)

    def _sigcont_application(self, *signal_: object) -> None:
        """Textual's own would take the terminal twice where it was stopped without being asked (SIGSTOP)."""
        if not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application(*signal_)
        self._loop.call_soon_threadsafe(self._repaint)

    def _repaint(self) -> None:
        self._app.refresh(layout=True)

    def flush(self) -> None:
        """What was painted is written by a thread, which gets its turn now: it would wait until the reader rests."""
        sleep(_TURN)

    def run_input_thread(self) -> None:
        """Textual's own would spin at the end of input, and ends at the first byte that is no UTF-8."""
        parser = Typed(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="ignore").decode
        pastes, received, quiet = Pastes(), b"", 0.0
        while not self.exit_event.is_set():
            pieces: Iterable[tuple[bool, str]] = ()
            if select.select([self.fileno], [], [], 0.1)[0]:
                received = self._read()
                if not received:
                    with suppress(RuntimeError):  # the loop has ended by itself
                        self._loop.call_soon_threadsafe(self._app.exit, 128 + signal.SIGHUP)
                    return
                pieces = pastes.split(decode(received))
                quiet = monotonic() + _QUIET
            else:
                pastes.is_burst = False
                if received and monotonic() > quiet:
                    pieces = pastes.end()
            try:
                for is_pasted, text in pieces:
                    if is_pasted:
                        lines = text.replace("\r\n", "\n").replace("\r", "\n")  # most terminals end them so
                        self.process_message(Paste(clean(lines)))
                    else:
                        self._take(parser.feed(text))
                self._take(parser.tick())
            except Exception as error:  # which ends Textual's parser, and would end all listening
                parser = Typed(self._debug)
                threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))

    def _take(self, events: Iterable[Message]) -> None:
        for event in events:
            self.process_message(event)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""
