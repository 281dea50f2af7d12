"""Talks and marks on stdout: one JSON object, or lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reinvent_notes.index import Row
from reinvent_notes.marks import Mark, Marks
from reinvent_notes.recordings import watch_url
from reinvent_notes.talk import Talk
from reinvent_notes.text import clean
from reinvent_tui.cli.streams import knows_all_of_unicode
from reinvent_tui.wording import facts, mark_text, state_glyph, verdict


def print_json(values: dict[str, Any]) -> None:
    """As it reads best where that steers no terminal; a name of a file is any bytes, and is escaped."""
    text = json.dumps(values, ensure_ascii=not knows_all_of_unicode(), indent=1)
    if clean(text) != text:
        text = json.dumps(values, indent=1)
    print(text.replace("\x7f", "\\u007f"))


def talk_values(talk: Talk, marks: Marks | None = None, score: float | None = None) -> dict[str, Any]:
    """A talk as `--json` prints it; without marks and id for `parse`, where they mean nothing."""
    values = talk.as_dict()
    del values["sources"], values["earlier"]  # told with `list --explain`
    if marks is None:
        del values["id"]
    else:
        values["marks"] = {mark.value: marks.get(mark) for mark in Mark}
    if score is not None:
        values["score"] = score
    return values


def print_by_group(talks: Iterable[tuple[Talk, Marks]], why: Iterable[Iterable[str]]) -> None:
    """Talks under their years and tracks, each with its glyph, id and title, and what explains it."""
    year: object = ...
    track: object = ...
    for (talk, marks), lines in zip(talks, why, strict=True):
        if talk.year != year:
            year, track = talk.year, ...
            print(talk.year or "Year unknown")
        if talk.track != track:
            track = talk.track
            print(f"  {track or 'No track'}")
        print(f"    {state_glyph(marks)} {talk.id}  {talk.title}")
        for line in lines:
            print(f"        {line}")


def talk_page(talk: Talk, marks: Marks, related: Iterable[Row], away: Iterable[str], explanation: Iterable[str]) -> str:
    """A talk with its notes, as Markdown. `away` are sources that cannot be looked at now."""
    lines = [f"# {talk.title}", "", facts(talk)]
    if talk.speakers:
        lines += ["", ", ".join(talk.speakers)]
    lines += [f"\n{watch_url(video)}" for video in talk.videos]
    if talk.verdict or talk.why:
        lines += ["", verdict(talk)]
    if marks:
        lines += ["", ", ".join(mark_text(mark, value) for mark, value in marks.items())]
    lines += [f"\n{source} is not there now: shown as it was read before." for source in away]
    if talk.abstract:
        lines += ["", talk.abstract]
    for note in talk.notes:
        lines += ["", note.markdown, "", _comment(f"{note.source}:{note.line}")]
    lines += [f"\nRelated: {row.id} {row.title}" for row in related]
    lines += [f"\n{_comment(line)}" for line in explanation]
    return "\n".join(lines)


def _comment(text: str) -> str:
    """An HTML comment, which nothing in it ends before its end."""
    return f"<!-- {text.replace('-->', '-- >').replace('--!>', '-- !>')} -->"
