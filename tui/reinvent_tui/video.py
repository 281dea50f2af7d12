"""Opening a recording. The one place from which an address leaves the program.

An address that may be opened begins with http: no program can take it for an option.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import PurePath
from threading import Thread
from urllib.parse import quote_plus, urlsplit

from reinvent_notes import limits
from reinvent_notes.errors import NotFound, Refused, reason
from reinvent_notes.recordings import watch_url
from reinvent_notes.talk import Talk
from reinvent_notes.text import clean_line

_HOST = re.compile(r"[a-z0-9_][a-z0-9_.-]*|[0-9a-f:]*:[0-9a-f:.]+", re.A)  # as urlsplit gives it: small, no brackets
_HOST_CHARS = 253  # longer ones have no address
# a player may be a shell's line with the address between quotes, of which none in the address is the end
_QUOTING = {ord(sign): f"%{ord(sign):02X}" for sign in "'\"`$\\"}
_SHOWN_CHARS = 100  # of an address that is refused
_IN_TERMINAL = frozenset("www-browser links links2 elinks lynx w3m".split())


def recording_url(talk: Talk, at_seconds: int = 0) -> str | None:
    """The address of a talk's recording, from a moment on; None where none is known."""
    if talk.video:
        return watch_url(talk.video, at_seconds)
    return talk.url


def search_url(talk: Talk) -> str:
    """Where a recording of exactly this title is looked for, as the event names its recordings."""
    event = f"AWS re:Invent {talk.year}" if talk.year else "AWS re:Invent"
    asked = f'{event} "{talk.title}"'
    return f"https://www.youtube.com/results?search_query={quote_plus(asked)}"


def safe_url(url: str) -> str:
    """The address, if it may be opened: http or https, a host, no user or password, nothing invisible."""
    shown = clean_line(url[:_SHOWN_CHARS])
    if len(url) > limits.OPENED_CHARS:
        what = f"an address of more than {limits.OPENED_CHARS:,} characters is not opened (OPENED_CHARS)"
        raise Refused(what, remedy=f"it begins {shown!r}")
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        raise Refused(f"{shown!r} is no address") from None
    if parts.scheme not in ("http", "https"):
        raise Refused(f"{shown!r} is not opened", remedy="only http and https addresses are")
    host = parts.hostname or ""
    # backslashes, percent signs and letters of other alphabets are read otherwise by browsers, or by the eye
    is_host = len(host) <= _HOST_CHARS and _HOST.fullmatch(host) is not None
    if is_host and (parts.username is not None or parts.password is not None):
        raise Refused(f"{shown!r} is not opened", remedy="it names a user or a password")
    if not is_host or not port_is_valid:
        raise Refused(f"{shown!r} is not opened", remedy="its host is no plain host name")
    if " " in url or clean_line(url) != url:
        raise Refused("an address with invisible characters is not opened")
    return url


def open_in_browser(url: str) -> None:
    """Raises Refused where the address may not be opened, or no browser could be started."""
    import webbrowser  # not on the way to the first paint

    _quieten()
    if not webbrowser.open(safe_url(url)):
        raise Refused("no browser could be started", remedy=f"open {url} yourself")


def refuse_terminal_browser(url: str) -> None:
    """Raises Refused where the only browser is one that would take the reader's terminal."""
    import webbrowser

    with suppress(webbrowser.Error):
        name = PurePath(webbrowser.get().name).name
        if name in _IN_TERMINAL:
            raise Refused(f"{name} would take this terminal", remedy=f"open {url} yourself")


def _quieten() -> None:
    """What starts a browser beside us (xdg-open and the like) would write its warnings across the screen."""
    import webbrowser

    class Quiet(webbrowser.BackgroundBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            words = [self.name, *(word.replace("%s", url) for word in self.args)]
            start(words, lambda told: None)
            return True

    with suppress(webbrowser.Error):
        found = webbrowser.get()
        if type(found) is webbrowser.BackgroundBrowser:
            webbrowser.register("quiet", None, Quiet([found.name, *found.args]), preferred=True)


def player_command(player: Sequence[str], talk: Talk, at_seconds: int = 0) -> list[str]:
    """What plays a talk's recording from a moment on. Raises NotFound and Refused.

    `{url}` and `{start}` (seconds) in a word of the player's stand for the recording; a player that names no start is
    given an address that has it, and one that names no address has it as its last word.
    """
    tells_start = any("{start}" in word for word in player)
    url = recording_url(talk, 0 if tells_start else at_seconds)
    if url is None:
        raise NotFound(f"no recording of {talk.title} is known", remedy="add a list of recordings")
    words = player if any("{url}" in word for word in player) else (*player, "{url}")
    address = safe_url(url).translate(_QUOTING)
    # the address last: nothing in it is taken for a sign of ours
    return [word.replace("{start}", str(at_seconds)).replace("{url}", address) for word in words]


def start(command: Sequence[str], tell: Callable[[str], object]) -> None:
    """Start a program that the screen and the keyboard know nothing of. Raises Refused where that cannot be done.

    `tell` is called in another thread, where it ends with an error.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # it stays when the reader ends
        )
    except (OSError, ValueError) as error:
        what = f"{command[0]} could not be started ({reason(error)})"
        raise Refused(what, remedy="check that it is installed") from None

    def wait() -> None:
        status = process.wait()
        if status > 0:  # one that was closed by a signal is no error
            with suppress(RuntimeError):  # the reader may have ended
                tell(f"{command[0]} ended with status {status}; try it in a terminal: {shlex.join(command)}")

    Thread(target=wait, daemon=True).start()
