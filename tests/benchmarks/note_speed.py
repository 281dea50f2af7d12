"""What showing a note costs, as ratios to a bare markdown-it-py parse of the same text.

    PYTHONPATH=notes:tui python tests/benchmarks/note_speed.py

Both sides run in turn within one process; each figure is the median of the ratios of neighbouring runs.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from statistics import median
from time import perf_counter

from markdown_it import MarkdownIt

from reinvent_tui.markdown import Rendered, convert, layout

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


def main() -> None:
    print(f"{'note':>20} {'convert + layout':>18} {'+ one screen painted':>22} {'head':>8} {'resize':>8}")
    print(f"{'':>20} {'/ bare parse':>18} {'/ bare parse':>22} {'/ whole':>8} {'/ whole':>8}")
    for kind, rich in (("plain", 0.1), ("much markup", 0.6)):
        for size in (1_500, 10_000, 50_000):
            converted, painted, head, resize = measure(note(size, rich))
            name = f"{size:,} {kind}"
            print(f"{name:>20} {converted:>18.2f} {painted:>22.2f} {head:>8.2f} {resize:>8.2f}")


if __name__ == "__main__":
    main()
