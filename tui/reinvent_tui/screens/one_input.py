"""Screens over the reader in which something is typed."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import ModalScreen
from textual.widgets import Input

Result = TypeVar("Result")


class OneInputScreen(ModalScreen[Result]):
    """A screen with one input. What is typed before that has the focus, in one burst with the key that opened the
    screen, is typed into it."""

    def on_key(self, event: events.Key) -> None:
        if event.character and event.is_printable:  # the input keeps its own keys to itself
            self.query_one(Input).insert_text_at_cursor(event.character)
            event.stop()
