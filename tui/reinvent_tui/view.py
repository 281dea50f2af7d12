"""What the reader remembers of how it was left: its looks, and where one was. Never a reason to fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from reinvent_notes.errors import Refused
from reinvent_notes.text import read_bytes, write_own

_LOOKS = ("theme", "grouped_by", "sorted_by", "widths")
Key = tuple[int | str | None, ...]  # of a branch: (year,), (year, track), or ("shelf", "own" or "saved", name)


class View(NamedTuple):
    """`theme` is None where none was chosen. `at`: the talk (its id) or the branch that the cursor was on; `talk`: the
    one that was shown (its id), and `place` where in it. `widths` are panes by name, in columns."""

    theme: str | None = None
    grouped_by: str = "year"
    sorted_by: str = ""
    widths: dict[str, int] = {}
    open: tuple[Key, ...] | None = None
    at: str | Key | None = None
    talk: str | None = None
    place: tuple[int, ...] = ()
    is_reading: bool = False

    def with_looks_of(self, other: View) -> View:
        """Another's looks, and where one was here: a reader of some notes alone says nothing of the library."""
        looks = {name: getattr(other, name) for name in _LOOKS}
        return self._replace(**looks)


def load(path: Path) -> View:
    """As it was left; what cannot be read, or is nothing of ours, says nothing."""
    try:
        values = json.loads(read_bytes(path, "SETTINGS_BYTES"))
    except (Refused, ValueError, RecursionError):
        return View()
    if not isinstance(values, dict):
        return View()
    known: dict[str, Any] = {name: take(values[name]) for name, take in _TAKEN.items() if name in values}
    return View(**{name: value for name, value in known.items() if value is not None})


def save(path: Path, view: View) -> None:
    """Replace the file in one step, if that can be done."""
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_own(path, json.dumps(view._asdict()).encode())


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _key(value: Any) -> Key | None:
    is_one = isinstance(value, list) and all(part is None or isinstance(part, int | str) for part in value)
    return tuple(value) if is_one and value else None


def _keys(value: Any) -> tuple[Key, ...] | None:
    return tuple(key for one in value if (key := _key(one))) if isinstance(value, list) else None


def _numbers(value: Any) -> tuple[int, ...] | None:
    is_one = isinstance(value, list) and all(isinstance(number, int) and number >= 0 for number in value)
    return tuple(value) if is_one else None


def _widths(value: Any) -> dict[str, int] | None:
    if not isinstance(value, dict):
        return None
    return {name: width for name, width in value.items() if isinstance(width, int) and width > 0}


_TAKEN: dict[str, Callable[[Any], Any]] = {
    "theme": _text,
    "grouped_by": _text,
    "sorted_by": _text,
    "widths": _widths,
    "open": _keys,
    "at": lambda value: _text(value) or _key(value),
    "talk": _text,
    "place": _numbers,
    "is_reading": lambda value: value is True,
}
