"""Every ratio that has a goal, in one table.

    .venv/bin/python tests/benchmarks/table.py [--quick]

With 26,000 and 100,000 talks it takes ten minutes; --quick, 2,600 and 10,000, one. POSIX, and for memory Linux.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

import index_speed
import memory
import note_speed
import pauses
import search_speed
import start
from corpus import corpus
from ratios import Row, show
from terminal import library

NOTE_GOAL = 1.5
SIZES, QUICK_SIZES = (26_000, 100_000), (2_600, 10_000)


def measured(many: int, most: int, *, rounds: int, runs: int) -> list[Row]:
    """With many talks, and with the most that anybody is thought to have."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        notes = {n: stack.enter_context(corpus(n)) for n in (many, most)}
        files = stack.enter_context(corpus(many, files=True))
        libraries = {0: library(Path(folder) / "bundled")}
        libraries |= {n: library(Path(folder) / str(n), pages) for n, pages in notes.items()}
        rows = start.rows(libraries, runs)
        rows += memory.rows({n: libraries[n] for n in (0, many)}, rounds)
        rows += pauses.rows(library(Path(folder) / "pages", notes[many], indexed=False), f"{many:,} talks", rounds)
        rows += search_speed.rows({n: libraries[n] for n in (many, most)}, Path(folder), min(rounds, 2))
        rows += index_speed.rows(notes[many], min(rounds, 2), looked_at_again=False)
        rows += index_speed.rows(files, min(rounds, 2))
    converted = note_speed.measure(note_speed.note(1_500, rich=0.1))[0]
    return [*rows, Row("a note converted and laid out / markdown-it-py, 1.5 KB", converted, NOTE_GOAL)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    rows = measured(*QUICK_SIZES, rounds=1, runs=5) if quick else measured(*SIZES, rounds=3, runs=15)
    print()
    show(rows)


if __name__ == "__main__":
    main()
