"""Opening a recording. The one place from which an address leaves the program."""

from __future__ import annotations

from urllib.parse import urlsplit

from reinvent_notes.errors import Refused
from reinvent_notes.recordings import watch_url
from reinvent_notes.talk import Talk
from reinvent_notes.text import clean_line


def recording_url(talk: Talk, at_seconds: int = 0) -> str | None:
    """The address of a talk's recording, from a moment on; None where none is known."""
    if talk.video:
        return watch_url(talk.video, at_seconds)
    return talk.url


def safe_url(url: str) -> str:
    """The address, if it may be opened: http or https, a host, no user or password, nothing invisible."""
    shown = clean_line(url)
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        raise Refused(f"{shown!r} is no address") from None
    if parts.scheme not in ("http", "https"):
        raise Refused(f"{shown!r} is not opened", remedy="only http and https addresses are")
    host = parts.hostname or ""
    if (
        not host
        or host.startswith("-")
        or not port_is_valid
        or parts.username is not None
        or parts.password is not None
    ):
        raise Refused(f"{shown!r} is not opened", remedy="its host is no plain host name")
    if " " in url or shown != url:
        raise Refused("an address with invisible characters is not opened")
    return url


def open_in_browser(url: str) -> None:
    """Raises Refused where the address may not be opened, or no browser could be started."""
    import webbrowser  # not on the way to the first paint

    if not webbrowser.open(safe_url(url)):
        raise Refused("no browser could be started", remedy=f"open {url} yourself")
