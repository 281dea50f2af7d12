"""The memory of the reader's process, after its start and after a search, beside an empty Textual app's. Linux only.

    .venv/bin/python tests/benchmarks/memory.py [--runs 3] [--talks 26000]

The watch, which looks for changed notes in a process of its own, is told separately. RSS counts what processes share
in each of them, PSS counts it in parts; the empty app runs beside the reader, so that both share with as many.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from corpus import corpus
from ratios import Row, ratio, show
from terminal import EMPTY, Terminal, children_of, first_year, library, memory_of, reader

START_GOAL, SEARCH_GOAL = 1.35, 1.7
SEARCH = "lambda event"
Kinds = dict[str, float]  # megabytes by kind of memory


def beside_empty(data: Path) -> dict[str, tuple[Kinds, Kinds]]:
    """By the moment, or the process: its memory, and that of an empty app which runs beside it."""
    command, painted = EMPTY
    with Terminal(command) as empty, Terminal(reader(data)) as terminal:
        empty.wait_for(painted)
        empty.settle()
        terminal.wait_for(first_year(data))
        terminal.settle()
        found = {"start": (memory_of(terminal.process), memory_of(empty.process))}
        terminal.press("/")
        terminal.settle()
        for letter in SEARCH:
            terminal.press(letter)
            terminal.read(1.0)
        terminal.wait_for(b" of ")
        terminal.settle()
        found["search"] = (memory_of(terminal.process), memory_of(empty.process))
        (watch,) = children_of(terminal.process)
        return found | {"watch": (memory_of(watch), memory_of(empty.process))}


def rows(libraries: dict[int, Path], runs: int) -> list[Row]:
    """By the number of talks beside the bundled ones."""
    made: dict[int, list[dict[str, tuple[Kinds, Kinds]]]] = {talks: [] for talks in libraries}
    for _ in range(runs):
        for talks, data in libraries.items():
            made[talks].append(beside_empty(data))
    return [
        row for talks, of_runs in made.items() for row in rows_of(f"{talks:,} talks" if talks else "bundled", of_runs)
    ]


def rows_of(name: str, runs: list[dict[str, tuple[Kinds, Kinds]]]) -> Iterator[Row]:
    for moment, goal in (("start", START_GOAL), ("search", SEARCH_GOAL), ("watch", None)):
        ours, theirs = zip(*(run[moment] for run in runs), strict=True)
        what = "the watch" if moment == "watch" else f"the reader after {moment}"
        figures = (f"{kind.upper()} {median(run[kind] for run in ours):.1f} MB" for kind in ours[0])
        print(f"memory of {what}, {name}:", ", ".join(figures))
        for kind in ("rss", "pss"):
            figure = ratio([run[kind] for run in ours], [run[kind] for run in theirs])
            yield Row(f"memory of {what}, {name} / empty app, {kind.upper()}", figure, goal)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--talks", type=int, nargs="*", default=[26_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        libraries = {0: library(Path(folder) / "bundled")}
        for talks in options.talks:
            libraries[talks] = library(Path(folder) / str(talks), stack.enter_context(corpus(talks)))
        show(rows(libraries, options.runs))


if __name__ == "__main__":
    main()
