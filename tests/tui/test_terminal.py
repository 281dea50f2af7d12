"""The program in a real terminal: what it leaves behind, however it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Notes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals on this system")

FIRST = "The opening keynote"
MARKED = re.compile("(Watched|Queued|Favourite|Hidden|Not [a-z]+): ")
ENTERED, LEFT = b"\x1b[?1049h", b"\x1b[?1049l"  # the alternate screen
HIDDEN, SHOWN = b"\x1b[?25l", b"\x1b[?25h"  # the cursor
MOUSE_ON, MOUSE_OFF = b"\x1b[?1003h", b"\x1b[?1003l"
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[PX^_\]].*?(?:\x1b\\|\x07)|.)", re.S)
# the program with the terminal on its standard streams as its controlling one
_START = "import os, runpy; os.login_tty(0); runpy.run_module('reinvent_tui', run_name='__main__')"
_IGNORE = "import signal; signal.signal({}, signal.SIG_IGN); "
# whatever the tests were started with: nohup and shells have signals ignored
_HEED = "import signal; signal.signal(1, signal.SIG_DFL); signal.signal(2, signal.default_int_handler); "
_PATIENCE = 20.0  # seconds to come up, on a machine that does much else


class Terminal:
    """A terminal of 80 by 24 cells in which the program runs."""

    def __init__(self, *arguments: str, data: Path, ignored: int = 0, first: str = "", **variables: str) -> None:
        import termios

        self._termios = termios
        self.outside, self.inside = os.openpty()
        os.set_blocking(self.outside, False)
        self._set_size(80, 24)
        self.before = self.modes
        self.data = data
        self.output = b""
        environment = {
            **{name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")},
            "TERM": "xterm-256color",
            "REINVENT_TUI_DATA_DIR": str(data),
            "PYTHONWARNINGS": "ignore",
            **variables,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", (_IGNORE.format(ignored) if ignored else _HEED) + first + _START, *arguments],
            stdin=self.inside,
            stdout=self.inside,
            stderr=self.inside,
            env=environment,
        )

    @property
    def modes(self) -> list[object]:
        """Echo, line editing, signals: all that stty shows."""
        return self._termios.tcgetattr(self.inside)

    @property
    def text(self) -> str:
        """Everything that was ever written, without colours and cursor movements."""
        return _SEQUENCE.sub(b"", self.output).decode(errors="replace")

    def resize(self, width: int, height: int) -> None:
        self._set_size(width, height)
        self.process.send_signal(signal.SIGWINCH)

    def _set_size(self, width: int, height: int) -> None:
        self._termios.tcsetwinsize(self.inside, (height, width))

    def type(self, keys: bytes) -> None:
        os.write(self.outside, keys)

    def read(self) -> None:
        """Take what was written since; a terminal that nobody reads would stop the program."""
        try:
            while chunk := os.read(self.outside, 65536):
                self.output += chunk
        except OSError:  # nothing more now, or for ever
            return

    def until(self, is_so: Callable[[], object], seconds: float = _PATIENCE) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read()
            if is_so():
                return
            if self.process.poll() is not None:
                self.read()
                assert is_so(), f"it ended with {self.process.returncode}: {self.text[-2000:]}"
                return
            time.sleep(0.01)
        raise AssertionError(f"did not come within {seconds} s; the terminal's last words: {self.text[-2000:]}")

    def until_painted(self) -> None:
        """And ready for keys, which it says by showing how many talks there are."""
        self.until(lambda: FIRST in self.text and "8 talks" in self.text)

    def ends(self, seconds: float = _PATIENCE) -> int:
        self.until(lambda: self.process.poll() is not None, seconds)
        self.read()
        return self.process.returncode

    def hang_up(self) -> None:
        """What closing the window does."""
        os.close(self.inside)
        os.close(self.outside)
        self.inside = self.outside = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for end in (self.inside, self.outside):
            if end >= 0:
                os.close(end)

    def is_given_back(self) -> bool:
        """The alternate screen left, the cursor shown, the mouse free, echo and line editing on again."""
        last = {name: self.output.rfind(name) for name in (ENTERED, LEFT, HIDDEN, SHOWN, MOUSE_ON, MOUSE_OFF)}
        left = last[LEFT] > last[ENTERED] and last[SHOWN] > last[HIDDEN] and last[MOUSE_OFF] >= last[MOUSE_ON]
        return left and self.modes == self.before


@pytest.fixture
def terminal(shared_notes: Notes, data: Path) -> Iterator[Terminal]:
    terminal = Terminal(str(shared_notes.folder), data=data)
    yield terminal
    terminal.close()


def test_starts_paints_and_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.until_painted()
    assert ENTERED in terminal.output
    assert terminal.modes != terminal.before
    terminal.type(b"q")
    assert terminal.ends() == 0
    assert terminal.is_given_back()
    assert "Traceback" not in terminal.text


def test_quits_at_once_although_notes_are_still_being_read(terminal: Terminal) -> None:
    terminal.until(lambda: ENTERED in terminal.output)
    terminal.type(b"\x11")  # ctrl-q
    assert terminal.ends() == 0
    assert terminal.is_given_back()
    assert "Traceback" not in terminal.text


def test_what_is_typed_as_soon_as_talks_are_shown_is_not_taken_for_something_else(data: Path) -> None:
    subprocess.run([sys.executable, "-m", "reinvent_tui", "index", "--data-dir", str(data)], check=True)
    terminal = Terminal(data=data)
    try:
        terminal.until(lambda: "▾ Keynotes" in terminal.text)
        terminal.type(b"/mass")  # each letter of which sets a mark outside the search bar
        terminal.until(lambda: "mass" in terminal.text or MARKED.search(terminal.text))
        assert not MARKED.search(terminal.text)
    finally:
        terminal.close()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"])
def test_a_signal_ends_it_and_gives_the_terminal_back(terminal: Terminal, name: str) -> None:
    terminal.until_painted()
    number = getattr(signal, name)
    terminal.process.send_signal(number)
    assert terminal.ends() == 128 + number
    assert terminal.is_given_back()
    assert "Traceback" not in terminal.text


_INTERRUPT = "__import__('os').kill(__import__('os').getpid(), 2)"
_INTERRUPTED_AT_IMPORT = (
    "import sys; sys.meta_path.insert(0, type('Finder', (), dict(find_spec="
    f"lambda self, name, *more: {_INTERRUPT} if name == 'MODULE' else None))()); "
)
_INTERRUPTED_LATE = {
    "when the loop is closed": (
        "import asyncio.selector_events as events; close = events.BaseSelectorEventLoop.close; "
        f"events.BaseSelectorEventLoop.close = lambda loop: (close(loop), {_INTERRUPT}); "
    ),
    "at the end": f"import atexit; atexit.register(lambda: {_INTERRUPT}); ",
}


@pytest.mark.parametrize("module", ["reinvent_tui.cli", "textual.reactive", "textual.drivers.linux_driver"])
def test_an_interrupt_before_the_terminal_is_taken_ends_it_without_a_word(
    module: str, shared_notes: Notes, data: Path
) -> None:
    terminal = Terminal(str(shared_notes.folder), data=data, first=_INTERRUPTED_AT_IMPORT.replace("MODULE", module))
    try:
        assert terminal.ends() == -signal.SIGINT
        assert not terminal.output
        assert terminal.modes == terminal.before
    finally:
        terminal.close()


@pytest.mark.parametrize("first", _INTERRUPTED_LATE.values(), ids=_INTERRUPTED_LATE)
def test_an_interrupt_after_the_terminal_is_given_back_ends_it_without_a_word(
    first: str, shared_notes: Notes, data: Path
) -> None:
    terminal = Terminal(str(shared_notes.folder), data=data, first=first)
    try:
        terminal.until_painted()
        terminal.type(b"\x11")
        assert terminal.ends() == -signal.SIGINT
        assert terminal.is_given_back()
        assert "Traceback" not in terminal.text
    finally:
        terminal.close()


def test_a_window_that_is_closed_ends_it(terminal: Terminal) -> None:
    terminal.until_painted()
    terminal.hang_up()
    terminal.process.wait(_PATIENCE)


def test_a_terminal_that_vanishes_unsaid_ends_it_without_spinning(shared_notes: Notes, data: Path) -> None:
    terminal = Terminal(str(shared_notes.folder), data=data, ignored=signal.SIGHUP)
    try:
        terminal.until_painted()
        terminal.hang_up()
        terminal.process.wait(_PATIENCE)
    finally:
        terminal.close()


def test_ctrl_c_does_not_kill_it(terminal: Terminal) -> None:
    terminal.until_painted()
    terminal.type(b"\x03")
    time.sleep(0.3)
    assert terminal.process.poll() is None
    terminal.type(b"\x11")
    assert terminal.ends() == 0
    assert terminal.is_given_back()


@pytest.mark.parametrize(
    "told",
    [
        b"\x1b[109;1:3u",
        b"\x1b[1114112u",
        b"\x1b[99999999u",
        b"\x1b[1114112;1~",
        b"\x1b[4294967296;300~",
        b"\x1b[999999999999999999;9999u",
        b"\x1b[97;1;1114112u",
    ],
)
def test_what_is_told_of_keys_and_is_none_does_nothing(terminal: Terminal, told: bytes) -> None:
    terminal.until_painted()
    terminal.type(told)
    time.sleep(0.2)
    terminal.type(b"jm")
    terminal.until(lambda: MARKED.search(terminal.text))
    terminal.type(b"\x11")
    assert terminal.ends() == 0
    assert terminal.is_given_back()
    assert "Traceback" not in terminal.text and not list(terminal.data.rglob("failures.log"))


def test_a_key_that_is_told_in_several_layouts_is_that_key(terminal: Terminal) -> None:
    terminal.until_painted()
    terminal.type(b"j\x1b[109:77;1:1u")
    terminal.until(lambda: "Watched: " in terminal.text)


def test_what_textual_cannot_read_at_all_is_told_and_listening_goes_on(shared_notes: Notes, data: Path) -> None:
    first = (
        "import textual._xterm_parser as keys; every = keys.XTermParser._sequence_to_key_events; "
        "keys.XTermParser._sequence_to_key_events = lambda self, typed, alt=False: "
        "{}[typed] if typed == 'X' else every(self, typed, alt); "
    )
    terminal = Terminal(str(shared_notes.folder), data=data, first=first)
    try:
        terminal.until_painted()
        terminal.type(b"X")
        terminal.until(lambda: "should not have (KeyError)" in terminal.text)
        terminal.type(b"jm")
        terminal.until(lambda: "Watched: " in terminal.text)
        terminal.type(b"\x11")
        assert terminal.ends() == 0
        assert "Traceback" not in terminal.text
    finally:
        terminal.close()


def test_one_cell_and_back(terminal: Terminal) -> None:
    terminal.until_painted()
    for size in ((1, 1), (2, 2), (500, 2), (1, 200)):
        terminal.resize(*size)
        terminal.type(b"jk\rG\x1b[B")
        time.sleep(0.05)
        terminal.read()
    terminal.type(b"\x1b")
    terminal.resize(80, 24)
    before = len(terminal.output)
    terminal.until(lambda: b"Serverless" in terminal.output[before:])
    terminal.type(b"\x11")
    assert terminal.ends() == 0
    assert terminal.is_given_back()


def test_it_starts_where_a_browser_is_the_terminal(data: Path) -> None:
    environment = {**os.environ, "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(
        [sys.executable, "-m", "reinvent_tui", "--data-dir", str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as served:
        assert served.stdout is not None
        assert b"__GANGLION__" in served.stdout.readline()
        served.kill()


@pytest.mark.parametrize("kind", ["xterm", "xterm-256color"])
def test_without_colours_the_terminal_is_told_of_none(kind: str, shared_notes: Notes, data: Path) -> None:
    terminal = Terminal(str(shared_notes.folder), data=data, NO_COLOR="1", TERM=kind)
    try:
        terminal.until_painted()
        terminal.type(b"jm/keynote")
        terminal.until(lambda: "of 8 talks" in terminal.text)
        terminal.type(b"\x1b\x1b\x11")
        assert terminal.ends() == 0
    finally:
        terminal.close()
    told = [
        int(code) for codes in re.findall(rb"\x1b\[([\d;]*)m", terminal.output) for code in codes.split(b";") if code
    ]
    assert told and {code for code in told if 30 <= code <= 107} <= {39, 49}
    assert 7 in told, "what is under the cursor is turned round"


def test_bytes_that_are_no_text_do_not_end_it(terminal: Terminal) -> None:
    terminal.until_painted()
    terminal.type(b"/\xff\xfe\xc3(\x80abc\x1b[999~\x1b[1;99Z")
    time.sleep(0.3)
    terminal.read()
    assert terminal.process.poll() is None
    terminal.type(b"\x11")
    assert terminal.ends() == 0
    assert terminal.is_given_back()


def test_without_a_terminal_it_says_so_and_ends(shared_notes: Notes, data: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-m", "reinvent_tui", "--data-dir", str(data), str(shared_notes.folder)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert started.returncode == 2
    assert started.stdout == ""
    assert started.stderr.count("\n") == 1 and "terminal" in started.stderr


def test_standard_input_that_is_closed_ends_it(shared_notes: Notes, data: Path) -> None:
    ended = subprocess.run(
        f'exec "{sys.executable}" -m reinvent_tui --data-dir "{data}" "{shared_notes.folder}" <&-',
        shell=True,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr and ended.stderr.count("\n") == 1


def test_a_mark_made_before_the_window_was_closed_is_kept(terminal: Terminal, shared_notes: Notes, data: Path) -> None:
    terminal.until_painted()
    terminal.type(b"m")
    terminal.until(lambda: "Watched:" in terminal.text)
    terminal.process.kill()
    terminal.process.wait()
    again = Terminal(str(shared_notes.folder), data=data)
    try:
        again.until(lambda: "1 watched" in again.text)
    finally:
        again.close()


def test_an_editor_has_the_terminal_and_gives_it_back(
    notes: Notes, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import sys\nwith open(sys.argv[1], 'a') as file:\n    file.write('\\n' + input('What to write? ') + '\\n')\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {editor}")
    terminal = Terminal(str(notes.folder), data=data)
    try:
        terminal.until_painted()
        terminal.type(b"e")
        terminal.until(lambda: "What to write?" in terminal.text)
        assert terminal.output.rfind(LEFT) > terminal.output.rfind(ENTERED)
        assert terminal.modes == terminal.before
        terminal.type(b"My own words\n")
        terminal.until(lambda: terminal.output.rfind(LEFT) < terminal.output.rfind(ENTERED))
        back = len(terminal.output)
        terminal.until(lambda: b"My own words" in terminal.output[back:])
        terminal.type(b"q")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
        assert "Traceback" not in terminal.text
    finally:
        terminal.close()


def test_an_editor_that_is_not_there_leaves_the_terminal_to_the_reader(
    notes: Notes, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    terminal = Terminal(str(notes.folder), data=data)
    try:
        terminal.until_painted()
        terminal.type(b"e")
        terminal.until(lambda: "could not be started" in terminal.text)
        assert terminal.output.rfind(LEFT) < terminal.output.rfind(ENTERED)
        terminal.type(b"q")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()


@pytest.mark.parametrize(("key", "name"), [(b"\x03", "SIGINT"), (b"\x1c", "SIGQUIT")])
def test_an_interrupted_editor_does_not_end_the_reader(
    key: bytes, name: str, notes: Notes, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text("import time\nprint('Editing', flush=True)\ntime.sleep(30)\n")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {editor}")
    terminal = Terminal(str(notes.folder), data=data)
    try:
        terminal.until_painted()
        terminal.type(b"e")
        terminal.until(lambda: "Editing" in terminal.text)
        terminal.type(key)
        terminal.until(lambda: f"by signal {getattr(signal, name):d}" in terminal.text)
        terminal.type(b"q")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()
