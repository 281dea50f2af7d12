"""A document as the shapes see it: its lines, its front matter, its outline, and the names around it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import AnyStr, NamedTuple

from reinvent_notes import front_matter, limits
from reinvent_notes.outline import Outline, outline, text_of


class Collection(NamedTuple):
    """What the index page of the folder that a document is in says: that it is about the event, and its year."""

    event: bool = False
    year: int | None = None


_NO_COLLECTION = Collection()
_RECORDINGS = (re.compile("youtu"), re.compile("{"))
_OF_ITEM = re.compile(r"\s+(?:(?:[-*+•]|\d{1,4}[.)])\s|\w+::)")  # an item of a nested list, or an outliner's property


@dataclass(frozen=True)
class Document:
    """Lines are counted from 0 here and from 1 in whatever a user sees. `folders`: nearest first.

    `text`: all lines, each after a line end.
    `nested`: its headings stand in list items, and what is theirs is nested below them.
    """

    name: str
    lines: tuple[str, ...]
    text: str
    outline: Outline
    front: dict[str, front_matter.Value] = field(default_factory=dict)
    start: int = 0
    folders: tuple[str, ...] = ()
    warnings: tuple[tuple[int, str], ...] = ()
    collection: Collection = _NO_COLLECTION
    nested: bool = False

    @property
    def stem(self) -> str:
        name = self.name.rpartition("/")[2]  # a Path takes five times as long, and it is asked for of each file
        dot = name.rfind(".")
        return name[:dot] if 0 < dot < len(name) - 1 else name

    def body(self, start: int, end: int) -> str:
        """Lines [start, end) as a note's Markdown: no blank lines or rules around it."""
        lines = self.lines
        while start < end and not lines[start].strip():
            start += 1
        while start < end and (not lines[end - 1].strip() or _is_rule(lines[end - 1])):
            end -= 1
        own = lines[start:end]
        return "\n".join(_without_indent(own) if own and own[0][:1] in " \t" and _OF_ITEM.match(own[0]) else own)

    @cached_property
    def recorded(self) -> list[int]:
        """The lines that may name a recording."""
        return self.lines_with(*_RECORDINGS)

    def lines_with(self, *patterns: re.Pattern[str]) -> list[int]:
        """The lines that hold a match of any of them: in one text they are found faster than line by line.

        A line begins at a line end, which a pattern may match; one that begins with a letter or sign is found fastest.
        """
        return sorted({line for pattern in patterns for line in lines_found(pattern, self.text, "\n")})

    def end_of_item(self, line: int) -> int:
        """The first line after what is nested below a list item."""
        indent = depth_of(self.lines[line])
        end = line + 1
        for index in range(line + 1, len(self.lines)):
            text = self.lines[index]
            if not text or text.isspace():
                continue
            if depth_of(text) <= indent:
                break
            end = index + 1
        return end


def lines_found(pattern: re.Pattern[AnyStr], text: AnyStr, end: AnyStr) -> Iterator[int]:
    """The lines that hold a match, in a document's text or its bytes, of which each line stands after an `end`."""
    line, at = -1, 0
    match = pattern.search(text)
    while match:
        line += text.count(end, at, match.start() + 1)
        yield line
        at = text.find(end, match.start() + 1)  # where the next line begins
        match = pattern.search(text, at) if at >= 0 else None


def folders_of(file: str) -> tuple[str, ...]:
    """The names of the folders that a file is in, nearest first."""
    return _folders(os.path.dirname(file))


@lru_cache(maxsize=1024)
def _folders(folder: str) -> tuple[str, ...]:
    here = Path(folder).absolute()
    return tuple(above.name for above in (here, *here.parents) if above.name)


def make_document(
    lines: Sequence[str],
    name: str,
    folders: tuple[str, ...] = (),
    warnings: tuple[tuple[int, str], ...] = (),
    collection: Collection = _NO_COLLECTION,
) -> Document:
    front, start = front_matter.read(lines)
    if not start and front_matter.is_too_long(lines):
        what = f"front matter of more than {limits.FRONT_MATTER_LINES:,} lines is read as text (FRONT_MATTER_LINES)"
        warnings = ((1, what), *warnings)
    # blank lines in place of the front matter keep the line numbers
    shown = ("",) * start + tuple(lines[start:])
    text = text_of(shown)
    return Document(name, shown, text, outline(shown, text), front, start, folders, warnings, collection)


def depth_of(line: str) -> int:
    """How far a line is indented."""
    inside = line.lstrip()
    return len(line[: len(line) - len(inside)].expandtabs(4))


def _without_indent(lines: Sequence[str]) -> list[str]:
    """What was nested in a list item, as it reads by itself: else it would be shown as code."""
    indent = min(depth_of(line) for line in lines if line.strip())
    return [" " * (depth_of(line) - indent) + line.lstrip() for line in lines] if indent else list(lines)


def _is_rule(line: str) -> bool:
    marks = line.replace(" ", "")
    return len(marks) >= 3 and marks[0] in "-*_#" and marks.count(marks[0]) == len(marks)
