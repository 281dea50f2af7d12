"""From a key in the search bar to its results on the screen, and one query in the engine.

    .venv/bin/python tests/benchmarks/search_speed.py [--talks 26000] [--most 100000] [--runs 3]

The first beside a stock Textual Input with an OptionList of the same titles, filtered by substring; the second beside
`fzf --filter` over the same titles, by the CPU that each takes for a query (that of fzf with its start and its reading
of the titles, which it does again for each). Also how often the screen is laid out while a word is typed: a layout is
half of what a key may take.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median

from corpus import corpus
from pauses import Pause, pressed
from ratios import Row, show
from terminal import COLUMNS, ROWS, Terminal, library, reader

from reinvent_notes.index import Index
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_tui.app import ReinventApp
from reinvent_tui.cli.opening import Opening

FRAME, TO_STOCK, TO_FZF, TO_FEWER = 16.0, 0.25, 0.15, 1.15
ONCE = 1.0  # when the results come
TYPED = ("lambda", "route 53", "redshift", "ten years of", "moved its", "glue")  # found by substring too
CLEAR = "\x15"  # ctrl-u
BETWEEN = 0.1  # seconds from a paint to the next key
SHORT = 0.5  # seconds in which a screen is complete
QUERIES = (
    "lambda",
    "lamdba",
    "s3 inside",
    "redshift",
    "bank moved",
    "iam kms",
    "s",
    "am",
    "fontana",
    "api301",
    "serverles",
)
ROUNDS = 20
STOCK = """
import sys
from textual.app import App
from textual.widgets import Input, OptionList
TITLES = open(sys.argv[1], encoding="utf-8").read().splitlines()
class Stock(App):
    CSS = "OptionList { height: 1fr; }"
    def compose(self):
        yield Input(compact=True)
        yield OptionList("ALL", *TITLES, markup=False)
    def on_input_changed(self, event):
        typed = event.value.casefold()
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options([title for title in TITLES if typed in title.casefold()])
Stock().run()
"""
STOCK_READY = b"ALL"


def titles_of(data: Path, folder: Path) -> Path:
    """A file with the title of each talk of a library, a line each."""
    with closing(Index.open(data / "index.db")) as index:
        names = [row.title for row in index.rows()]
    file = folder / f"{data.name}.txt"
    file.write_text("\n".join(names), encoding="utf-8")
    return file


def keys(command: Sequence[str], ready: bytes, opened: str = "") -> list[Pause]:
    """From each key that is typed to what it paints below the line that it is typed in."""
    found = []
    with Terminal(command) as terminal:
        terminal.wait_for(ready)
        terminal.settle()
        terminal.press(opened)
        terminal.read_for(SHORT)
        for typed in TYPED:
            for key in typed:
                found.append(pressed(terminal, key))
                terminal.read_for(BETWEEN)
            terminal.press(CLEAR)
            terminal.read_for(SHORT)
    return found


async def layouts(data: Path, word: str) -> int:
    """How often the screen is laid out while a word is typed in the bar."""
    app, found = ReinventApp(Opening(argparse.Namespace(data_dir=str(data), no_bundled=False))), []
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause(2 * SHORT)
        await pilot.press("slash")
        await pilot.pause(SHORT)
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, found.append, immediate=True)
        for key in word:
            await pilot.press(key)
            await pilot.pause(BETWEEN)
    return len(found)


def of(pauses: Iterable[Pause], which: str) -> list[float]:
    return [getattr(pause, which) for pause in pauses]


def percentile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def engine(data: Path) -> float:
    """CPU milliseconds for a query, with the hits that a screen shows."""
    with closing(Index.open(data / "index.db")) as index, MarkStore(data / "marks.db") as store:
        known = Library(index, store)
        for query in QUERIES:
            known.find(known.parse_query(query), notes=False)
        began = time.process_time()
        for _ in range(ROUNDS):
            for query in QUERIES:
                hits = known.find(known.parse_query(query), notes=False)
                for hit in hits[:20]:
                    index.row(hit.n)
        return (time.process_time() - began) * 1000 / ROUNDS / len(QUERIES)


def fzf(program: str, titles: Path) -> float:
    """CPU milliseconds for a query."""
    took = 0.0
    for _ in range(3):
        for query in QUERIES:
            with titles.open("rb") as names:
                process = subprocess.Popen([program, "--filter", query], stdin=names, stdout=subprocess.DEVNULL)
                _, _, used = os.wait4(process.pid, 0)
            took += used.ru_utime + used.ru_stime
    return took * 1000 / 3 / len(QUERIES)


def rows(libraries: dict[int, Path], folder: Path, runs: int) -> list[Row]:
    """`libraries`: two folders by how many talks they have, the smaller first."""
    many, most = libraries
    titles = titles_of(libraries[many], folder)
    ours: dict[int, list[Pause]] = {many: [], most: []}
    stock: list[Pause] = []
    for _ in range(runs):
        for talks, data in libraries.items():
            ours[talks] += keys(reader(data), b"talks", "/")
        stock += keys([sys.executable, "-c", STOCK, str(titles)], STOCK_READY)
    found = []
    for which, name in (("clock", ""), ("own", ", less waits for a CPU")):
        some, more, others = of(ours[many], which), of(ours[most], which), of(stock, which)
        what = f"key to results painted, {many:,} talks"
        found += [
            Row(f"{what}, median{name}", median(some), None, "ms"),
            Row(f"{what}, 95th percentile{name}", percentile(some, 0.95), FRAME, "ms"),
            Row(
                f"key to results painted / a stock Input with an OptionList, median of each key's ratio{name}",
                median(mine / theirs for mine, theirs in zip(some, others, strict=True) if theirs),
                TO_STOCK,
            ),
            Row(f"key to results painted, {most:,} talks / {many:,}{name}", median(more) / median(some), TO_FEWER),
        ]
    word = TYPED[2]
    times = asyncio.run(layouts(libraries[many], word))
    found.append(Row(f"layouts of the screen while {word!r} is typed", times, ONCE, "times"))
    program = shutil.which("fzf")
    if program is None:
        print("one query / fzf: skipped, there is no fzf here")
        return found
    return [
        *found,
        Row(f"one query, {many:,} talks / fzf --filter (CPU)", engine(libraries[many]) / fzf(program, titles), TO_FZF),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--talks", type=int, default=26_000)
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        libraries = {
            talks: library(Path(folder) / str(talks), stack.enter_context(corpus(talks)))
            for talks in (options.talks, options.most)
        }
        show(rows(libraries, Path(folder), options.runs))


if __name__ == "__main__":
    main()
