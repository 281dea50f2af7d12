"""JSON, or one JSON object per line, as rows: the objects that say most of talks, wherever they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from reinvent_notes import limits
from reinvent_notes.catalogs.fields import Row, Rows, field_of, gather
from reinvent_notes.errors import Refused

_BEGINS = re.compile(r"\s*(?:\[\s*[\[{\]]|\{\s*[\"}])")
# What cannot be read to its end is refused where it is plainly a list of talks; else it is no business of ours.
_OF_TALKS = re.compile(r're:?\s?invent|youtu\.?be|"\w*?title"\s*:', re.I)
_HEAD_CHARS = 100_000
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}\n]')
_PART = re.compile(r"[\[{]")
_TELLING = frozenset("code abstract kind level track speakers minutes start date video url".split())
_UNREAD = 100  # where so many lines more than not are no JSON, the file is none
_DEEP = 200  # no list goes so deep: where the decoder gave up, the line that does is named


def read_json(text: str, name: str) -> Rows | None:
    """The rows of JSON; None when it is not, or holds no objects that could be talks."""
    if not _BEGINS.match(text):
        return None
    if text.count("[") + text.count("{") > limits.LIST_PARTS:
        what = f"holds more than {limits.LIST_PARTS:,} lists and objects (LIST_PARTS)"
        raise Refused(what, where=name, line=_line_of_part(text, limits.LIST_PARTS), remedy="split it")
    try:
        return _rows_of(_DECODER.decode(text), name)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text.lstrip()[0] == "{":  # one object per line, or notes that begin with one
            return _rows_of_lines(text, name)
        if not _OF_TALKS.search(text[:_HEAD_CHARS]):
            return None
        what = f"is not whole JSON ({error.msg.lower().removesuffix(' starting at')})"
        raise Refused(what, where=name, line=error.lineno, remedy="fetch or export the list again") from None
    except RecursionError:
        line = _line_too_deep(text)
        raise Refused(
            "is nested too deeply", where=name, line=line, remedy="a list of talks needs few levels"
        ) from None


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) <= limits.DIGITS else None


# Control characters in texts are let through here, and cleaned away where fields are gathered.
_DECODER = json.JSONDecoder(strict=False, parse_int=_number, parse_constant=lambda name: None)


def _line_of_part(text: str, number: int) -> int:
    part = next(islice(_PART.finditer(text), number, None))
    return text.count("\n", 0, part.start()) + 1


def _line_too_deep(text: str) -> int:
    depth, line = 0, 1
    for token in _TOKEN.finditer(text):
        first = token.group()[0]
        line += token.group().count("\n")
        depth += (first in "[{") - (first in "]}")
        if depth > _DEEP:
            break
    return line


def _rows_of(data: Any, name: str) -> Rows | None:
    """The list that says most of talks, in all its parts: sections of a catalog are one list."""
    lists: dict[tuple[str, ...], list[Row]] = {}
    for path, item in _items((), data):
        rows = lists.setdefault(path, [])
        if len(rows) <= limits.TALKS_PER_FILE:  # the first beyond it is told of
            rows.append(_row(f"item {len(rows) + 1}", item))
    # what stands within a talk (its speakers, chapters) says less than the talk; talks say more than their section
    mean = {path: sum(map(_tells, rows)) / len(rows) for path, rows in lists.items()}
    outer = [path for path in lists if all(mean.get(path[:end], -1) < mean[path] for end in range(len(path)))]
    best = max(outer, key=lambda path: mean[path] * len(lists[path]), default=())
    if not mean.get(best):
        if _has_talk_below(data):
            what = f"has talks deeper than {limits.LIST_DEPTH} levels (LIST_DEPTH)"
            raise Refused(what, where=name, remedy="take out the list that they are in")
        return None
    # lists beside it that say as much are its other parts: a list for each day, kind or year
    parts = [path for path in outer if path[:-1] == best[:-1] and mean[path] * 2 >= mean[best]]
    rows = [row for path in parts for row in lists[path]]
    numbered = (row._replace(where=f"item {number}") for number, row in enumerate(rows, 1)) if len(parts) > 1 else rows
    return Rows(name, "JSON", list(numbered), data if isinstance(data, dict) else {})


def _row(where: str, item: Any) -> Row:
    return Row(where, item, gather(item.items())) if isinstance(item, dict) else Row(where, {}, {}, "is not an object")


def _has_talk_below(data: Any) -> bool:
    """Whether anything may be a talk that is deeper than talks are looked for."""
    values = [(0, data)]
    while values:
        depth, value = values.pop()
        if isinstance(value, dict) and depth > limits.LIST_DEPTH and _tells(_row("", value)):
            return True
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        values += [(depth + 1, item) for item in inner]
    return False


def _tells(row: Row) -> int:
    """How much an item says of a talk; without a title nothing."""
    return len(_TELLING & row.fields.keys()) if "title" in row.fields else 0


def _items(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every element of every list of objects, with the keys that lead to it."""
    if len(path) > limits.LIST_DEPTH:
        return
    if isinstance(value, list):
        if any(isinstance(item, dict) for item in value):
            for item in value:
                yield path, item
        for item in value:
            if isinstance(item, dict | list):
                yield from _items((*path, ""), item)
    elif isinstance(value, dict):
        titled = any(field_of(key) == "title" for key in value)
        keyed = len(value) > 1 and all(isinstance(item, dict) for item in value.values())
        for key, item in value.items():
            if keyed:  # {"SVS301": {…}, "SVS302": {…}}
                yield (*path, "*"), {"id": key, **item}
            speakers = titled and field_of(key) == "speakers"  # these may be described better than their talk
            if isinstance(item, dict | list) and not speakers:
                yield from _items((*path, "*" if keyed else key), item)


def _rows_of_lines(text: str, name: str) -> Rows | None:
    rows: list[Row] = []
    unread = 0
    playlist: dict[str, Any] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if len(rows) > limits.TALKS_PER_FILE:
            break
        try:
            item = _DECODER.decode(line)
        except (json.JSONDecodeError, RecursionError):
            unread += 1
            if 2 * unread > len(rows) + _UNREAD:
                return None
            rows.append(Row(f"line {number}", {}, {}, "is not JSON"))
            continue
        if not playlist and isinstance(item, dict):  # which playlist it is of, each entry says
            playlist = {key: value for key, value in item.items() if key not in ("title", "name")}
        rows.append(_row(f"line {number}", item))
    if 2 * unread > len(rows) or not any(map(_tells, rows)):
        return None
    return Rows(name, "JSON lines", rows, playlist)
