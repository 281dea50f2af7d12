"""Warm start: command to tree painted, as a ratio to an empty Textual app painted, the two taken in turn.

    .venv/bin/python tests/benchmarks/start.py [--runs 15] [PATH ...]

With PATHs the library is these alone, indexed before the first run. A real pseudo-terminal, so POSIX only. CPU is the
process's own until it has painted (Linux), and says more than the clock on a machine that does other work.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import NamedTuple

EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("PAINTED")
Empty().run()
"""
ROWS, COLUMNS, PATIENCE = 40, 120, 30.0


class Start(NamedTuple):
    """Seconds until a text was painted: by the clock, and of the process's own CPU."""

    wall: float
    cpu: float


def start_until(command: list[str], painted: bytes) -> Start:
    """Run a command in a terminal until it has painted a text, then end it."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    seen = b""
    try:
        while painted not in seen:
            ready, _, _ = select.select([terminal], [], [], PATIENCE)
            if not ready:
                raise SystemExit(f"{command[0]} painted no {painted!r} in {PATIENCE:g} s")
            seen += os.read(terminal, 65536)
        return Start(time.perf_counter() - began, cpu_of(child))
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def cpu_of(process: int) -> float:
    """CPU seconds of all of a process's threads so far (Linux; elsewhere not a number)."""
    clocks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(clock.read_text().split()[0]) for clock in clocks) / 1e9 or float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    data = tempfile.mkdtemp()
    try:
        reader = [
            shutil.which("reinvent-tui", path=str(Path(sys.executable).parent)) or "reinvent-tui",
            "--data-dir",
            data,
        ]
        if options.paths:
            subprocess.run([*reader, "add", *options.paths], check=True)
        subprocess.run([*reader, "index"], check=True)
        year = subprocess.run([*reader, "list", "sort:year"], capture_output=True, check=True).stdout.split()[0]
        empty = [sys.executable, "-c", EMPTY_APP]
        pairs = []
        for run in range(options.runs + 1):
            pair = (start_until(reader, year), start_until(empty, b"PAINTED"))
            if run:  # the first fills the caches
                pairs.append(pair)
    finally:
        shutil.rmtree(data)
    print(f"{'':<8}{'reader ms':>12}{'empty app ms':>14}{'ratio':>8}   (medians of {len(pairs)} pairs)")
    for name in Start._fields:
        ours = [getattr(pair[0], name) for pair in pairs]
        theirs = [getattr(pair[1], name) for pair in pairs]
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        print(f"{name:<8}{statistics.median(ours) * 1000:>12.0f}{statistics.median(theirs) * 1000:>14.0f}{ratio:>8.2f}")


if __name__ == "__main__":
    main()
