"""What keys do to the talk that is shown: its marks, its recording."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual.screen import Screen

from reinvent_notes.errors import CallError, MarksError, NotFound, Refused
from reinvent_notes.marks import WHATEVER, Mark
from reinvent_tui.forgiving import ForgivingLibrary
from reinvent_tui.messages import Edit
from reinvent_tui.wording import error_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reinvent_notes.talk import Note
    from reinvent_tui.marking import History
    from reinvent_tui.screens.recordings import Recordings

_POLL_SECONDS = 0.5  # how soon another reader's marks are seen


class TalkScreen(Screen[None]):
    """A screen that shows a talk; a subclass says which, and how marks and sentences are shown.

    `key_of` is how sentences call the key that does something, by the id of that; a subclass sets it.
    """

    key_of: Mapping[str, str]

    def __init__(self, library: ForgivingLibrary, classes: str, player: Sequence[str] = ()) -> None:
        super().__init__(classes=classes)
        self.library = library
        self._player = player
        self._recordings: Recordings | None = None
        self._marks_version = library.marks_version()
        self._noticed = 0  # notices that were said

    def on_mount(self) -> None:
        self.set_interval(_POLL_SECONDS, self._look_at_marks)

    @property
    def talk(self) -> int | None:
        """The talk that keys act on."""
        raise NotImplementedError

    def _chosen(self) -> int | None:
        """The talk that keys act on; where there is none, that is said."""
        if self.talk is None:
            self.say("No talk is chosen: move to one first")
        return self.talk

    def say(self, sentence: str) -> None:
        raise NotImplementedError

    def show_marks(self) -> None:
        """Show the marks anew; nothing else has changed."""
        raise NotImplementedError

    def say_trouble(self) -> None:
        """What is wrong with the marks, and what was mended since this was said last."""
        notices = self.library.notices[self._noticed :]
        self._noticed += len(notices)
        if notices:
            self.say(" ".join(notices))
        if self.library.trouble:
            self.say(error_text(self.library.trouble))

    # marks

    def action_toggle_mark(self, name: str) -> None:
        n = self._chosen()
        if n is not None:
            self._do(lambda history: history.toggle(n, Mark[name]))

    def action_ask_mark(self, name: str) -> None:
        """A mark that needs a value, which is typed."""
        from reinvent_tui.screens.asking import AskScreen  # not on the way to the first paint

        n, mark = self._chosen(), Mark[name]
        if n is None:
            return
        talk_id, shown = self.library.talk(n).id, self.library.marks(n).get(mark)

        def keep(typed: str) -> None:
            nonlocal shown
            now = self.library.index.number_of(talk_id)  # talks may have been numbered anew meanwhile
            if now is None:
                raise NotFound("the talk is in no source now", remedy="esc leaves it unmarked")
            try:
                # a note is gone on with, all else is typed over
                self._done(self._history.set(now, mark, typed, shown if mark.kind == "text" else WHATEVER))
            except Refused as error:
                from textwrap import shorten

                shown = self.library.marks(now).get(mark)
                is_now = f", to “{shorten(str(shown), 160, placeholder=' …')}”" if shown else ""
                raise Refused(f"{error.what}{is_now}", remedy="enter again replaces that, esc leaves it") from None

        self.app.push_screen(AskScreen(mark, shown, keep))

    def action_undo(self) -> None:
        self._do(lambda history: history.undo())

    def action_redo(self) -> None:
        self._do(lambda history: history.redo())

    @cached_property
    def _history(self) -> History:
        from reinvent_tui.marking import History  # not on the way to the first paint

        return History(self.library, self.key_of)

    def _do(self, act: Callable[[History], str]) -> None:
        """Change marks, and say what was done or why not."""
        try:
            self._done(act(self._history))
        except (CallError, MarksError) as error:
            self._done(error_text(error))

    def _done(self, said: str) -> None:
        self.say(said)
        self._marks_changed()

    def _marks_changed(self) -> None:
        self._marks_version = self.library.marks_version()
        self.show_marks()
        self.say_trouble()

    def _look_at_marks(self) -> None:
        if self.library.marks_version() != self._marks_version:
            self.library.reload_marks()
            self._marks_changed()

    # the recording, the note

    @property
    def note_read(self) -> Note | None:
        """The note on the talk that keys act on: of several the one being read."""
        raise NotImplementedError

    def action_recording(self, what: str) -> None:
        """`open`, `play` or `copy` the recording."""
        from reinvent_tui.screens.recordings import Recordings  # not on the way to the first paint

        n = self._chosen()
        if n is None:
            return
        self._recordings = self._recordings or Recordings(self.app, self._player, self.say)
        self._recordings.act(what, self.library.talk(n), int(self.library.marks(n).get(Mark.POSITION, 0)))

    def action_edit_note(self) -> None:
        n = self._chosen()
        if n is not None:
            self.post_message(Edit(self.library.talk(n), self.note_read))
