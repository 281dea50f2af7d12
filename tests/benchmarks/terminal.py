"""A program in a real pseudo-terminal of its own: what it paints and when, its CPU and its memory. POSIX only."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

ROWS, COLUMNS, PATIENCE = 40, 120, 60.0
QUIET = 0.5  # seconds without a paint after which a screen is complete
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("PAINTED")
Empty().run()
"""
EMPTY = ([sys.executable, "-c", EMPTY_APP], b"PAINTED")
_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")


class Terminal:
    """Runs a command until the end of the `with`; then it and what it started are killed."""

    def __init__(self, command: Sequence[str]) -> None:
        self.began = time.perf_counter()
        self.process, self._end = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execvp(command[0], command)
        self.seen = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.killpg(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._end)

    def press(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def read(self, seconds: float) -> bytes:
        """What is painted next; nothing where nothing comes in time."""
        ready, _, _ = select.select([self._end], [], [], max(0.0, seconds))
        new = os.read(self._end, 65536) if ready else b""
        self.seen += new
        return new

    def wait_for(self, text: bytes) -> None:
        """Until this was painted since the last wait, whatever colours are in between."""
        while text not in _CONTROL.sub(b"", self.seen):
            if not self.read(PATIENCE):
                raise SystemExit(f"no {text!r} was painted in {PATIENCE:g} s")
        self.seen = b""

    def read_for(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.read(left)

    def settle(self) -> None:
        """Until nothing has been painted for a while."""
        while self.read(QUIET):
            pass


def reader(data: Path) -> list[str]:
    """The command that opens the reader on the library in a folder."""
    here = str(Path(sys.executable).parent)
    return [shutil.which("reinvent-tui", path=here) or "reinvent-tui", "--data-dir", str(data)]


def library(data: Path, *paths: Path, indexed: bool = True) -> Path:
    """A library of the bundled notes and these, in a folder of its own."""
    verb = ["add", *map(str, paths)] if paths else ["index"]
    subprocess.run([*reader(data), *verb], check=True, stdout=subprocess.DEVNULL)
    if not indexed:
        (data / "index.db").unlink()
    return data


def first_year(data: Path) -> bytes:
    """What the tree begins with."""
    return subprocess.run([*reader(data), "list"], capture_output=True, check=True).stdout.split()[0]


def cpu_of(process: int) -> float:
    """CPU seconds of all of a process's threads so far (Linux; elsewhere not a number)."""
    clocks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(clock.read_text().split()[0]) for clock in clocks) / 1e9 or float("nan")


def waited_by(process: int) -> float:
    """Seconds that a process's first thread could have run, and no CPU was free (Linux)."""
    clock = Path(f"/proc/{process}/task/{process}/schedstat")
    return int(clock.read_text().split()[1]) / 1e9 if clock.exists() else 0.0


def memory_of(process: int) -> dict[str, float]:
    """Megabytes (Linux): `rss` with and `pss` without what other processes share, `peak` of the first."""
    names = {"VmRSS": "rss", "VmHWM": "peak", "Pss": "pss"}
    folder = Path(f"/proc/{process}")
    lines = [line for name in ("status", "smaps_rollup") for line in (folder / name).read_text().splitlines()]
    fields = (line.partition(":") for line in lines)
    return {names[name]: int(value.split()[0]) / 1024 for name, _, value in fields if name in names}


def children_of(process: int) -> list[int]:
    """Processes that this one started and that still run (Linux)."""
    return [
        int(child) for tasks in Path(f"/proc/{process}/task").glob("*/children") for child in tasks.read_text().split()
    ]
