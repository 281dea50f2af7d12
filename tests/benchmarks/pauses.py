"""How long the screen stands still while a first index is made in the background, beside the same with nothing to do.

    .venv/bin/python tests/benchmarks/pauses.py [--runs 3] [--talks 26000] [--files]

A key is pressed every 30 ms, and timed until something below the first line is painted (how far reading is stands on
the first): `?` opens and closes the help until there are talks, then the cursor goes down and up among them. A key
waits for the one before it.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from corpus import corpus
from ratios import Row, show
from terminal import PATIENCE, Terminal, library, reader

GOAL = 50.0  # milliseconds
EVERY = 0.03
FIRST = 0.3  # seconds in which the reader loads what its first paint did without
AFTER = 1.5  # seconds that the index has to stand there unchanged
BASE_KEYS = 150  # pressed when all is done
HELP, DOWN, UP = "?", "\x1b[B", "\x1b[A"
_PAINTED = re.compile(rb"\x1b\[(?!1;)\d+;\d+H(?:\x1b\[[\d;]*m|[^\x1b])")
_TALKS = re.compile(rb"[1-9][\d,]* talks")


class Pauses(NamedTuple):
    """Milliseconds from each key to what it painted: before there were talks, among talks, and when all was done."""

    empty: list[float]
    talks: list[float]
    after: list[float]

    @property
    def during(self) -> list[float]:
        return self.empty + self.talks


def pressed(terminal: Terminal, key: str) -> float:
    """Milliseconds from a key to what it paints."""
    terminal.seen = b""
    start = time.perf_counter()
    terminal.press(key)
    while not _PAINTED.search(terminal.seen):
        if not terminal.read(PATIENCE):
            raise SystemExit(f"nothing was painted in {PATIENCE:g} s after {key!r}")
    took = time.perf_counter() - start
    terminal.read_for(EVERY - took)
    return took * 1000


def is_made(data: Path) -> bool:
    """Whether the index stands there, and nobody writes another."""
    files = list(data.glob("index.db*"))
    index = data / "index.db"
    is_written = any(file.name.endswith(".new") for file in files)
    return index in files and not is_written and time.time() - index.stat().st_mtime > AFTER


def measure(data: Path) -> Pauses:
    """Of a reader that is opened on a library without its index."""
    pauses = Pauses([], [], [])
    (data / "index.db").unlink(missing_ok=True)
    with Terminal(reader(data)) as terminal:
        terminal.wait_for(b"0 talks")
        terminal.read_for(FIRST)
        is_open = False
        seen = terminal.seen
        while is_open or not _TALKS.search(seen):
            pauses.empty.append(pressed(terminal, HELP))
            is_open = not is_open
            seen = seen[-100:] + terminal.seen
        count = 0
        while not is_made(data):
            pauses.talks.append(pressed(terminal, UP if count % 2 else DOWN))
            count += 1
        terminal.settle()
        for _ in range(BASE_KEYS // 2):
            pauses.after.extend((pressed(terminal, DOWN), pressed(terminal, UP)))
    return pauses


def percentile(times: list[float]) -> float:
    """The 99th."""
    return quantiles(times, n=100, method="inclusive")[98]


def rows(data: Path, name: str, runs: int) -> list[Row]:
    """`data` is the folder of a library."""
    made = [measure(data) for _ in range(runs)]
    for run in made:
        print(
            f"pauses, {name}: {len(run.empty)} keys before there were talks, longest {max(run.empty):.0f} ms;",
            f"{len(run.talks)} then, {max(run.talks):.0f} ms; when all was done {max(run.after):.0f} ms",
        )
    return [
        Row(f"longest pause while {name} are indexed", median(max(run.during) for run in made), GOAL, "ms"),
        Row(f"99th percentile of them, {name}", median(percentile(run.during) for run in made), None, "ms"),
        Row(f"longest pause when all was done, {name}", median(max(run.after) for run in made), None, "ms"),
        Row(f"99th percentile of them, {name}", median(percentile(run.after) for run in made), None, "ms"),
    ]


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
