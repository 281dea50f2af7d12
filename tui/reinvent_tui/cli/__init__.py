"""`reinvent-tui`: the reader, and the verbs that do its work from a script."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from reinvent_notes.errors import ReinventError, reason
from reinvent_tui.cli import streams
from reinvent_tui.cli.arguments import VERBS, parse_arguments


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit status is 0 done, 1 nothing found or refused, 2 called wrong."""
    streams.prepare()
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        streams.flush()
    except ReinventError as error:
        streams.warn([str(error)])
        return error.exit_code
    except BrokenPipeError:
        streams.give_up(sys.stdout)  # whoever read our output has enough
        return 0
    except OSError as error:
        streams.give_up(sys.stdout)
        place = f"{error.filename}: " if error.filename else ""
        gone = isinstance(error, FileNotFoundError) and not place  # what nobody named
        why = "the folder this was started in is gone; start it in another" if gone else ""
        streams.warn([why or f"{place}cannot go on ({reason(error)})"])
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # what nobody foresaw
        return _failed(error, sys.argv[1:] if arguments is None else arguments)
    return status


def _failed(error: Exception, arguments: Sequence[str]) -> int:
    """Tell of a failure in one line, with the place of its report."""
    try:
        from reinvent_tui.cli.opening import Opening

        sentence = Opening(parse_arguments(arguments)).failures.tell(error)
    except Exception:  # not even where a report would go is known
        sentence = f"something failed that should not have ({type(error).__name__})"
    streams.warn([str(sentence)])
    return 1


def _run(arguments: Sequence[str]) -> int:
    try:
        options = parse_arguments(arguments)
    except SystemExit as left:  # help was printed, or the version
        return int(left.code or 0)
    if options.verb is None:
        from reinvent_tui.cli import reader

        return reader.run(options)
    from reinvent_tui.cli import verbs

    looked_for_garbage = gc.isenabled()
    gc.disable()  # a verb makes next to none, and to look for it takes up to a quarter of its time
    try:
        return verbs.RUN[options.verb](options)
    finally:
        if looked_for_garbage:
            gc.enable()


__all__ = ["VERBS", "main"]
