"""The program's door: an interrupt before there is anybody to be told of it, or after, ends it without a word."""

from __future__ import annotations

import signal
import sys

_INTERRUPTED = 128 + signal.SIGINT
_is_heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _is_heeded:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run() -> int:
    """The command line; the exit status is that of `cli.main`."""
    from reinvent_tui.cli import main  # takes a while

    try:
        if _is_heeded:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return main()
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        if _is_heeded:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(run())
