"""The library as the reader needs it: marks that cannot be read are told, and never end the reader."""

from __future__ import annotations

from reinvent_notes.errors import MarksError
from reinvent_notes.library import Library


class ForgivingLibrary(Library):
    """Goes on without marks where they cannot be read; changing one still raises MarksError."""

    trouble: MarksError | None = None  # with the marks, when they were last read

    def reload_marks(self) -> None:
        self.trouble = None
        try:
            super().reload_marks()
        except MarksError as error:
            self.trouble = error

    def keep_up(self) -> None:
        try:
            super().keep_up()
        except MarksError as error:
            self.reload_marks()  # those of before are of other talks now: an index numbers its own
            self.trouble = error
