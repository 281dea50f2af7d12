"""Talks and marks on stdout: one JSON object, or lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from reinvent_notes.filters import Marks
from reinvent_notes.marks import Mark, position_text
from reinvent_notes.recordings import watch_url
from reinvent_notes.talk import Talk


def print_json(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values, ensure_ascii=False, indent=1) + "\n")


def talk_values(talk: Talk, marks: Marks | None = None, score: float | None = None) -> dict[str, Any]:
    """A talk as the contract has it; without marks and id where they mean nothing."""
    values = talk.as_dict()
    if marks is None:
        del values["id"]
    else:
        values["marks"] = {mark.value: marks.get(mark) for mark in Mark}
    if score is not None:
        values["score"] = score
    return values


def print_by_group(talks: Iterable[tuple[Talk, Marks]]) -> None:
    """Talks under their years and tracks, each with its glyph, id and title."""
    year: object = ...
    track: object = ...
    for talk, marks in talks:
        if talk.year != year:
            year, track = talk.year, ...
            print(talk.year or "Year unknown")
        if talk.track != track:
            track = talk.track
            print(f"  {track or 'No track'}")
        print(f"    {glyph(marks)} {talk.id}  {talk.title}")


def glyph(marks: Marks) -> str:
    """Watched, begun, or neither."""
    for mark in (Mark.WATCHED, Mark.POSITION):
        if mark in marks:
            return mark.glyph
    return "○"


def facts(talk: Talk) -> str:
    """`2022 · SVS401 · level 400 · Serverless · breakout · 58 min`: what is known, in one line."""
    known = (
        talk.year,
        talk.code,
        talk.level and f"level {talk.level}",
        talk.track,
        talk.kind if talk.kind != "keynote" or (talk.track or "").lower() != "keynotes" else None,
        talk.minutes and f"{talk.minutes} min",
    )
    return " · ".join(str(fact) for fact in known if fact)


def talk_page(talk: Talk, marks: Marks) -> str:
    """A talk with its notes, as Markdown."""
    lines = [f"# {talk.title}", "", facts(talk)]
    if talk.speakers:
        lines += ["", ", ".join(talk.speakers)]
    lines += [f"\n{watch_url(video)}" for video in talk.videos]
    if talk.verdict or talk.why:
        lines += ["", ": ".join(part for part in ((talk.verdict or "").capitalize(), talk.why) if part)]
    if marks:
        lines += ["", ", ".join(mark_text(mark, value) for mark, value in marks.items())]
    if talk.abstract:
        lines += ["", talk.abstract]
    for note in talk.notes:
        lines += ["", note.markdown, "", f"<!-- {note.source}:{note.line} -->"]
    return "\n".join(lines)


def mark_text(mark: Mark, value: object) -> str:
    """`watched 2026-11-03`, `rating 5`, `stopped at 12:30`."""
    if mark.kind == "flag":
        return mark.label
    if mark.kind == "position":
        return f"{mark.label} {position_text(int(str(value)))}"
    return f"{mark.label} {value}"
