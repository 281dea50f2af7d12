"""How much CPU finding the talks takes of what markdown-it-py takes to parse the same documents.

python tests/benchmarks/parse_speed.py DOCUMENT...

Both run in turn over each document, and each is counted at its best of ROUNDS, so that other load on the machine
falls on both alike. Counted are the outline, the shapes and the talks, from lines in memory; no index is written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from markdown_it import MarkdownIt

from reinvent_notes import shapes
from reinvent_notes.document import make_document
from reinvent_notes.outline import outline

ROUNDS = 3


def cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def main(paths: list[str]) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    size = talks = 0
    seconds = [0.0, 0.0, 0.0]
    for path in paths:
        text = Path(path).read_text("utf-8", "replace")
        lines = text.split("\n")

        def find(lines: list[str] = lines, path: str = path) -> int:
            document = make_document(lines, path)
            return len([finding.said(document) for finding in shapes.read(document).findings])

        rounds = [
            (cpu(lambda: outline(lines)), cpu(find), cpu(lambda: parser.parse(text)))  # noqa: B023 - called at once
            for _ in range(ROUNDS)
        ]
        seconds = [total + min(column) for total, column in zip(seconds, zip(*rounds, strict=True), strict=True)]
        size += len(text)
        talks += find()
    if not size:
        sys.exit(__doc__)
    print(f"{len(paths)} documents, {size / 1e6:.2f} million characters, {talks:,} talks\n")
    for name, spent in zip(("outline", "outline and talks", "markdown-it-py"), seconds, strict=True):
        print(f"{name:20}{spent * 1e3:>9.1f} ms{spent / seconds[2]:>9.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
