"""What a shape makes of a document."""

from __future__ import annotations

from dataclasses import dataclass

from reinvent_notes.talk import Talk


@dataclass(frozen=True, slots=True)
class Reading:
    """`sure` is 0 to 1; `skipped` holds (line from 1, why) for whatever looked like a talk and is none."""

    shape: str
    sure: float
    why: str
    talks: tuple[Talk, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
