"""stdout and stderr as they are found: missing, full, closed at the other end, or able to show ASCII alone."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

_HANDLER = "reinvent-tui"
_LONGER = {"…": "...", "→": "->"}  # as one types them, where nothing has to stand below something


def prepare() -> None:
    """Make sure that anything can be printed."""
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    codecs.register_error(_HANDLER, _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")  # for as long as the program runs


def knows_all_of_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")


def terminal_width() -> int:
    """In cells; 80 where what is printed goes elsewhere."""
    with suppress(OSError, ValueError):
        if sys.stdout.isatty():
            return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    return 80


def flush() -> None:
    """Let an error of writing happen now, while it can still be told. Raises OSError."""
    sys.stdout.flush()


def warn(sentences: Iterable[str]) -> None:
    """One line on stderr for each sentence, whatever names of files and typed words it holds."""
    for sentence in sentences:
        from reinvent_notes.text import clean_line  # not on the way to the first paint

        try:
            print(f"reinvent-tui: {clean_line(sentence)}", file=sys.stderr)
        except OSError:
            give_up(sys.stderr)  # there is nowhere left to say it


def give_up(stream: TextIO) -> None:
    """What is not printed yet cannot be; keep the interpreter from trying again at its end."""
    with suppress(OSError, ValueError):  # a stream that has no file has nothing to try again
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """For a character that the terminal does not know: its plain glyph, what one types for it, or a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from unicodedata import normalize

    from reinvent_tui.wording import ascii_signs

    signs = {**ascii_signs(), **_LONGER}
    shown = ""
    for char in error.object[error.start : error.end]:
        base = normalize("NFKD", char)[0]
        shown += signs.get(char) or (base if base.isascii() else "?")
    return shown, error.end
