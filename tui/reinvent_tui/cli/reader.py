"""Opening the reader: a terminal is needed, everything else can be missing."""

from __future__ import annotations

import gc
import os
import signal
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from reinvent_notes.errors import CallError, NotFound, Refused
from reinvent_tui.cli.streams import knows_all_of_unicode, warn

_TURN = 0.0005  # seconds until the thread that writes to the terminal has its turn; Python's own are ten times these


def run(options: Namespace) -> int:
    is_served = bool(os.environ.get("TEXTUAL_DRIVER"))  # the screen is elsewhere: in a browser
    # a stream that was closed is None; Textual reads the first and draws on the last
    if not is_served and not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise CallError("the reader needs a terminal", remedy="use a verb such as list or search in scripts")
    if not is_served and os.environ.get("TERM") == "dumb":
        raise CallError("this terminal cannot place a cursor (TERM=dumb)", remedy="use a verb such as list or search")
    _believe_terminal()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the terminal is taken there is nothing to give back
    # nothing that is loaded now will be garbage; the app switches the collector on when it is up
    gc.disable()
    sys.setswitchinterval(_TURN)
    from reinvent_tui.cli.opening import Opening

    opening = Opening(options, options.paths)
    if opening.paths:
        _look_at(opening.paths)
    from reinvent_tui.app import ReinventApp

    app = ReinventApp(opening)
    if not is_served and not knows_all_of_unicode():
        from reinvent_tui.plain import Plain  # for few terminals

        app._filters.append(Plain())
    status = app.run()
    if app.failure:
        warn([str(opening.failures.tell(app.failure))])
    return status or app.return_code or 0  # what it was ended with, else whether it failed


def _believe_terminal() -> None:
    """Where it says how large it is, COLUMNS and LINES say how large it was when they were exported."""
    with suppress(AttributeError, OSError, ValueError):  # no stream, or none of a terminal
        if all(os.get_terminal_size(sys.stdout.fileno())):
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)


def _look_at(paths: list[Path]) -> None:
    """Refuse what is named and holds nothing to read, before the screen is taken."""
    from reinvent_notes import sources, text  # only for notes that are named

    for path in paths:
        refused: list[Refused] = []
        if not sources.find([path], refused):
            raise (
                refused[0]
                if refused
                else NotFound(
                    "holds no notes",
                    where=text.shown_path(path),
                    remedy="the README says which notes and lists are read",
                )
            )
        if path.is_file():
            text.decode(text.read_bytes(path), text.shown_path(path))
