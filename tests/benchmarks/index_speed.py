"""What the index costs: made from nothing, beside markdown-it-py parsing the same bytes; and looked at again, beside a
walk that asks for the state of the same files.

    .venv/bin/python tests/benchmarks/index_speed.py [--talks 26000] [--rounds 2] [CORPUS]

CORPUS is a folder of notes; otherwise two are made, of year pages and of a file per talk. Each first index and each
parse is made in a process of its own, in turn.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from corpus import corpus
from markdown_it import MarkdownIt
from ratios import Row, ratio, show

from reinvent_notes.index_build import refresh
from reinvent_notes.index_changes import Changes

USABLE_GOAL, COMPLETE_GOAL, AGAIN_GOAL = 0.15, 0.30, 2.0
PROGRAM = "benchmark"
SETTLED = 0.2  # seconds after which a file's time of change tells of the next change
AGAIN = 7  # rounds of looking again


class Spent(NamedTuple):
    cpu: float
    wall: float


def now() -> Spent:
    return Spent(time.process_time(), time.perf_counter())


def since(start: Spent) -> Spent:
    return Spent(time.process_time() - start.cpu, time.perf_counter() - start.wall)


def alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Done in a new process: neither side finds the other's memory."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


# from nothing


def build(notes: Path, index: Path) -> tuple[Spent, Spent]:
    """Until the library is usable, and until all is there."""
    usable: list[Spent] = []
    start = now()
    made, _ = refresh(index, lambda: [notes], PROGRAM, usable=lambda _: usable.append(since(start)))
    complete = since(start)
    made.close()
    return (usable or [complete])[0], complete


def parse(notes: Path) -> Spent:
    parser = MarkdownIt("commonmark").enable("table")
    start = now()
    for file in sorted(notes.rglob("*.md")):
        parser.parse(file.read_text("utf-8", "replace"))
    return since(start)


def cold(notes: Path, kept: Path, rounds: int) -> list[Row]:
    """Leaves the index in `kept`."""
    usable, complete, parsed = [], [], []
    for _ in range(rounds):
        kept.unlink(missing_ok=True)
        first, last = alone(build, notes, kept)
        usable.append(first)
        complete.append(last)
        parsed.append(alone(parse, notes))
    files = [file.stat().st_size for file in notes.rglob("*.md")]
    what = f"cold index of {len(files):,} files, {sum(files) / 1e6:.0f} MB"
    for name, spent in (("until usable", usable), ("until complete", complete), ("markdown-it-py", parsed)):
        print(f"{what}: {name}, CPU {min(s.cpu for s in spent):.2f} s, wall {min(s.wall for s in spent):.2f} s")
    theirs = [spent.cpu for spent in parsed]
    return [
        Row(f"{what}, until usable / markdown-it-py, CPU", ratio([s.cpu for s in usable], theirs), USABLE_GOAL),
        Row(f"{what}, until complete / markdown-it-py, CPU", ratio([s.cpu for s in complete], theirs), COMPLETE_GOAL),
        Row(f"index of {len(files):,} files / its notes, bytes", kept.stat().st_size / sum(files)),
    ]


# again


def walk(folder: str) -> int:
    """How many files there are, each asked for its state."""
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                count += walk(entry.path)
            else:
                entry.stat()
                count += 1
    return count


def change_nothing(file: Path) -> None:
    pass


def append_line(file: Path) -> None:
    with file.open("a", encoding="utf-8") as note:
        note.write("\n- One more line\n")


def reword_title(file: Path) -> None:
    """The first, in front matter or a heading."""
    text = file.read_text("utf-8")
    file.write_text(re.sub(r'(?m)^((?:title:|#+) .*?)("?)$', r"\1 again\2", text, count=1), "utf-8")


def add_file(file: Path) -> None:
    place = len(list(file.parent.glob("added-*.md")))
    text = f"---\ntitle: A talk that was added {place}\nyear: 2025\ncode: XNT{301 + place}\n---\n\nWhat it says.\n"
    (file.parent / f"added-{place}.md").write_text(text, "utf-8")


CHANGES = {
    "nothing changed": change_nothing,
    "a line appended": append_line,
    "a title reworded": reword_title,
    "a file added": add_file,
}


def again(notes: Path, index: Path) -> dict[str, list[tuple[Spent, Spent]]]:
    """By what changed: what the refresh took, and a walk just before it. Changes the notes."""

    def look() -> Changes:
        found, changes = refresh(index, lambda: [notes], PROGRAM)
        found.close()
        return changes

    file = sorted(notes.rglob("*.md"))[0]
    look()
    spent: dict[str, list[tuple[Spent, Spent]]] = {name: [] for name in CHANGES}
    for _ in range(AGAIN):
        for name, change in CHANGES.items():
            change(file)
            time.sleep(SETTLED)
            start = now()
            walk(str(notes))
            walked = since(start)
            start = now()
            changes = look()
            spent[name].append((since(start), walked))
            assert len(changes.added + changes.changed) == (change is not change_nothing), changes
            look()  # what may have changed unseen is settled
    return spent


def warm(notes: Path, index: Path) -> Iterator[Row]:
    count = sum(1 for _ in notes.rglob("*.md"))
    for name, pairs in alone(again, notes, index).items():
        ours, walks = zip(*pairs, strict=True)
        cpu, wall = (ratio([s[i] for s in ours], [s[i] for s in walks]) for i in (0, 1))
        times = [f"{median(s.cpu for s in side) * 1000:.0f} ms" for side in (ours, walks)]
        print(f"refresh of {count:,} files, {name}: CPU {times[0]}, walk {times[1]}")
        yield Row(f"refresh, {name} among {count:,} files / walk and stat, CPU (wall {wall:.2f})", cpu, AGAIN_GOAL)


def rows(notes: Path, rounds: int, *, looked_at_again: bool = True) -> list[Row]:
    """What is looked at again is changed: `notes` is not what it was afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.db"
        return [*cold(notes, index, rounds), *(warm(notes, index) if looked_at_again else ())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("notes", nargs="?", metavar="CORPUS", type=Path, help="is copied before it is changed")
    parser.add_argument("--talks", type=int, default=26_000)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    if options.notes:
        with tempfile.TemporaryDirectory() as folder:
            show(rows(Path(shutil.copytree(options.notes, Path(folder) / "notes")), options.rounds))
        return
    with corpus(options.talks) as pages, corpus(options.talks, files=True) as files:
        show([*rows(pages, options.rounds, looked_at_again=False), *rows(files, options.rounds)])


if __name__ == "__main__":
    main()
