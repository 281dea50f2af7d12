"""How long a talk is, as lists and notes write it, in whole minutes."""

from __future__ import annotations

import math
import re

LONGEST = 600  # minutes; a larger number is of seconds
_HOURS = 4  # of a talk these are no minutes, where its length stands for certain
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?![\d:]|\s*(?:[ap]\.?m\b|[-–—]))", re.I)
_SPOKEN = re.compile(
    r"(?:(\d{1,2}(?:\.\d{1,2})?)\s*h[a-z]*\.?[\s,]*(?:and\s+)?)?(?:(\d{1,4})(?:[\s-]*m|\s*\(|\s*$))?", re.I
)


def minutes(text: str, *, in_column: bool = False) -> int | None:
    """`58`, `58 min`, `58:30`, `1:02:11`, `1 h 5 min`, `1.5 hours`, `PT45M`.

    `1:30` is an hour and a half in a column for lengths; elsewhere it may be a place in the recording: no length.
    """
    text = text.strip()
    if text.isdecimal() and len(text) < 10:
        return of_number(int(text))
    clock, spoken = _CLOCK.match(text), _SPOKEN.match(text.upper().removeprefix("PT"))
    total = 0
    if clock:
        total = int(clock[1] or 0) * 60 + int(clock[2])
        if not clock[1] and total <= _HOURS:
            total = total * 60 + int(clock[3]) if in_column else 0
    elif spoken:
        total = int(float(spoken[1] or 0) * 60) + int(spoken[2] or 0)
    return total if 0 < total <= LONGEST else None


def of_number(number: float) -> int | None:
    """A bare number, which is of minutes, or of seconds where it is too large."""
    if not math.isfinite(number) or not 0 < number <= LONGEST * 60:
        return None
    return int(number) or None if number <= LONGEST else int(number) // 60
