"""A talk as lines to paint: its head, what people wrote about it, what it is related to, who says what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import takewhile

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reinvent_notes.index import Row
from reinvent_notes.marks import UNWATCHED_GLYPHS, Mark, Marks
from reinvent_notes.talk import Note, Talk
from reinvent_tui.markdown import DEFAULT_STYLES, Rendered, convert, layout
from reinvent_tui.markdown.wrap import wrap
from reinvent_tui.widgets.names import told_apart
from reinvent_tui.widgets.note import Place
from reinvent_tui.wording import facts, mark_text, verdict

_HEADINGS = tuple(f"heading{level}" for level in range(1, 7))
# which of the pane's colours lies over which of the renderer's styles
_COLOURS = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "link": "link",
    "code": "code",
    "code_block": "block",
    "code_keyword": "keyword",
    "code_name": "keyword",
    "code_string": "string",
    "code_number": "number",
    **dict.fromkeys(("marker", "rule", "table_rule", "quote_bar", "dim", "image", "code_comment"), "dim"),
}
_MORE_LINES = 400
_NEIGHBOURS = 8  # lines above and below one, by which that is known again


def _texts(part: list[Strip] | Rendered) -> list[str]:
    return [line.text for line in (part.lines if isinstance(part, Rendered) else part)]


def _letters(text: str) -> int:
    """Of a line, as many at every width: blanks, bars and rules are not counted."""
    return sum(map(str.isalnum, text))


def _empty_at_end(texts: Sequence[str]) -> int:
    return len(list(takewhile(lambda text: not _letters(text), reversed(texts))))


class TalkPage:
    """`colours`: the pane's styles by name. Notes are parsed once, and laid out anew for each width."""

    def __init__(
        self, talk: Talk, related: Sequence[Row], sources: Sequence[str], colours: Mapping[str, Style]
    ) -> None:
        self.talk = talk
        self._related, self._sources = related, sources
        self._blocks = [(note, convert(note.markdown)) for note in talk.notes]
        self.colours = colours
        self._parts: list[list[Strip] | Rendered] = []

    def lay_out(self, marks: Marks, width: int, lines: int) -> None:
        """Lay out the head and the first `lines` of each note."""
        styles = {**DEFAULT_STYLES}
        for name, colour in _COLOURS.items():
            # a colour says what is dim; the terminal's own dim on top of it could not be read
            styles[name] = DEFAULT_STYLES.get(name, Style()) + self.colours[colour] + Style(dim=False)
        self._parts = [self._head(marks, width)]
        for note, blocks in self._blocks:
            if len(self._blocks) > 1:
                self._parts.append(self._source_line(note))
            self._parts.append(layout(blocks, width, styles, lines=lines))
        if not self._blocks:
            nothing = "Nobody has written a note on this talk yet."
            self._parts.append([Strip([Segment(nothing[a:b], self.colours["dim"])]) for a, b in wrap(nothing, width)])
        related = [" · ".join(str(part) for part in (row.year, row.code, row.title) if part) for row in self._related]
        self._parts.append(self._section("Related", related, width))
        title = "Sources" if len(self.talk.sources) > 1 else ""
        self._parts.append(self._section(title, self._sources, width))

    @property
    def complete(self) -> bool:
        return all(part.complete for part in self._rendered())

    @property
    def height(self) -> int:
        return sum(len(part.lines) if isinstance(part, Rendered) else len(part) for part in self._parts)

    @property
    def widest(self) -> int:
        return max((part.widest for part in self._rendered()), default=0)

    def extend(self, lines: int | None = None) -> None:
        """Lay out so many more lines of the first note that is not complete; all of every note without a number."""
        for part in self._rendered():
            if not part.complete:
                part.extend(lines)
                if lines is not None:
                    return

    def note_at(self, y: int) -> Note | None:
        """The note that stands on a line, the first where none does; None where there are none."""
        notes = iter(self._blocks)
        read = None
        for part in self._parts:
            if isinstance(part, Rendered):
                note, _ = next(notes)
                read = note if read is None or y >= 0 else read
            y -= len(_texts(part))
        return read

    # a place in the text, which stays where it is at every width

    def place_at(self, y: int) -> Place:
        """What stands on a line: the part, how many letters of it stand above, and how many lines without any."""
        for number, part in enumerate(self._parts):
            texts = _texts(part)
            if y < len(texts):
                return Place(number, sum(map(_letters, texts[:y])), _empty_at_end(texts[:y]))
            y -= len(texts)
        return Place()

    def line_of(self, place: Place) -> int:
        """Where a place is now; lays out what is above it."""
        top = 0
        for part in self._parts[: place.part]:
            if isinstance(part, Rendered):
                part.extend()
            top += len(_texts(part))
        if place.part >= len(self._parts):
            return 0
        part, above, y = self._parts[place.part], 0, 0
        while True:
            texts = _texts(part)
            while y < len(texts) and above + _letters(texts[y]) <= place.letters:
                above += _letters(texts[y])
                y += 1
            if y < len(texts) or not isinstance(part, Rendered) or part.complete:
                break
            part.extend(_MORE_LINES)
        # blank lines above those letters may have been the first on the screen
        back = max(0, _empty_at_end(texts[:y]) - place.empty) if above == place.letters else 0
        return top + y - back

    def line_like(self, before: TalkPage, y: int) -> int | None:
        """Where a line of this talk's page before its text changed is now, by its words and its neighbours'; of
        several like it the nearest. None if neither is there any more."""
        while self.height < y + _MORE_LINES and not self.complete:
            self.extend(_MORE_LINES)
        old = before.texts()
        near: dict[str, list[int]] = defaultdict(list)
        for at in range(max(0, y - _NEIGHBOURS), min(len(old), y + _NEIGHBOURS + 1)):
            if _letters(old[at]):
                near[old[at]].append(at - y)
        votes: dict[int, float] = defaultdict(float)
        for at, text in enumerate(self.texts()):
            for away in near.get(text, ()):
                votes[at - away] += 2.0 ** -abs(away)  # the line itself counts more than all that are below it
        return max(votes, key=lambda at: (votes[at], -abs(at - y)), default=None)

    def texts(self) -> list[str]:
        return [text for part in self._parts for text in _texts(part)]

    def line(self, y: int) -> Strip | None:
        for part in self._parts:
            count = len(part.lines) if isinstance(part, Rendered) else len(part)
            if y < count:
                return part.strip(y) if isinstance(part, Rendered) else part[y]
            y -= count
        return None

    def _rendered(self) -> list[Rendered]:
        return [part for part in self._parts if isinstance(part, Rendered)]

    def _source_line(self, note: Note) -> list[Strip]:
        name = note.author or told_apart(self.talk.sources)(note.source)
        return [Strip([]), Strip([Segment(f"── {name}", self.colours["dim"])]), Strip([])]

    def _section(self, title: str, lines: Sequence[str], width: int) -> list[Strip]:
        strips = [Strip([])] if lines else []
        strips += [Strip([Segment(title, self.colours["heading"])])] if lines and title else []
        for text in lines:
            strips += [Strip([Segment(text[a:b], self.colours["dim"])]) for a, b in wrap(text, width)]
        return strips

    def _head(self, marks: Marks, width: int) -> list[Strip]:
        """Title, facts, speakers, marks (each as a word too), verdict, recording, other spellings of the title."""
        talk, strips = self.talk, []
        shown = [f"{mark.glyph} {mark_text(mark, marks[mark])}".strip() for mark in Mark if mark in marks]
        others = [title for title in talk.titles if title != talk.title]
        lines = (
            (talk.title, "title"),
            (facts(talk), "dim"),
            (", ".join(talk.speakers), "dim"),
            (" · ".join(shown), "accent") if shown else (f"{UNWATCHED_GLYPHS[0]} not watched", "dim"),
            (verdict(talk), talk.verdict or "dim"),
            *((f"▶ youtu.be/{video}", "dim") for video in talk.videos),
            ("Also called: " + "; ".join(others) if others else "", "dim"),
        )
        for text, colour in lines:
            if text:
                strips += [Strip([Segment(text[a:b], self.colours[colour])]) for a, b in wrap(text, width)]
        return [*strips, Strip([])]
