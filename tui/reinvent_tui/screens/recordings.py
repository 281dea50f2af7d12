"""What is done with a recording or another address. Loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reinvent_notes import limits
from reinvent_notes.errors import ReinventError
from reinvent_notes.marks import position_text
from reinvent_notes.talk import Talk
from reinvent_notes.text import clean_line
from reinvent_tui import video
from reinvent_tui.wording import error_text

if TYPE_CHECKING:
    from textual.app import App

Say = Callable[[str], None]

_NO_PLAYER = (
    'No player is set: write a line such as player = ["mpv", "--start={start}", "{url}"] to config.toml;'
    " reinvent-tui doctor says where that is"
)


def open_address(app: App[int], url: str, say: Say, said: str = "Opening {}") -> None:
    """Say what is opened, and open it; a browser may take its time."""
    try:
        video.safe_url(url)
    except ReinventError as error:
        say(error_text(error))
        return
    say(said.format(url))
    if app.is_web:
        app.open_url(video.safe_url(url))  # by the browser that shows the reader, which may be on another machine
        return

    def start_browser() -> None:
        try:
            video.refuse_terminal_browser(url)
            video.open_in_browser(url)
        except ReinventError as error:
            app.call_later(say, error_text(error))

    app.screen.run_worker(start_browser, thread=True)


def copy_address(app: App[int], url: str, say: Say) -> None:
    """On one line, whatever its scheme: what is pasted into a shell ends at no line of its own."""
    if len(url) > limits.OPENED_CHARS:
        say(f"An address of more than {limits.OPENED_CHARS:,} characters is not copied (OPENED_CHARS)")
        return
    url = clean_line(url)
    app.copy_to_clipboard(url)
    say(f"Sent to the terminal's clipboard: {url}")


class Recordings:
    """`player` is the user's, a list of words, empty where none is set."""

    def __init__(self, app: App[int], player: Sequence[str], say: Say) -> None:
        self._app, self._player, self._say = app, player, say
        self._offered = ""  # the talk for which a search was

    def act(self, what: str, talk: Talk, at_seconds: int) -> None:
        """`open`, `play` or `copy` a talk's recording, from where one stopped. Where none is known, `open` and `play`
        offer to look for it, and do so when they are asked again."""
        url = video.recording_url(talk, 0 if what == "copy" else at_seconds)
        try:
            if url is None:
                self._without(what, talk)
            elif what == "open":
                open_address(self._app, url, self._say)
            elif what == "play":
                self._play(talk, at_seconds)
            else:
                copy_address(self._app, url, self._say)
        except ReinventError as error:
            self._say(error_text(error))

    def _without(self, what: str, talk: Talk) -> None:
        if what == "copy":
            self._say(f"No recording of this talk is known: {talk.title}")
        elif self._offered == talk.id:
            open_address(self._app, video.search_url(talk), self._say, "Searching for it by its title: {}")
        else:
            self._offered = talk.id
            self._say(f"No recording of this talk is known; the same key again searches YouTube for “{talk.title}”")

    def _play(self, talk: Talk, at_seconds: int) -> None:
        if not self._player:
            self._say(_NO_PLAYER)
            return
        command = video.player_command(self._player, talk, at_seconds)
        video.start(command, lambda told: self._app.call_later(self._say, told))
        at = f" from {position_text(at_seconds)}" if at_seconds else ""
        self._say(f"Playing with {command[0]}{at}: {talk.title}")
