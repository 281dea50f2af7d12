"""What widgets tell the screen, and the screen the app.

    RowList, SearchBar ── Chosen ──►┐
    RowList ───────────── Pointed ─►┤
                                    ├ ReaderScreen ──► library ──► tree, results, note, counts, key line
    any pane ──────────── Left ────►┘
    ReaderScreen ──────── Shown ───► app ──► whoever looks for changes ── Told ──► app
    ReaderScreen ──────── Edit ────► app ──► the user's editor
    the thread that searches notes ── Noted ──► ReaderScreen

A cursor that moves, and a key in the search bar, do not go this way: a message waits for the next frame, and the
note must be painted in the same one. The screen hands those widgets a function to call instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from reinvent_notes.index import Index
    from reinvent_notes.note_search import Noting
    from reinvent_notes.query import Query
    from reinvent_notes.talk import Note, Talk


class Chosen(Message):
    """A talk was chosen in a list, to be read."""


class Pointed(Message):
    """A talk was clicked on in a list: it is to be seen, where it is not yet."""


class Left(Message):
    """The user wants to go back from a pane."""


class Shown(Message):
    """A talk is on the screen: the documents that speak of it are what may change under the reader's eyes."""

    def __init__(self, documents: tuple[str, ...]) -> None:
        self.documents = documents
        super().__init__()


class Edit(Message):
    """The user wants to edit a note on a talk, or to begin one."""

    def __init__(self, talk: Talk, note: Note | None) -> None:
        self.talk, self.note = talk, note
        super().__init__()


class Told(Message):
    """Whoever looks for changes said something, in another thread: how far it is, what failed, or a new index."""

    def __init__(self, word: dict[str, Any], index: Index | None) -> None:
        self.word, self.index = word, index
        super().__init__()


class Noted(Message):
    """Talks were found by the words of their notes, in another thread."""

    def __init__(self, query: Query, noting: Noting) -> None:
        self.query, self.noting = query, noting
        super().__init__()
