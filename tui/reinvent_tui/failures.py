"""What nobody foresaw: told in one line, and described in a file that holds nothing of anybody's notes."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from traceback import extract_tb

from reinvent_notes import __version__
from reinvent_notes.errors import ReinventError
from reinvent_tui.wording import error_text

_LOG_BYTES = 100_000  # a longer file is put aside, and the one that was aside before is gone
_FRAMES = 60  # of a recursion without end the first and last are enough
_DESCRIBED = 20  # failures of one process
_AGAIN = 10.0  # seconds until the same failure is told again: one may come with each frame


class Failures:
    """Those of one process. What is written of each: its type, the lines of the program that led to it, versions.
    Never its message or a variable, which may hold a note, a mark or what was typed."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._told: dict[tuple[str, ...], float] = {}

    def tell(self, error: BaseException) -> str | None:
        """What to say of it, in one line; None when the same was said just now."""
        if isinstance(error, ReinventError):
            sentence = error_text(error)
            described: tuple[str, ...] = (sentence,)
        else:
            described = tuple(_described(error))
            why = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
            sentence = f"Something failed that should not have ({_name(error)}{why})"
        now, before = monotonic(), self._told.get(described)
        if before is not None and now - before < _AGAIN:
            return None
        self._told[described] = now
        if isinstance(error, ReinventError):
            return sentence
        if before is None and len(self._told) <= _DESCRIBED and not self._write(described):
            return f"{sentence}; no report could be written to {self._log}"
        return f"{sentence}; the report is in {self._log}"

    def _write(self, lines: tuple[str, ...]) -> bool:
        from reinvent_notes.text import clean_line

        moment = datetime.now(UTC).isoformat(timespec="seconds")
        report = "\n".join(clean_line(line) for line in (f"{moment} {_versions()}", *lines))
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            if self._log.exists() and self._log.stat().st_size > _LOG_BYTES:
                self._log.replace(self._log.with_name(self._log.name + ".old"))
            handle = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0), 0o600)
            with open(handle, "a", encoding="utf-8", errors="backslashreplace") as file:  # noqa: PTH123
                file.write(f"{report}\n\n")
        except OSError:
            return False
        return True


def _described(error: BaseException) -> Iterator[str]:
    """Its type and where it came from, and the same of what led to it."""
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield _name(now) + (f" ({now.strerror}: {now.filename})" if isinstance(now, OSError) else "")
        frames = [f"in {frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(now.__traceback__)]
        yield from frames if len(frames) <= _FRAMES else (*frames[: _FRAMES // 2], "in …", *frames[-_FRAMES // 2 :])
        now = now.__cause__ or now.__context__


def _name(error: BaseException) -> str:
    return type(error).__qualname__


def _versions() -> str:
    terminal = os.environ.get("TERM", "none")
    return f"reinvent-tui {__version__}, Python {platform.python_version()}, {sys.platform}, TERM {terminal}"
