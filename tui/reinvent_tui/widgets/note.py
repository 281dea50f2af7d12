"""The detail pane: moving in the talk under the cursor, finding in it, its headings and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from reinvent_tui.keys import NOTE, bindings
from reinvent_tui.messages import Left
from reinvent_tui.widgets.place import Place
from reinvent_tui.widgets.talk_view import TalkView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Offset

    from reinvent_tui.widgets.finding import Finding
    from reinvent_tui.widgets.talk_page import Heading, Link

_ABOVE = 3  # lines that are shown above what is gone to


class Clicked(Message):
    """A link of the note was clicked."""

    def __init__(self, link: Link) -> None:
        self.link = link
        super().__init__()


class NotePane(TalkView):
    BINDINGS = bindings(NOTE)

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
        if self._page:
            self._page.extend(None)
        self._measure()
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def action_leave(self) -> None:
        if self._finding:
            self.stop_finding()
        else:
            self.post_message(Left())

    # finding

    def find(self, words: Sequence[str], *within: Sequence[str]) -> None:
        """Show where any of these words begin, and go to the first in a note, or where texts stand (see `reach`);
        anywhere in words, if none begins so."""
        y = self._page.head_height if self._page else 0
        self._find(words, at_starts=True, y=y)
        if self._finding:
            self._finding.reach(y, *within)
            self._measure()
            self.show_match()

    def find_typed(self, text: str, place: Place) -> None:
        """Show where a text stands, and go to the first from a place on; to that place where it stands nowhere."""
        y = self._page.line_of(place) if self._page else 0
        self._find([text], at_starts=False, y=y)
        if not self._finding or self._finding.y is None:
            self.go_to_line(y)

    def find_next(self, by: int) -> None:
        if self._finding:
            self._finding.step(by)
            self._measure()
            self.show_match()

    def _find(self, words: Sequence[str], *, at_starts: bool, y: int) -> None:
        from reinvent_tui.widgets.finding import Finding  # not on the way to the first paint

        words = [word for word in words if word.strip()]
        self._finding = Finding(self._page, words, at_starts=at_starts) if self._page and words else None
        self.go_to_match(y)

    def find_again(self, finding: Finding | None, place: Place) -> None:
        """Go on with what was looked for in this talk before, at the match that one was at; to a place."""
        self._finding, page = None, self._page
        if finding and page:
            self._finding = finding.again(page)
            while self._finding.ordinal < finding.ordinal and not page.complete:
                page.extend()
                self._finding = finding.again(page)
        self.go_to(place)

    def stop_finding(self) -> None:
        self._finding = None
        self.refresh()

    @property
    def finding(self) -> Finding | None:
        return self._finding

    @property
    def found(self) -> str:
        """`3 of 12`, `not found`, or empty where nothing is looked for."""
        return str(self._finding) if self._finding else ""

    @property
    def wanted(self) -> str:
        """What is looked for."""
        return " ".join(self._finding.words) if self._finding else ""

    # headings, notes and links

    def headings(self) -> list[Heading]:
        return self._page.headings() if self._page else []

    def heading_at(self) -> int:
        """Which of the headings one reads below."""
        return max(0, sum(heading.y <= self.scroll_offset.y + _ABOVE for heading in self.headings()) - 1)

    def go_to_line(self, y: int) -> None:
        self._measure()
        self.scroll_to(y=y, animate=False, force=True)

    def go_to_note(self, by: int) -> bool:
        """To the note after or before the one that is read; False where there is none."""
        tops, now = self._page.note_tops() if self._page else [], self.scroll_offset.y
        others = [top for top in tops if (top > now if by > 0 else top < now)]
        if len(tops) < 2 or not others:
            return False
        self.go_to_line(min(others) if by > 0 else max(others))
        return True

    def go_to(self, place: Place) -> None:
        self._lay_out(place)

    def visible_links(self) -> list[Link]:
        top = self.scroll_offset.y
        return self._page.links(top, top + self.size.height - 1) if self._page else []

    def link_at(self, offset: Offset) -> Link | None:
        """The link that is painted at a place of the screen."""
        x, y = offset - self.content_region.offset + self.scroll_offset
        if not self._page or not self.content_region.contains_point(offset):
            return None
        return self._page.link_at(y, x - self._left - (0 if self._page.is_wide(y) else self.scroll_offset.x))

    def on_click(self, event: events.Click) -> None:
        link = self.link_at(event.screen_offset)
        if link:
            self.post_message(Clicked(link))

    def show_hints(self, hints: list[tuple[str, Link]]) -> None:
        """Letters beside links, until others are shown, or none."""
        if not self._hints:
            self._hints_from = self.scroll_offset.y
        self._hints = hints
        self.refresh()
