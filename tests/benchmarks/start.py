"""Warm start: command to tree painted, beside an empty Textual app painted, all of them taken in turn.

    .venv/bin/python tests/benchmarks/start.py [--runs 15] [--talks 26000 100000] [PATH ...]

The bundled notes alone; with them as many talks of the invented corpus as --talks says; and the PATHs, if any. A real
pseudo-terminal, so POSIX only. CPU is the process's own until it has painted (Linux), and says more than the clock on a
machine that does other work.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from corpus import corpus
from ratios import Row, ratio, show
from terminal import EMPTY, Terminal, cpu_of, first_year, library, reader

BUNDLED_GOAL, GOAL, GROWTH_GOAL = 1.15, 1.20, 1.05


class Start(NamedTuple):
    """Seconds until a text was painted: by the clock, and of the process's own CPU."""

    wall: float
    cpu: float


def start_until(command: list[str], painted: bytes) -> Start:
    """Run a command in a terminal until it has painted a text, then end it."""
    with Terminal(command) as terminal:
        terminal.wait_for(painted)
        return Start(time.perf_counter() - terminal.began, cpu_of(terminal.process))


def measure(libraries: dict[str, Path], runs: int) -> dict[str, list[Start]]:
    """Starts on each library by its name, and of an empty app by the name `empty`."""
    programs = {name: (reader(data), first_year(data)) for name, data in libraries.items()} | {"empty": EMPTY}
    starts: dict[str, list[Start]] = {name: [] for name in programs}
    for run in range(runs + 1):
        for name, (command, painted) in programs.items():
            start = start_until(command, painted)
            if run:  # the first fills the caches
                starts[name].append(start)
    return starts


def rows(libraries: dict[int, Path], runs: int) -> list[Row]:
    """By the number of talks beside the bundled ones."""
    starts = measure({str(talks): data for talks, data in libraries.items()}, runs)

    def row(what: str, one: str, other: str, goal: float | None) -> Row:
        cpu, wall = (ratio([s[i] for s in starts[one]], [s[i] for s in starts[other]]) for i in (1, 0))
        return Row(f"{what} (wall {wall:.2f})", cpu, goal)

    found = [
        row(
            f"warm start, {f'{n:,} talks' if n else 'bundled'} / empty app, CPU",
            str(n),
            "empty",
            GOAL if n else BUNDLED_GOAL,
        )
        for n in libraries
    ]
    sizes = [n for n in libraries if n]
    for small, large in pairwise(sizes):
        found.append(row(f"warm start, {large:,} talks / {small:,}, CPU", str(large), str(small), GROWTH_GOAL))
    milliseconds = {name: median(start.cpu for start in made) * 1000 for name, made in starts.items()}
    print("CPU ms until painted:", ", ".join(f"{name} {cpu:.0f}" for name, cpu in milliseconds.items()))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--talks", type=int, nargs="*", default=[])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        libraries = {0: library(Path(folder) / "data", *options.paths)}
        for talks in options.talks:
            libraries[talks] = library(Path(folder) / str(talks), stack.enter_context(corpus(talks)))
        show(rows(libraries, options.runs))


if __name__ == "__main__":
    main()
