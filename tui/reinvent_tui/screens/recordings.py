"""What is done with a recording or another address. Loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from reinvent_notes.errors import ReinventError
from reinvent_notes.talk import Talk
from reinvent_tui import video

Say = Callable[[str], None]


def open_recording(app: App[int], talk: Talk, say: Say) -> None:
    url = video.recording_url(talk)
    if url is None:
        say(f"No recording of this talk is known: {talk.title}")
        return
    open_address(app, url, say)


def open_address(app: App[int], url: str, say: Say) -> None:
    """Say what is opened, and open it; a browser may take its time."""
    say(f"Opening {url}")

    def start_browser() -> None:
        try:
            video.open_in_browser(url)
        except ReinventError as error:
            app.call_from_thread(say, str(error))

    app.screen.run_worker(start_browser, thread=True)


def copy_link(app: App[int], talk: Talk, say: Say) -> None:
    url = video.recording_url(talk)
    if url is None:
        say("No recording of this talk is known")
    else:
        copy_address(app, url, say)


def copy_address(app: App[int], url: str, say: Say) -> None:
    app.copy_to_clipboard(url)
    say(f"Sent to the terminal's clipboard: {url}")
