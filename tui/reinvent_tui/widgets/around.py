"""What stands around a talk's notes: its head, the rules between notes, what it is related to, where it comes from."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reinvent_notes.index import Row
from reinvent_notes.marks import UNWATCHED_GLYPHS, Mark, Marks
from reinvent_notes.recordings import recording_id, watch_url
from reinvent_notes.talk import Note, Talk, fold
from reinvent_tui.markdown import NoteHeading, NoteLink
from reinvent_tui.markdown.wrap import wrap
from reinvent_tui.widgets.names import whose_told_apart
from reinvent_tui.widgets.rows import fitted
from reinvent_tui.wording import facts, mark_text, verdict

# `[YouTube](https://…)`, `Video: https://…`
_RECORDING_LINE = re.compile(
    r"(?:[-*+] +)?[*_]*(?P<before>[\w ]{0,30})[:*_]* *"
    r"(?:\[(?P<name>[^\]]*)\]\(|<)?(?P<url>https?://[^\s)>]+)[)>]?[*_. ]*"
)
_RECORDING_WORDS = set("a here link of on recorded recording session talk the to url video watch youtube".split())


class Lines:
    """A part of the page that is laid out at once. It can be asked what a rendered note can."""

    complete = True
    widest = 0

    def __init__(self, width: int, colours: Mapping[str, Style]) -> None:
        self._width, self._colours = width, colours
        self.lines: list[Strip] = []
        self.links: list[NoteLink] = []
        self.headings: list[NoteHeading] = []
        self.wide: Collection[int] = ()

    def strip(self, y: int) -> Strip:
        return self.lines[y]

    def extend(self, lines: int | None = None) -> bool:
        return True

    def add(self, text: str, colour: str, url: str = "") -> None:
        """Text on as many lines as it needs; with an address it is a link."""
        places = []
        for a, b in wrap(text, self._width):
            strip = Strip([Segment(text[a:b], self._colours[colour])])
            places.append((len(self.lines), 0, strip.cell_length))
            self.lines.append(strip)
        if url:
            self.links.append(NoteLink(len(self.links) + 1, text, url, tuple(places)))

    def space(self) -> None:
        self.lines.append(Strip([]))


def without_head(markdown: str, talk: Talk) -> str:
    """A note without first lines that say again what the head says: the title, the link to the recording. What is left
    keeps its lines."""
    for said_again in (_title, _recording):
        start = len(markdown) - len(markdown.lstrip())
        end = start + said_again(markdown[start:], talk)
        markdown = markdown[:start] + "\n" * markdown.count("\n", start, end) + markdown[end:]
    return markdown


def _title(markdown: str, talk: Talk) -> int:
    """How many characters of a note are a heading that is the talk's title, with its code or without."""
    line, _, rest = markdown.partition("\n")
    below = rest.partition("\n")[0]
    if line.startswith("#"):
        end = len(line)
    elif set(below.strip()) in ({"="}, {"-"}):
        end = len(line) + 1 + len(below)
    else:
        return 0
    code = talk.code or ""
    named = {fold(words) for title in talk.titles for words in (title, f"{code} {title}", f"{title} {code}")}
    return end if fold(line) in named else 0


def _recording(markdown: str, talk: Talk) -> int:
    """How many of a first line that is only the link to one of its recordings."""
    line, _, rest = markdown.partition("\n")
    match = _RECORDING_LINE.fullmatch(line)
    if not match or recording_id(match["url"]) not in talk.videos or rest.startswith((" ", "\t")):
        return 0
    named = set(fold(f"{match['before']} {match['name'] or ''}").split())
    return 0 if named - _RECORDING_WORDS else len(line)


def whose(talk: Talk, note: Note) -> str:
    """By name where that is known, and by the document that the note stands in."""
    document = whose_told_apart(talk.sources)(note.source)
    return f"{note.author}, {document}" if note.author else document


def head(talk: Talk, marks: Marks, width: int, colours: Mapping[str, Style]) -> Lines:
    """Title, facts, speakers, marks (each as a word too), verdict, recording, other spellings of the title."""
    lines = Lines(width, colours)
    # a note of one's own has lines to itself; numbers of the queue only order it: its first may be 7
    shown = [
        f"{mark.glyph} {mark.label if mark.kind == 'order' else mark_text(mark, marks[mark])}".strip()
        for mark in Mark
        if mark in marks and mark.kind != "text"
    ]
    own_note = [f"{mark.label}: {marks[mark]}".split("\n") for mark in Mark if mark in marks and mark.kind == "text"]
    others = [title for title in talk.titles if title != talk.title]
    authors = [whose(talk, note) for note in talk.notes] if len(talk.notes) > 1 else []
    for text, colour, url in (
        (talk.title, "title", ""),
        (facts(talk), "dim", ""),
        (", ".join(talk.speakers), "dim", ""),
        (" · ".join(shown), "accent", "") if shown else (f"{UNWATCHED_GLYPHS[0]} not watched", "dim", ""),
        *((line, "accent", "") for lines in own_note for line in lines),
        (verdict(talk), talk.verdict or "dim", ""),
        *((f"▶ youtu.be/{video}", "dim", watch_url(video)) for video in talk.videos),
        (f"▶ {talk.url}" if talk.url and not talk.videos else "", "dim", talk.url or ""),
        ("Also called: " + "; ".join(others) if others else "", "dim", ""),
        (f"{len(authors)} notes: {'; '.join(authors)}" if authors else "", "dim", ""),
    ):
        if text:
            lines.add(text, colour, url)
    lines.space()
    return lines


def rule(talk: Talk, number: int, width: int, colours: Mapping[str, Style]) -> Lines:
    """Above each of several notes: whose it is, on one line."""
    lines = Lines(width, colours)
    before, after = "── ", f" · note {number + 1} of {len(talk.notes)} "
    name = f"{before}{fitted(whose(talk, talk.notes[number]), width - len(before + after) - 1).rstrip()}{after}"
    if number:
        lines.space()
    lines.add(name + "─" * (width - cell_len(name)), "heading")
    lines.space()
    return lines


def below(
    talk: Talk, related: Sequence[Row], sources: Sequence[str], width: int, colours: Mapping[str, Style]
) -> Lines:
    """What an official list says of the talk, talks that are related, sentences on where this one comes from."""
    lines = Lines(width, colours)
    if not talk.notes:
        lines.add("Nobody has written a note on this talk yet.", "dim")
    if talk.abstract:
        lines.space()
        lines.add("Abstract", "heading")
        lines.add(talk.abstract, "text")
    if related:
        lines.space()
        lines.add("Related", "heading")
    for row in related:
        lines.add(" · ".join(str(part) for part in (row.year, row.code, row.title) if part), "link", row.id)
    if sources:
        lines.space()
    if len(talk.sources) > 1:
        lines.add("Sources", "heading")
    for sentence in sources:
        lines.add(sentence, "dim")
    return lines
