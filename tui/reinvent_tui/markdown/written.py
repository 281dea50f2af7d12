"""What is shown as it was written: its lines, each with its indent, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator

from reinvent_tui.markdown.builder import safe

_CHARS = 4_000  # of a piece: longer lines make several, short ones share one
_INDENT = 20  # how much of a line's indent is kept


def pieces(source: str) -> Iterator[tuple[int, str]]:
    """How far a few lines of source are indented, and their words; a long line makes several pieces."""
    together: list[str] = []
    size = room = 0
    for text in source.split("\n"):
        text = safe(text.expandtabs(4))
        words = text.lstrip(" ")
        indent = min(len(text) - len(words), _INDENT)
        if together and (indent != size or len(words) >= room):
            yield size, "\n".join(together)
            together = []
        if not together:
            size, room = indent, _CHARS
        while len(words) > _CHARS:
            end = words.rfind(" ", 0, _CHARS) + 1 or _CHARS
            yield size, words[:end]
            words = words[end:]
        together.append(words)
        room -= len(words) + 1
    yield size, "\n".join(together)
