"""How long the screen stands still while a first index is made in the background, beside the same with nothing to do.

    .venv/bin/python tests/benchmarks/pauses.py [--runs 3] [--talks 26000] [--files]

A key is pressed every 30 ms, and timed until something below the first line is painted (how far reading is stands on
the first): until there are talks a letter is typed and deleted in the help, then the cursor goes down and up among
them. A key waits for the one before it. What the reader waited for a CPU, on a busy machine, is told apart.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from corpus import corpus
from ratios import Row, show
from terminal import PATIENCE, Terminal, library, reader, waited_by

GOAL = 50.0  # milliseconds
EVERY = 0.03
SHORT = 0.3  # seconds in which the reader has done what it was asked, or has loaded what its first paint did without
AFTER = 1.5  # seconds that the index has to stand there unchanged
BASE_KEYS = 150  # pressed when all is done
HELP, CLOSE, TYPED, DOWN_AND_UP = "?", "\x1b", ("m", "\x7f"), ("\x1b[B", "\x1b[A")
_PAINTED = re.compile(rb"\x1b\[(?!1;)\d+;\d+H(?:\x1b\[[\d;]*m|[^\x1b])")


class Pause(NamedTuple):
    """Milliseconds from a key to what it painted: by the clock, and without those in which no CPU was free."""

    clock: float
    own: float


class Pauses(NamedTuple):
    """Of each key before there were talks, then among talks, and when all was done."""

    empty: list[Pause]
    talks: list[Pause]
    after: list[Pause]

    @property
    def during(self) -> list[Pause]:
        return self.empty + self.talks


def pressed(terminal: Terminal, key: str) -> Pause:
    terminal.seen = b""
    waited, start = waited_by(terminal.process), time.perf_counter()
    terminal.press(key)
    while not _PAINTED.search(terminal.seen):
        if not terminal.read(PATIENCE):
            raise SystemExit(f"nothing was painted in {PATIENCE:g} s after {key!r}")
    took = time.perf_counter() - start
    waited = waited_by(terminal.process) - waited
    terminal.read_for(EVERY - took)
    return Pause(took * 1000, max(0.0, took - waited) * 1000)


def age(file: Path) -> float:
    """Seconds since it was put there; less than none where it was not."""
    try:
        return time.time() - file.stat().st_ctime
    except FileNotFoundError:
        return -1.0


def measure(data: Path) -> Pauses:
    """Of a reader that is opened on a library without its index."""
    pauses = Pauses([], [], [])
    index = data / "index.db"
    index.unlink(missing_ok=True)
    with Terminal(reader(data)) as terminal:
        terminal.wait_for(b"0 talks")
        terminal.read_for(SHORT)
        terminal.press(HELP)
        terminal.read_for(SHORT)
        while age(index) < SHORT:  # that it is there is seen a little later
            pauses.empty.extend(pressed(terminal, key) for key in TYPED)
        terminal.press(CLOSE)
        terminal.read_for(SHORT)
        while age(index) < AFTER or list(data.glob("index.db.*.new")):
            pauses.talks.extend(pressed(terminal, key) for key in DOWN_AND_UP)
        terminal.settle()
        for _ in range(BASE_KEYS // 2):
            pauses.after.extend(pressed(terminal, key) for key in DOWN_AND_UP)
    return pauses


def longest(pauses: list[Pause]) -> Pause:
    """By each measure."""
    return Pause(*map(max, zip(*pauses, strict=True)))


def percentile(pauses: list[Pause]) -> Pause:
    """The 99th, by each measure."""
    return Pause(*(quantiles(times, n=100, method="inclusive")[98] for times in zip(*pauses, strict=True)))


def rows(data: Path, name: str, runs: int) -> list[Row]:
    """`data` is the folder of a library."""
    made = [measure(data) for _ in range(runs)]
    for run in made:
        parts = (
            f"{moment} {len(pauses)} keys, longest {longest(pauses).clock:.0f} ms (own {longest(pauses).own:.0f})"
            for moment, pauses in zip(("without talks", "with talks", "when all was done"), run, strict=True)
        )
        print(f"pauses, {name}: {'; '.join(parts)}")
    during, after = [run.during for run in made], [run.after for run in made]
    return [
        *rows_of(f"longest pause while {name} are indexed", map(longest, during), GOAL),
        *rows_of(f"99th percentile of pauses while {name} are indexed", map(percentile, during)),
        *rows_of(f"longest pause when all was done, {name}", map(longest, after)),
        *rows_of(f"99th percentile of pauses when all was done, {name}", map(percentile, after)),
    ]


def rows_of(what: str, pauses: Iterable[Pause], goal: float | None = None) -> list[Row]:
    clock, own = (median(times) for times in zip(*pauses, strict=True))
    return [Row(what, clock, goal, "ms"), Row(f"{what}, less waits for a CPU", own, goal, "ms")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--talks", type=int, default=26_000)
    parser.add_argument("--files", action="store_true", help="a file per talk")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, corpus(options.talks, files=options.files) as notes:
        data = library(Path(folder), notes, indexed=False)
        show(rows(data, f"{options.talks:,} talks", options.runs))


if __name__ == "__main__":
    main()
