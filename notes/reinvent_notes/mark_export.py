"""Marks as a text to keep and to carry to another machine, and back.

The text is JSON with one talk on each line, so that of a file that broke off every whole line can still be read:

    {"reinvent-tui marks": 1, "machine": "laptop-3f9a2c", "marks": [
    {"id": "2022-API311", "year": 2022, "code": "API311-R", "title": "…", "videos": ["SbL3a9YOW7s"], "former_ids": [],
     "marks": {"rating": 5, "queued": null}, "changed": {"rating": "2026-11-20T18:04:05.678Z", "queued": "…"}},
    ]}

A mark that is null was removed. One without the time of its change is older than any.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from reinvent_notes import limits
from reinvent_notes.errors import CallError, Refused
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import BY_NAME, Mark, Marked, Value
from reinvent_notes.talk import talk_id
from reinvent_notes.text import clean, clean_line, decode_data

FORMAT = 1  # raise it when an older program could no longer read or keep what is new
HEAD = "reinvent-tui marks"
BEGINNING = f'{{"{HEAD}": '  # of every file that was written here

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)  # a later change is none; what comes after it can still be written
_REMEDY = "name a file that was written by: reinvent-tui marks export"


class Exported(NamedTuple):
    """What a text holds. `told`: sentences on what was skipped; `is_whole`: whether it could be read to its end."""

    records: list[Marked]
    told: list[str]
    is_whole: bool


def written(records: Iterable[Marked], machine: str | None = None, *, plain: bool = False) -> str:
    """The text of marks, the same for the same marks. `plain`: in ASCII."""
    head = BEGINNING + str(FORMAT) + (f', "machine": {json.dumps(machine)}' if machine else "") + ', "marks": [\n'
    return head + ",\n".join(_line(record, plain) for record in sorted(records, key=order_of)) + "\n]}\n"


def order_of(record: Marked) -> tuple[int, str, str, str]:
    """By year and id, on every machine the same."""
    subject = record.subject
    return subject.year or 0, subject.id, subject.title, str(subject)


def _line(record: Marked, plain: bool) -> str:
    marks = [mark for mark in Mark if mark in record.changed]
    values = record.subject._asdict() | {
        "marks": {mark.value: record.values.get(mark) for mark in marks},
        "changed": {mark.value: _time(record.changed[mark]) for mark in marks},
    }
    line = json.dumps(values, ensure_ascii=plain)
    return line if plain or clean(line) == line else json.dumps(values)


def _time(ms: int) -> str:
    return (_EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(data: bytes, name: object, *, ours_alone: bool = False) -> Exported:
    """The marks in a file's bytes; with `ours_alone` of one that says that it is of marks.

    Raises Refused for what holds none. What is wrong in it is skipped and told, a mark at a time.
    """
    text, warnings = decode_data(data, name)
    if not text.lstrip().startswith("{"):
        raise Refused("holds no marks", where=name, remedy=_REMEDY)
    told: list[str] = []
    problem: tuple[str, int] | None = None
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        items, problem = _whole_lines(text), ("is not whole JSON", error.lineno)
    except RecursionError:
        items, problem = _whole_lines(text), ("is nested too deeply", 1)
    else:
        items = _items(value, name, ours_alone)
    if problem and not items:
        raise Refused(problem[0], where=name, line=problem[1], remedy="export or copy it again")
    records = []
    for where, item in items:
        try:
            if warnings and "\ufffd" in json.dumps(item, ensure_ascii=False):
                raise ValueError("holds bytes that are no text")
            record = _record(item, f"{name}: {where}", told)
            records += [record] if record.changed else []
        except (ValueError, RecursionError) as error:
            told.append(f"{name}: {where} {error}; skipped")
    if problem:
        told.insert(0, f"{name}:{problem[1]}: {problem[0]}; what is whole in it was read: {len(records):,} talks")
    return Exported(records, told, not problem)


def _items(value: Any, name: object, ours_alone: bool) -> list[tuple[str, Any]]:
    items = value.get("marks") if isinstance(value, dict) else None
    if not isinstance(items, list) or (ours_alone and HEAD not in value):
        raise Refused("holds no marks", where=name, remedy=_REMEDY)
    if value.get(HEAD, FORMAT) != FORMAT:
        raise Refused("was written by another version of this program", where=name, remedy="update this one")
    return [(f"item {number}", item) for number, item in enumerate(items, 1)]


def _whole_lines(text: str) -> list[tuple[str, Any]]:
    """The talks of a text that is not whole."""
    found: list[tuple[str, Any]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith('{"id": '):
            with suppress(json.JSONDecodeError, RecursionError):
                found.append((f"line {number}", _DECODER.decode(line.rstrip(", "))))
    return found


def _record(item: Any, where: str, told: list[str]) -> Marked:
    subject = _subject(item)
    values: dict[Mark, Value] = {}
    changed: dict[Mark, int] = {}
    for mark, value, when in _marks(item, told, f"{where} ({subject.id})"):
        changed[mark] = when
        if value is not None:
            values[mark] = value
    return Marked(subject, values, changed)


def _subject(item: Any) -> Subject:
    if not isinstance(item, dict):
        raise ValueError("is not an object")
    title = _text(item, "title")
    if not title:
        raise ValueError("has no title")
    year, code = item.get("year"), _text(item, "code")
    if year is not None and (type(year) is not int or not 2000 <= year <= 2999):
        raise ValueError("has a year that is none")
    own = _text(item, "id") or talk_id(year, code, title)
    return Subject(own, year, code, _texts(item, "videos"), title, _texts(item, "former_ids"))


def _text(item: dict[str, Any], field: str) -> str | None:
    value = item.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > limits.LINE_CHARS:
        raise ValueError(f"has a {field} that is no text of at most {limits.LINE_CHARS:,} characters (LINE_CHARS)")
    return (value if value.isprintable() else clean_line(value)) or None


def _texts(item: dict[str, Any], field: str) -> tuple[str, ...]:
    values = item.get(field) or []
    if not isinstance(values, list) or len(values) > limits.MARKED_NAMES:
        raise ValueError(f"has {field} that are no list of at most {limits.MARKED_NAMES} texts (MARKED_NAMES)")
    texts = (_text({field: value}, field) for value in values)
    return tuple(dict.fromkeys(text for text in texts if text))


def _marks(item: dict[str, Any], told: list[str], where: str) -> Iterator[tuple[Mark, Value | None, int]]:
    values, times = item.get("marks"), item.get("changed") or {}
    if not isinstance(values, dict) or not isinstance(times, dict):
        raise ValueError("has no marks")
    for name, value in values.items():
        try:
            mark = BY_NAME.get(name)
            if mark is None or not (value is None or isinstance(value, str | int)):
                raise ValueError
            yield mark, mark.parse(value), _ms(times.get(name))
        except CallError as error:
            told.append(f"{where}: {error}; skipped")
        except (ValueError, OverflowError):
            told.append(f"{where}: has a mark that is none ({clean_line(name)[:40]}); skipped")


def _ms(time: Any) -> int:
    if time is None:
        return 0
    if not isinstance(time, str):
        raise ValueError
    moment = datetime.fromisoformat(time)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not _EPOCH <= moment <= _LATEST:
        raise ValueError
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _number(digits: str) -> int:
    return int(digits) if len(digits) <= limits.DIGITS else -1  # which no mark takes


_DECODER = json.JSONDecoder(strict=False, parse_int=_number, parse_constant=lambda name: -1)
