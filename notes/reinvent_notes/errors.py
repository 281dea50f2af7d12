"""What can go wrong, each told to the user in one line.

ReinventError
├── CallError      the call was wrong (exit 2)
├── NotFound       nothing was found (exit 1)
├── Refused        a document or list that could not be read (exit 1)
├── SettingsError  a settings file with a mistake in it (exit 2)
├── IndexUnusable  the cached index cannot be used; it is rebuilt, never shown as an error
└── MarksError     a mark that could not be kept, or a marks file that could not be read (exit 1)
"""

from __future__ import annotations


class ReinventError(Exception):
    """`what` went wrong and what to do (`remedy`), at `where` (a file) and `line` (1-based)."""

    exit_code = 1

    def __init__(self, what: str, *, remedy: str = "", where: object = None, line: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.where = None if where is None else str(where)
        self.line = line

    def __str__(self) -> str:
        line = "" if self.line is None else f":{self.line}"
        place = "" if self.where is None else f"{self.where}{line}: "
        return f"{place}{self.what}" + (f"; {self.remedy}" if self.remedy else "")


def reason(error: BaseException) -> str:
    """What the system says of an error, to stand within a sentence."""
    said: str | None = getattr(error, "strerror", None)
    return said.lower() if said else str(error) or "error"


class CallError(ReinventError):
    exit_code = 2


class NotFound(ReinventError):
    pass


class Refused(ReinventError):
    pass


class SettingsError(ReinventError):
    exit_code = 2


class IndexUnusable(ReinventError):
    pass


class MarksError(ReinventError):
    pass
