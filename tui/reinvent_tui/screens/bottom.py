"""What is asked stands in the last line: the panes above stay to be seen."""

from __future__ import annotations

from textual.screen import ModalScreen, ScreenResultType


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
        #chosen-link { width: 1fr; height: auto; max-height: 4; padding: 0 1; background: $panel; }
        #asked { width: 1fr; height: 1; border: none; background: $panel; }
    }
    """
