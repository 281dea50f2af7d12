"""`reinvent-tui`: the reader, and the verbs that do its work from a script."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from reinvent_notes.errors import ReinventError
from reinvent_tui.cli.arguments import VERBS, parse_arguments


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit status is 0 done, 1 nothing found or refused, 2 called wrong."""
    try:
        options = parse_arguments(sys.argv[1:] if arguments is None else arguments)
        if options.verb is None:
            from reinvent_tui.cli import reader

            return reader.run(options)
        from reinvent_tui.cli import verbs

        return verbs.RUN[options.verb](options)
    except ReinventError as error:
        print(f"reinvent-tui: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # whoever read our output has enough; keep the interpreter from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


__all__ = ["VERBS", "main"]
