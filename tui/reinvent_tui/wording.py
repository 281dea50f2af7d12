"""How a talk and its marks are put in words and signs: the same in the reader and on the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from reinvent_notes.errors import ReinventError
from reinvent_notes.marks import UNWATCHED_GLYPHS, Mark, Marks, Value, position_text

if TYPE_CHECKING:
    from reinvent_notes.talk import Talk

_ASCII = {
    "─━▔▁▂▃▄═": "-",
    "│┃▏▎▍▌▋▊▉▐▕": "|",
    "╭╮╰╯┬┴┼├┤┌┐└┘": "+",
    "▸▶→": ">",
    "‹←": "<",
    "▾↓": "v",
    "↑": "^",
    "✓•": "*",
    "◦·–—": "-",
    "…": "~",
    "’‘": "'",
    "“”": '"',
    "⏎": "/",
    "▅▆▇█": "#",
    "░": ".",
    "\u00a0": " ",
}
_QUERY_CHARS = 60  # of one that found nothing
_STATES = (Mark.WATCHED, Mark.POSITION)
_BADGES = (Mark.FAVOURITE, Mark.QUEUED)
TOGGLES = tuple(mark for mark in Mark if mark.kind in ("date", "order", "flag"))  # these need no value


def facts(talk: Talk) -> str:
    """`2022 · SVS401 · level 400 · Serverless · breakout · 58 min`: what is known, in one line."""
    known = (
        str(talk.year) if talk.year else None,
        talk.code,
        f"level {talk.level}" if talk.level else None,
        talk.track,
        talk.kind if talk.kind and f"{talk.kind}s" != (talk.track or "").lower() else None,
        f"{talk.minutes} min" if talk.minutes else None,
    )
    return " · ".join(fact for fact in known if fact)


def verdict(talk: Talk) -> str:
    return ": ".join(part for part in ((talk.verdict or "").capitalize(), talk.why) if part)


def mark_text(mark: Mark, value: Value) -> str:
    """`watched 2026-11-03`, `rating 5`, `stopped at 12:30`, `favourite`."""
    if mark.kind == "flag":
        return mark.label
    return f"{mark.label} {position_text(int(value)) if mark.kind == 'position' else value}"


def change_text(mark: Mark, value: Value | None) -> str:
    """What was done to a mark: `Watched`, `Unwatched`, `Rating 5`, `No own note`."""
    if value is None:
        off = {Mark.WATCHED: "unwatched", Mark.POSITION: "no place to go on from"}
        return off.get(mark, f"{'not' if mark in TOGGLES else 'no'} {mark.label}").capitalize()
    said = mark.label if mark in TOGGLES or mark.kind == "text" else mark_text(mark, value)
    return said[:1].upper() + said[1:]


def error_text(error: ReinventError) -> str:
    """What went wrong first and the file last, where it may be cut off."""
    line = f":{error.line}" if error.line else ""
    where = f" ({error.where}{line})" if error.where else ""
    return error.what + where if not error.remedy else f"{error.what}; {error.remedy}{where}"


def wrong_text(errors: Sequence[ReinventError]) -> str:
    """The first of what is wrong with the settings, and how to see the others; their file's name is short."""
    first, more = errors[0], len(errors) - 1
    told = ReinventError(first.what, remedy=first.remedy, where=PurePath(first.where or "").name, line=first.line)
    return f"{told}" + (f" (and {more} more: reinvent-tui doctor)" if more else "")


def matches_text(query: str, meant: str) -> str:
    """What stands behind `No` where nothing was found. `meant`: what else its filters may have been meant to say."""
    short = query if len(query) <= _QUERY_CHARS else f"{query[:_QUERY_CHARS].rstrip()}…"
    return f"talk matches {short}" + (f"; perhaps {meant} is meant" if meant else "")


def size_text(size: int) -> str:
    """`512 B`, `34 KB`, `2.9 MB`."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


@lru_cache(1)
def ascii_signs() -> Mapping[str, str]:
    """What stands for a sign where ASCII alone is known, as wide as the sign."""
    signs = {sign: plain for signs, plain in _ASCII.items() for sign in signs}
    return signs | dict([UNWATCHED_GLYPHS, *((mark.glyph, mark.plain) for mark in Mark if mark.glyph)])


def state_glyph(marks: Marks) -> str:
    """Watched, begun, or neither."""
    return next((mark.glyph for mark in _STATES if mark in marks), UNWATCHED_GLYPHS[0])


def badges(marks: Marks) -> str:
    """The other marks that a list shows, before the state. What is hidden is nothing else in a list."""
    if Mark.HIDDEN in marks:
        return f"{Mark.HIDDEN.glyph} "
    return "".join(f"{mark.glyph} " for mark in _BADGES if mark in marks)
