"""What stands above a note: the talk's title, what is known of it, and the marks on it, each as a word too."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reinvent_notes.filters import Marks
from reinvent_notes.marks import UNWATCHED_GLYPHS, Mark
from reinvent_notes.recordings import watch_url
from reinvent_notes.talk import Talk
from reinvent_tui.markdown.wrap import wrap
from reinvent_tui.wording import facts, mark_text, verdict


def head(talk: Talk, marks: Marks, width: int, styles: dict[str, Style]) -> list[Strip]:
    """The lines above the note. `styles` has text, title, dim, accent, watch, skim and skip."""
    strips: list[Strip] = []

    def write(text: str, style: str) -> None:
        for start, end in wrap(text, width):
            strips.append(Strip([Segment(text[start:end], styles["text"] + styles[style])]))

    write(talk.title, "title")
    write(facts(talk), "dim")
    if talk.speakers:
        write(", ".join(talk.speakers), "dim")
    shown = [f"{mark.glyph} {mark_text(mark, marks[mark])}".strip() for mark in Mark if mark in marks]
    write(" · ".join(shown) or f"{UNWATCHED_GLYPHS[0]} not watched", "accent" if shown else "dim")
    if talk.verdict or talk.why:
        write(verdict(talk), talk.verdict or "dim")
    for video in talk.videos:
        write(watch_url(video), "dim")
    others = [title for title in talk.titles if title != talk.title]
    if others:
        write("Also called: " + "; ".join(others), "dim")
    strips.append(Strip([]))
    return strips
