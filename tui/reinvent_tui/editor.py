"""The user's editor: `$VISUAL`, else `$EDITOR`, else one that is found; at a line where it is known how."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from reinvent_notes.errors import Refused

_ANY = ("nano", "vi")
_PLUS_LINE = frozenset(
    "vi vim nvim nvi view vim.tiny vim.basic gvim mvim nano pico emacs emacsclient micro kak joe mg ne".split()
)
_COLON_LINE = frozenset("hx helix subl sublime_text zed zeditor".split())
_GOTO = frozenset("code code-insiders codium vscodium cursor windsurf".split())
# what opens a window of its own and comes back at once, unless told otherwise
_WAITS = {**dict.fromkeys((*_GOTO, "subl", "sublime_text", "zed", "zeditor"), "--wait"), "gvim": "-f", "mvim": "-f"}


def editor(environment: Mapping[str, str]) -> list[str]:
    """The words that start it. Raises Refused where none is named or found."""
    for variable in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environment.get(variable, ""))
        except ValueError as error:
            raise Refused(f"{variable} is no command ({error})".lower(), remedy="set it to your editor") from None
        if words:
            return [os.path.expanduser(words[0]), *words[1:]]  # noqa: PTH111  # a Path would make vi of ./vi
    found = next(filter(None, map(shutil.which, _ANY)), None)
    if found is None:
        raise Refused("no editor is set", remedy="set VISUAL or EDITOR to yours")
    return [found]


def command(words: list[str], path: Path, line: int) -> list[str]:
    """What opens a file at a line (1-based). The path is absolute: nothing takes it for an option."""
    name = Path(words[0]).name
    waits = [_WAITS[name]] if name in _WAITS and _WAITS[name] not in words else []
    if name in _PLUS_LINE:
        return [*words, *waits, f"+{line}", str(path)]
    if name in _COLON_LINE:
        return [*words, *waits, f"{path}:{line}"]
    if name in _GOTO:
        return [*words, *waits, "--goto", f"{path}:{line}"]
    return [*words, str(path)]
