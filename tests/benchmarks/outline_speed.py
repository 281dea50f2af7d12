"""How much CPU the outline takes of what markdown-it-py takes to parse the same documents.

python tests/benchmarks/outline_speed.py DOCUMENT...

Both run in turn over each document, and each is counted at its best of ROUNDS, so that other load on the machine
falls on both alike. What the outline costs where it asks the judge is part of its figure.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from markdown_it import MarkdownIt

from reinvent_notes import outline as module
from reinvent_notes.outline import Outline, judged, outline

ROUNDS = 3
LINE_END = re.compile(r"\r\n|\n|\r")


def cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def measured(text: str) -> tuple[float, float, bool]:
    """Seconds of the outline, seconds of markdown-it-py, whether the judge was asked."""
    lines = LINE_END.split(text)
    asked = False

    def judge(lines: Sequence[str]) -> Outline:
        nonlocal asked
        asked = True
        return judged(lines)

    module.judged = judge
    parser = MarkdownIt("commonmark").enable("table")
    rounds = [(cpu(lambda: outline(lines)), cpu(lambda: parser.parse(text))) for _ in range(ROUNDS)]
    ours, theirs = (min(column) for column in zip(*rounds, strict=True))
    return ours, theirs, asked


def main(paths: list[str]) -> None:
    size = ours = theirs = 0.0
    asked: list[str] = []
    for path in paths:
        text = Path(path).read_text("utf-8", "replace")
        own, other, judge = measured(text)
        size, ours, theirs = size + len(text), ours + own, theirs + other
        if judge:
            asked.append(path)
    if not size:
        sys.exit(__doc__)
    print(f"{len(paths)} documents, {size / 1e6:.2f} million characters\n")
    print(f"{'':16}{'CPU':>10}{'million/s':>12}")
    print(f"{'outline':16}{ours * 1e3:>7.1f} ms{size / 1e6 / ours:>12.1f}")
    print(f"{'markdown-it-py':16}{theirs * 1e3:>7.1f} ms{size / 1e6 / theirs:>12.1f}")
    print(f"{'ratio':16}{ours / theirs:>10.4f}")
    print(f"{'asked the judge':16}{len(asked):>10}", *asked, sep="\n    ")


if __name__ == "__main__":
    main(sys.argv[1:])
