"""A talk as lines to paint: its head, what people wrote about it, what it is related to, who says what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from reinvent_notes.index import Row
from reinvent_notes.marks import Marks
from reinvent_notes.talk import Note, Talk
from reinvent_tui.markdown import DEFAULT_STYLES, NoteLink, Rendered, convert, layout
from reinvent_tui.widgets.around import Lines, below, head, rule, whose, without_head
from reinvent_tui.widgets.place import Place

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
_MORE_LINES = 400  # are laid out in each pause after the first paint
_NEIGHBOURS = 8  # lines above and below one, by which that is known again


Part = Lines | Rendered


class Heading(NamedTuple):
    """A heading of a page, how deep it stands (from 0 on), and its line."""

    text: str
    depth: int
    y: int


class Link(NamedTuple):
    """A link of a page: the document it stands in, and where: (line, from, to) in cells, for each line it is on."""

    text: str
    url: str
    document: str
    places: tuple[tuple[int, int, int], ...]


def _texts(part: Part) -> list[str]:
    return [line.text for line in part.lines]


def _letters(text: str) -> int:
    """Of a line, as many at every width: blanks, bars and rules are not counted."""
    return sum(map(str.isalnum, text))


def _empty_at_end(texts: Sequence[str]) -> int:
    return len(list(takewhile(lambda text: not _letters(text), reversed(texts))))


@lru_cache(1)
def _styles(colours: tuple[tuple[str, Style], ...]) -> Mapping[str, Style]:
    """The renderer's styles in a pane's colours."""
    styles, colour_of = {**DEFAULT_STYLES}, dict(colours)
    for name, colour in _COLOURS.items():
        # a colour says what is dim; the terminal's own dim on top of it could not be read
        styles[name] = DEFAULT_STYLES.get(name, Style()) + colour_of[colour] + Style(dim=False)
    return styles


class TalkPage:
    """`colours`: the pane's styles by name. Notes are parsed once, and laid out anew for each width."""

    def __init__(
        self, talk: Talk, related: Sequence[Row], sources: Sequence[str], colours: Mapping[str, Style]
    ) -> None:
        self.talk = talk
        self._related, self._sources = related, sources
        self._blocks = [(note, convert(without_head(note.markdown, talk))) for note in talk.notes]
        self.colours = colours
        self._parts: list[Part] = []

    def lay_out(self, marks: Marks, width: int, lines: int) -> None:
        """Lay out the head and the first `lines` of each note."""
        styles = _styles(tuple(self.colours.items()))
        colours = {**self.colours, "text": Style(), "link": styles["link"]}
        self._parts = [head(self.talk, marks, width, colours)]
        for number, (_, blocks) in enumerate(self._blocks):
            if len(self._blocks) > 1:
                self._parts.append(rule(self.talk, number, width, colours))
            self._parts.append(layout(blocks, width, styles, lines=lines))
        self._parts.append(below(self.talk, self._related, self._sources, width, colours))

    @property
    def complete(self) -> bool:
        return all(part.complete for part in self._parts)

    @property
    def height(self) -> int:
        return sum(len(part.lines) for part in self._parts)

    @property
    def widest(self) -> int:
        return max((part.widest for part in self._parts), default=0)

    @property
    def parts(self) -> Sequence[Part]:
        return self._parts

    def extend(self, lines: int | None = _MORE_LINES) -> None:
        """Lay out so many more lines of the first note that is not complete; all of every note without a number."""
        for part in self._parts:
            if not part.complete:
                part.extend(lines)
                if lines is not None:
                    return

    # what stands where

    def _tops(self) -> Iterator[tuple[int, Part]]:
        """Each part with its first line."""
        top = 0
        for part in self._parts:
            yield top, part
            top += len(part.lines)

    def _notes(self) -> Iterator[tuple[int, Rendered]]:
        return ((top, part) for top, part in self._tops() if isinstance(part, Rendered))

    def at(self, y: int) -> tuple[Part, int] | None:
        """The part that a line belongs to, and which of its lines it is."""
        return next(((part, y - top) for top, part in self._tops() if y - top < len(part.lines)), None)

    def is_wide(self, y: int) -> bool:
        """Whether a line is of a table or of code that is wider than the text."""
        found = self.at(y)
        return found is not None and found[1] in found[0].wide

    def top_of(self, part: Part) -> int:
        return next(top for top, other in self._tops() if other is part)

    def headings(self) -> list[Heading]:
        """Of every note; of several notes each begins with whose it is. Lays out everything."""
        self.extend(None)
        found = []
        several = len(self._blocks) > 1
        for (note, _), (top, part) in zip(self._blocks, self._notes(), strict=True):
            if several:
                found.append(Heading(whose(self.talk, note), 0, self._rule_above(top)))
            highest = min((heading.level for heading in part.headings), default=1)
            found += [Heading(h.text, h.level - highest + several, top + h.line) for h in part.headings]
        return found

    @property
    def head_height(self) -> int:
        """The lines above the first note."""
        return next((top for top, _ in self._notes()), 0)

    def note_tops(self) -> list[int]:
        """The first line of each note, with the rule above it where there are several. Lays out everything."""
        self.extend(None)
        return [self._rule_above(top) for top, _ in self._notes()]

    def _rule_above(self, top: int) -> int:
        return top - 2 if len(self._blocks) > 1 else top

    def links(self, first: int, last: int) -> list[Link]:
        """Those that begin between two lines, in their order."""
        documents = iter([note.source for note, _ in self._blocks])
        found = []
        for top, part in self._tops():
            document = next(documents) if isinstance(part, Rendered) else ""
            found += [_moved(link, top, document) for link in part.links if first <= top + link.places[0][0] <= last]
        return found

    def link_at(self, y: int, x: int) -> Link | None:
        """The link that stands on a line at a cell."""
        places = ((link, place) for link in self.links(0, y) for place in link.places)
        return next((link for link, (line, start, end) in places if line == y and start <= x < end), None)

    def note_at(self, y: int) -> Note | None:
        """The note that stands on a line, the first where none does; None where there are none."""
        tops = [top for top, _ in self._notes()]
        read = max(0, sum(top <= y for top in tops) - 1)
        return self._blocks[read][0] if self._blocks else None

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
            part.extend()
            top += len(part.lines)
        if place.part >= len(self._parts):
            return 0
        part, above, y = self._parts[place.part], 0, 0
        while True:
            texts = _texts(part)
            while y < len(texts) and above + _letters(texts[y]) <= place.letters:
                above += _letters(texts[y])
                y += 1
            if y < len(texts) or part.complete:
                break
            part.extend(_MORE_LINES)
        # blank lines above those letters may have been the first on the screen
        back = max(0, _empty_at_end(texts[:y]) - place.empty) if above == place.letters else 0
        return top + y - back

    def line_like(self, before: TalkPage, y: int) -> int | None:
        """Where a line of this talk's page before its text changed is now, by its words and its neighbours'; of
        several like it the nearest. None if neither is there any more."""
        while self.height < y + _MORE_LINES and not self.complete:
            self.extend()
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
        found = self.at(y)
        return found[0].strip(found[1]) if found else None


def _moved(link: NoteLink, top: int, document: str) -> Link:
    return Link(link.text, link.url, document, tuple((top + line, start, end) for line, start, end in link.places))
