"""What showing a note costs, as ratios to a bare markdown-it-py parse of the same text, and to Textual's Markdown.

    .venv/bin/python tests/benchmarks/note_speed.py

Both sides run in turn within one process; each figure is the median of the ratios of neighbouring runs.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from markdown_it import MarkdownIt
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Markdown

import reinvent_tui
from reinvent_notes.talk import Note, Talk
from reinvent_tui.markdown import Rendered, convert, layout
from reinvent_tui.widgets.note import NotePane

WIDTH = 90
PANE = 40  # lines on the screen
HEAD = 50  # lines laid out before the first paint
SUBJECTS = ("The queue", "A function", "Every table", "The second region", "An event bus", "The cache", "Nobody")
VERBS = ("holds", "retries", "must not lose", "is paid for by", "hides", "announces", "scales with")
PLAIN = ("the message", "its own state", "the limits of last year", "a cold start", "what the team needs", "the bill")
RICH = ("**the message**", "its *own* state", "`max_retries`", "[a cold start](https://cold.example)")
TABLE = "\n| Plan | Latency | Price |\n|---|--:|--:|\n| small | 12 ms | $5 |\n| large | 3 ms | $50 |\n\n"
CODE = "\n```python\ndef handler(event, context):\n    return {'items': [item for item in event['items']]}\n```\n\n"


def sentence(pick: random.Random, rich: float = 0.0) -> str:
    objects = [pick.choice(PLAIN) for _ in range(pick.randint(1, 4))]
    if pick.random() < rich:
        objects[0] = pick.choice(RICH)
    return f"{pick.choice(SUBJECTS)} {', and '.join(f'{pick.choice(VERBS)} {what}' for what in objects)}"


def note(size: int, rich: float) -> str:
    """An invented note: mostly nested bullets, of which some have markup, and some of everything else."""
    pick = random.Random(size)
    pieces = ["[The recording](https://video.example/watch?v=abcdefghijk)\n\n", f"{sentence(pick)}.\n\n"]
    while sum(map(len, pieces)) < size:
        kind = pick.random()
        if kind < 0.02:
            pieces.append(TABLE)
        elif kind < 0.04:
            pieces.append(CODE)
        elif kind < 0.1:
            pieces.append(f"\n### {pick.choice(SUBJECTS)} in detail\n\n")
        else:
            pieces.append(f"- {sentence(pick, rich)}\n")
            pieces += [f"  - {sentence(pick, rich)}\n" for _ in range(pick.choice((0, 0, 1, 2)))]
    return "".join(pieces)[:size]


def seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def ratio(one: Callable[[], object], other: Callable[[], object], runs: int) -> float:
    one(), other()
    return median(seconds(one) / seconds(other) for _ in range(runs))


def paint(page: Rendered, lines: int) -> None:
    for y in range(min(lines, len(page.lines))):
        page.strip(y)


def measure(source: str) -> list[float]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    runs = 1_000_000 // len(source)
    blocks = convert(source)

    def bare() -> object:
        return parser.parse(source)

    def whole() -> Rendered:
        return layout(convert(source), WIDTH)

    return [
        ratio(whole, bare, runs),
        ratio(lambda: paint(whole(), PANE), bare, runs),
        ratio(lambda: layout(convert(source), WIDTH, lines=HEAD), whole, runs),
        ratio(lambda: layout(blocks, WIDTH - 1), whole, runs),
    ]


class Both(App[None]):
    """Our pane, or Textual's widget, on a screen of its own."""

    CSS_PATH = Path(reinvent_tui.__file__).parent / "reinvent_tui.tcss"

    def __init__(self, pane: NotePane | Markdown) -> None:
        super().__init__()
        self.pane = pane

    def compose(self) -> ComposeResult:
        yield self.pane


async def milliseconds(pane: NotePane | Markdown, sources: list[str]) -> list[float]:
    """Of CPU, from each note being shown to its being painted."""
    took = []
    async with Both(pane).run_test(size=(WIDTH, PANE)) as pilot:
        for n, source in enumerate(sources):
            await settled(pilot)
            start = process_time()
            if isinstance(pane, Markdown):
                await pane.update(source)
            else:
                pane.show(Talk("A talk", id=str(n), notes=(Note("notes.md", 1, source),)), {}, (), ())
            await settled(pilot)
            took.append((process_time() - start) * 1000)
    return took[1:]


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    pilot.app.screen._on_timer_update()  # what waits for the next frame
    await pilot.pause()


def shown(runs: int) -> None:
    sources = [note(1_500, 0.1 + n / 1000) for n in range(runs + 1)]
    ours, theirs = (asyncio.run(milliseconds(pane, sources)) for pane in (NotePane(), Markdown()))
    print(f"1.5 KB from shown to painted: {median(ours):.1f} ms of CPU, Textual's Markdown {median(theirs):.1f} ms")
    print(f"  the ratio, of which 0.07 is the goal: {median(a / b for a, b in zip(ours, theirs, strict=True)):.3f}")
    head = asyncio.run(milliseconds(NotePane(), [note(50_000 + n, 0.3) for n in range(runs + 1)]))
    print(f"the head of 50 KB: {median(head):.1f} ms of CPU, of which 100 is the goal")


def main() -> None:
    shown(10)
    print(f"{'note':>20} {'convert + layout':>18} {'+ one screen painted':>22} {'head':>8} {'resize':>8}")
    print(f"{'':>20} {'/ bare parse':>18} {'/ bare parse':>22} {'/ whole':>8} {'/ whole':>8}")
    for kind, rich in (("plain", 0.1), ("much markup", 0.6)):
        for size in (1_500, 10_000, 50_000):
            converted, painted, head, resize = measure(note(size, rich))
            name = f"{size:,} {kind}"
            print(f"{name:>20} {converted:>18.2f} {painted:>22.2f} {head:>8.2f} {resize:>8.2f}")


if __name__ == "__main__":
    main()
