"""Which parts of a document are talks: one file per shape, tried in the order of SHAPES, the surest wins."""

from __future__ import annotations

from collections.abc import Callable

from reinvent_notes import limits
from reinvent_notes.document import Document
from reinvent_notes.shapes import coded_lines, headings, house, named_file, prose
from reinvent_notes.shapes.reading import Reading

Shape = Callable[[Document], Reading | None]

# Among equally sure shapes the first wins.
SHAPES: tuple[Shape, ...] = (house.read, named_file.read, headings.read, coded_lines.read, prose.read)


def read(document: Document) -> Reading:
    """The document as the shape that fits best sees it; a Reading without talks where none fits."""
    readings = [reading for shape in SHAPES if (reading := shape(document)) is not None]
    if not readings:
        return Reading("none", 0.0, "no shape fits: no code, recording or other sign of a talk was found")
    best = max(readings, key=lambda reading: reading.sure)
    if len(best.talks) <= limits.TALKS_PER_FILE:
        return best
    kept, rest = best.talks[: limits.TALKS_PER_FILE], len(best.talks) - limits.TALKS_PER_FILE
    line = kept[-1].notes[0].line if kept[-1].notes else 1
    reason = f"{rest:,} talks after this line are left out (TALKS_PER_FILE)"
    return Reading(best.shape, best.sure, best.why, kept, (*best.skipped, (line, reason)))


__all__ = ["SHAPES", "Reading", "read"]
