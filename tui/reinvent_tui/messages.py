"""What widgets tell the screen, and the screen the app.

    RowList, SearchBar ── Chosen ──►┐
                                    ├ ReaderScreen ──► library ──► tree, results, note, counts, key line
    any pane ──────────── Left ────►┘
    ReaderScreen ──────── Shown ───► app ──► whoever looks for changes

A cursor that moves, and a key in the search bar, do not go this way: a message waits for the next frame, and the
note must be painted in the same one. The screen hands those widgets a function to call instead.
"""

from __future__ import annotations

from textual.message import Message


class Chosen(Message):
    """A talk was chosen in a list, to be read."""


class Left(Message):
    """The user wants to go back from a pane."""


class Shown(Message):
    """A talk is on the screen: the documents that speak of it are what may change under the reader's eyes."""

    def __init__(self, documents: tuple[str, ...]) -> None:
        self.documents = documents
        super().__init__()
