"""What is asked stands in the last line: the panes above stay to be seen."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from reinvent_tui.widgets.line_input import LineInput


class BottomScreen(ModalScreen[ScreenResultType]):
    """A line below the panes, over the keys."""

    DEFAULT_CSS = """
    BottomScreen {
        align: left bottom;
        background: transparent;
        #sure { height: auto; background: $panel; color: $text-accent; }
        #wrong { display: none; height: auto; background: $panel; color: $text-error; }
        #asking { height: 1; background: $panel; }
        #asking Static { width: auto; color: $text-accent; }
        #chosen-link { width: 1fr; height: auto; padding: 0 1; background: $panel; }
        #asked { width: 1fr; height: 1; border: none; background: $panel; }
    }
    """


class LineScreen(BottomScreen[ScreenResultType]):
    """What is asked for, and the line that is typed after it; esc leaves it."""

    BINDINGS = [Binding("escape", "dismiss", "leave it", show=False, priority=True)]

    def line(self, what: str, now: str, hint: str, *after: Static, **about: Any) -> ComposeResult:
        """`now` is what stands in it to begin with, `after` what stands behind it, `about` goes to the input."""
        with Horizontal(id="asking"):
            yield Static(f" {what}: ", markup=False)
            yield LineInput(now, placeholder=hint, id="asked", compact=True, **about)
            yield from after
