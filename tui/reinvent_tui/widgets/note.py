"""The detail pane: a talk's head, then what each person wrote about it, painted line by line."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reinvent_notes.filters import Marks
from reinvent_notes.talk import Note, Talk
from reinvent_tui.keys import NOTE, bindings
from reinvent_tui.markdown import DEFAULT_STYLES, Blocks, Rendered, convert, layout
from reinvent_tui.messages import Left
from reinvent_tui.widgets.head import head

_WIDEST_TEXT = 90  # longer lines are hard to read
_MARGIN = 2
_FIRST_LINES, _MORE_LINES = 120, 400  # laid out before the first paint, and in each pause after it


class NotePane(ScrollView, can_focus=True):
    """One talk to read. `show` paints in the same frame; a long note's rest is laid out afterwards."""

    BINDINGS = bindings(NOTE)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "note--title", "note--dim", "note--accent", "note--watch", "note--skim", "note--skip",
        "note--heading", "note--link", "note--code", "note--block", "note--keyword", "note--string", "note--number",
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="note")
        self._talk: Talk | None = None
        self._marks: Marks = {}
        self._message = ""
        self._blocks: list[tuple[Note, Blocks]] = []
        self._parts: list[list[Strip] | Rendered] = []

    @property
    def talk(self) -> Talk | None:
        return self._talk

    def show(self, talk: Talk, marks: Marks) -> None:
        """Another talk from its top, or the same one where it was."""
        same = self._talk is not None and self._talk.id == talk.id
        if self._talk is None or self._talk.notes != talk.notes or not same:
            self._blocks = [(note, convert(note.markdown)) for note in talk.notes]
        self._talk, self._marks, self._message = talk, marks, ""
        if not same:
            self.scroll_to(0, 0, animate=False)
        self._lay_out()

    def say(self, message: str) -> None:
        """Show a sentence in place of a talk."""
        self._talk, self._blocks, self._message = None, [], message
        self._lay_out()

    # laying out

    @property
    def text_width(self) -> int:
        return max(10, min(_WIDEST_TEXT, self.size.width - 2 * _MARGIN))

    @property
    def _left(self) -> int:
        return max(_MARGIN, (self.size.width - self.text_width) // 2) if self.size.width > _WIDEST_TEXT + 20 else _MARGIN

    def _lay_out(self) -> None:
        if not self.size.width:
            return
        width, styles = self.text_width, self._note_styles()
        room = max(_FIRST_LINES, self.scroll_offset.y + 2 * self.size.height)
        if self._talk is None:
            self._parts = [[Strip([Segment(self._message, self.rich_style)])]]
        else:
            self._parts = [head(self._talk, self._marks, width, self._head_styles())]
            for note, blocks in self._blocks:
                if len(self._blocks) > 1:
                    self._parts.append(self._source_line(note))
                self._parts.append(layout(blocks, width, styles, lines=room))
            if not self._blocks:
                self._parts.append([Strip([Segment("Nobody has written a note on this talk yet.", self._dim)])])
        self._measure()
        self.refresh()
        self._continue()

    def _continue(self) -> None:
        """Lay out the rest of a long note in slices, so that the screen never waits for it."""
        if any(isinstance(part, Rendered) and not part.complete for part in self._parts):
            self.set_timer(0.01, self._lay_out_more)

    def _lay_out_more(self) -> None:
        part = next((part for part in self._parts if isinstance(part, Rendered) and not part.complete), None)
        if part:
            part.extend(_MORE_LINES)
            self._measure()
            self._continue()

    def _measure(self) -> None:
        lines = sum(len(part.lines) if isinstance(part, Rendered) else len(part) for part in self._parts)
        widest = max((part.widest for part in self._parts if isinstance(part, Rendered)), default=0)
        self.virtual_size = Size(max(self.size.width, widest + self._left + _MARGIN), lines + 1)

    # painting

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        strip = self._line(y + self.scroll_offset.y)
        if strip is None:
            return Strip.blank(width, base)
        indented = Strip([Segment(" " * self._left, base), *strip])
        line = indented.apply_style(base)
        left = self.scroll_offset.x
        return line.crop(left, left + width).adjust_cell_length(width, base)

    def _line(self, y: int) -> Strip | None:
        for part in self._parts:
            count = len(part.lines) if isinstance(part, Rendered) else len(part)
            if y < count:
                return part.strip(y) if isinstance(part, Rendered) else part[y]
            y -= count
        return None

    def _source_line(self, note: Note) -> list[Strip]:
        name = f"── {note.author or note.source.replace(chr(92), '/').rsplit('/', 1)[-1]}"
        return [Strip([]), Strip([Segment(name, self._dim)]), Strip([])]

    @property
    def _dim(self) -> Style:
        return self._style("dim")

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"note--{name}", partial=True)

    def _head_styles(self) -> dict[str, Style]:
        names = ("title", "dim", "accent", "watch", "skim", "skip")
        return {"text": Style(), **{name: self._style(name) for name in names}}

    def _note_styles(self) -> dict[str, Style]:
        """The renderer's own styles, with the theme's colours over them."""
        heading, block = self._style("heading"), self._style("block")
        colours = {
            **{f"heading{level}": heading for level in range(1, 7)},
            "link": self._style("link"),
            "code": self._style("code"),
            "code_block": block,
            "code_keyword": self._style("keyword"),
            "code_name": self._style("keyword"),
            "code_string": self._style("string"),
            "code_number": self._style("number"),
            **{name: self._dim for name in ("marker", "rule", "table_rule", "quote_bar", "dim", "image", "code_comment")},
        }
        return {**DEFAULT_STYLES, **{name: DEFAULT_STYLES.get(name, Style()) + style for name, style in colours.items()}}

    # moving

    def action_scroll(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False)

    def action_sideways(self, steps: int) -> None:
        self.scroll_relative(x=8 * steps, animate=False)

    def action_page(self, pages: int) -> None:
        self.scroll_relative(y=pages * max(1, self.size.height - 2), animate=False)

    def action_top(self) -> None:
        self.scroll_to(0, 0, animate=False)

    def action_bottom(self) -> None:
        for part in self._parts:
            if isinstance(part, Rendered):
                part.extend()
        self._measure()
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def action_leave(self) -> None:
        self.post_message(Left())

    def on_resize(self, event: events.Resize) -> None:
        """Keep the place in the text, not the line number, which depends on the width."""
        before = self.virtual_size.height
        place = self.scroll_offset.y / before if before else 0
        self._lay_out()
        if place:
            self.scroll_to(y=round(place * self.virtual_size.height), animate=False)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lay_out()
