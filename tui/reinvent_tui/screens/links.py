"""Letters beside the links on the screen: one is typed, its address is seen, and then it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, product
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from reinvent_notes.text import clean_line
from reinvent_tui.screens.bottom import BottomScreen
from reinvent_tui.widgets.note import NotePane
from reinvent_tui.widgets.talk_page import Link

_LETTERS = "asdfghjklewruioptcvmnbxzqy"  # those under the fingers first
_TO_DO = "enter opens it, y copies it, esc leaves"
_LEFT = 2  # lines of the screen above an address, however long that is


class Choice(NamedTuple):
    link: Link
    is_copied: bool = False


def hints(count: int) -> list[str]:
    """As few letters as tell so many links apart."""
    length = 1
    while len(_LETTERS) ** length < count:
        length += 1
    return ["".join(letters) for letters in islice(product(_LETTERS, repeat=length), count)]


class LinksScreen(BottomScreen[Choice | None]):
    """`leads_inside`: whether a link leads to something in the reader, which is gone to at once. `clicked`: the one
    that is chosen already."""

    def __init__(
        self, note: NotePane, links: Sequence[Link], leads_inside: Callable[[Link], bool], clicked: Link | None = None
    ) -> None:
        super().__init__()
        self._note, self._leads_inside = note, leads_inside
        self._links = dict(zip(hints(len(links)), links, strict=True))
        self._typed = ""
        self._chosen = clicked
        self._resized = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="asking"):
            yield Static("", id="chosen-link", markup=False)

    def on_mount(self) -> None:
        if self._chosen:
            self._choose(self._chosen)
        else:
            self._show()

    def on_unmount(self) -> None:
        self._note.show_hints([])

    def _show(self) -> None:
        self._note.show_hints([(hint, link) for hint, link in self._links.items() if hint.startswith(self._typed)])
        self._say("link: type its letters; esc leaves")

    def _say(self, text: str) -> None:
        line = self.query_one("#chosen-link", Static)
        line.update(text)
        self.query_one("#asking").styles.height = "auto"

    def on_resize(self) -> None:
        if self._chosen:
            self._show_address(self._chosen)
        elif self._resized:
            self.dismiss(None)  # other links are on the screen now
        self._resized = True

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key in ("escape", "ctrl+q"):
            self.dismiss(None)
        elif self._chosen:
            self._take(event.key, self._chosen)
        elif event.key == "backspace":
            self._typed = self._typed[:-1]
            self._show()
        elif event.character and any(hint.startswith(self._typed + event.character) for hint in self._links):
            self._typed += event.character
            if self._typed in self._links:
                self._choose(self._links[self._typed])
            else:
                self._show()

    def on_click(self, event: events.Click) -> None:
        link = self._note.link_at(event.screen_offset)
        if link and link != self._chosen:
            self._choose(link)
        else:
            self.dismiss(Choice(link) if link else None)

    def _choose(self, link: Link) -> None:
        self._note.show_hints([(self._typed, link)] if self._typed else [])
        if self._leads_inside(link):
            self.dismiss(Choice(link))
        else:
            self._chosen = link
            self._show_address(link)

    def _show_address(self, link: Link) -> None:
        """From its host on, as far as the screen goes, and what to do with it in any case."""
        from reinvent_tui.markdown.wrap import cells, wrap  # not on the way to the first paint

        width, to_do = max(1, self.app.size.width - 2), _TO_DO
        rows = max(1, self.app.size.height - _LEFT - len(wrap(to_do, width)))
        url = clean_line(link.url[: rows * width + 1])
        if cells(url) + len(to_do) + 3 <= width:
            self._say(f"{url}   {to_do}")
            return
        lines = [url[start:end] for start, end in wrap(url, width)]
        if len(lines) > rows:
            lines[rows - 1 :] = [f"{lines[rows - 1][:-2]} …"]
        self._say("\n".join([*lines, to_do]))

    def _take(self, key: str, link: Link) -> None:
        if key == "enter":
            self.dismiss(Choice(link))
        elif key == "y":
            self.dismiss(Choice(link, is_copied=True))
