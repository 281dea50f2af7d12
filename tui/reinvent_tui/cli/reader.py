"""Opening the reader: a terminal is needed, everything else can be missing."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace

from reinvent_notes.errors import CallError


def run(options: Namespace) -> int:
    # a stream that was closed is None; Textual reads the first and draws on the last
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise CallError("the reader needs a terminal", remedy="use a verb such as list or search in scripts")
    if os.environ.get("TERM") == "dumb":
        raise CallError("this terminal cannot place a cursor (TERM=dumb)", remedy="use a verb such as list or search")
    # nothing that is loaded now will be garbage; the app switches the collector on when it is up
    gc.disable()
    from reinvent_tui.cli.opening import Opening

    opening = Opening(options, options.paths)
    from reinvent_tui.app import ReinventApp

    return ReinventApp(opening).run() or 0
