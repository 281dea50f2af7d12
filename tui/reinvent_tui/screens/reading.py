"""What keys do in the note that is shown: finding, contents, links, and going through the talks that were read."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from reinvent_tui.forgiving import ForgivingLibrary
from reinvent_tui.screens.talk import TalkScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reinvent_notes.hits import Sought
    from reinvent_tui.screens.links import Choice
    from reinvent_tui.widgets.note import Clicked, NotePane
    from reinvent_tui.widgets.place import Place
    from reinvent_tui.widgets.talk_page import Heading, Link

_SOON = 0.01  # seconds
NO_NOTE = "No talk is shown: move to one first"


class Stop(NamedTuple):
    """A talk that was read, and where one was in it."""

    talk_id: str
    place: Place


class ReadingScreen(TalkScreen):
    """A screen with a note to read; a subclass says how another talk is shown."""

    def __init__(self, library: ForgivingLibrary, classes: str, player: Sequence[str] = ()) -> None:
        super().__init__(library, classes, player)
        self._before: list[Stop] = []  # what was read before, and what was gone back from; the nearest is the last
        self._after: list[Stop] = []
        self._is_going_in = False  # into the note
        self._left: Stop | None = None  # what was read last, when the note is left

    @cached_property
    def _note(self) -> NotePane:
        from reinvent_tui.widgets.note import NotePane  # not on the way to the first paint

        return NotePane()

    def jump(self, n: int, place: Place | None = None) -> None:
        """Show another talk than the one under the list's cursor."""
        raise NotImplementedError

    @property
    def talk_read(self) -> int | None:
        """The talk that the note shows; talks may have been numbered anew meanwhile."""
        return self.library.index.number_of(self._note.talk.id) if self._note.talk else None

    @property
    def is_waited_for(self) -> bool:
        """Whether keys are to wait for what the one before them leads to."""
        return self._is_going_in

    def read(self) -> None:
        """Go into the note, on a narrow screen in place of the list."""
        self.add_class("-reading")
        self._note.focus()

    def _in_note(self, act: Callable[[], None]) -> None:
        """Go into the note, if there is one, and do something there when it has a size."""
        if self._note.talk is None:
            self.say(NO_NOTE)
            return
        self.read()
        self._when_shown(act)

    def _when_shown(self, act: Callable[[], None], tries: int = 40) -> None:
        """The note has no size before a narrow screen is laid out with it; keys wait for that."""
        self._is_going_in = not self._note.size.height and tries > 0
        if self._is_going_in:
            self.set_timer(_SOON, partial(self._when_shown, act, tries - 1))
        else:
            act()

    # finding

    def read_from(self, sought: Sought) -> None:
        """Go into the note, to the first of the words that are sought, and go on from there by the keys of finding."""

        def find() -> None:
            self._note.find(sought.words, [sought.sentence], sought.phrases)
            self._say_found()

        if sought.words:
            self._in_note(find)
        else:
            self.read()

    def action_find(self) -> None:
        self._in_note(self._ask_what_to_find)

    def _ask_what_to_find(self) -> None:
        from reinvent_tui.screens.finding import FindScreen  # not on the way to the first paint

        self.app.push_screen(FindScreen(self._note), self._say_found)

    def action_find_next(self, by: int) -> None:
        self._note.find_next(by)
        if self._note.found:
            self._say_found()
        elif self._note.talk is None:
            self.say(NO_NOTE)
        else:
            self.say(f"Nothing is looked for in this note: {self.key_of['find']} finds words in it")

    def _say_found(self, _: object = None) -> None:
        if self._note.found:
            self.say(f"{self._note.wanted}: {self._note.found}")

    # contents and notes

    def action_contents(self) -> None:
        self._in_note(self._show_contents)

    def _show_contents(self) -> None:
        from reinvent_tui.screens.contents import ContentsScreen  # not on the way to the first paint

        headings = self._note.headings()
        if headings:
            go = partial(self._go_to_heading, headings)
            self.app.push_screen(ContentsScreen(headings, self._note.heading_at()), go)
        else:
            self.say("This note has no headings")

    def _go_to_heading(self, shown: Sequence[Heading], number: int | None) -> None:
        """One of those that were shown; by now the note may have others, and on other lines."""
        if number is None:
            return
        wanted = shown[number]
        likes = [h.y for h in self._note.headings() if h.text == wanted.text]
        before = sum(h.text == wanted.text for h in shown[:number])
        if likes:
            self._note.go_to_line(likes[min(before, len(likes) - 1)])
        else:
            self.say(f"The note has changed: {wanted.text} is no heading any more")

    def action_other_note(self, by: int) -> None:
        self._in_note(lambda: self._go_to_note(by))

    def _go_to_note(self, by: int) -> None:
        if not self._note.go_to_note(by):
            self.say("There is no note " + ("after" if by > 0 else "before") + " this one")

    # links

    def action_links(self) -> None:
        self._in_note(self._show_links)

    def _show_links(self) -> None:
        from reinvent_tui.screens.links import LinksScreen  # not on the way to the first paint

        links = [link for link in self._note.visible_links() if not self._leads_nowhere(link)]
        if links:
            self.app.push_screen(LinksScreen(self._note, links, self._leads_inside), self._follow)
        else:
            self.say("There is no link on this part of the note")

    def on_clicked(self, message: Clicked) -> None:
        from reinvent_tui.screens.links import Choice, LinksScreen  # not on the way to the first paint

        if self._leads_inside(message.link):
            self._follow(Choice(message.link))
        elif not self._leads_nowhere(message.link):
            self.app.push_screen(
                LinksScreen(self._note, [message.link], self._leads_inside, message.link), self._follow
            )

    def _leads_nowhere(self, link: Link) -> bool:
        """Whether it is the id of a talk that is not here, or of the one that is read."""
        import re

        from reinvent_notes.talk import TALK_ID

        return re.fullmatch(TALK_ID, link.url) is not None and self._talk_of(link) is None

    def _leads_inside(self, link: Link) -> bool:
        return self._talk_of(link) is not None or self._heading_of(link) is not None

    def _talk_of(self, link: Link) -> int | None:
        """The talk that a link leads to, if that is another one than its own."""
        from reinvent_notes.links import linked_talk

        n = linked_talk(self.library.index, link.url, link.document)
        return None if n == self.talk_read else n

    def _heading_of(self, link: Link) -> Heading | None:
        from reinvent_notes.talk import fold

        if not link.url.startswith("#"):
            return None
        return next((h for h in self._note.headings() if fold(h.text) == fold(link.url)), None)

    def _follow(self, choice: Choice | None) -> None:
        from reinvent_tui.screens.recordings import copy_address, open_address

        if choice is None:
            return
        n, heading = self._talk_of(choice.link), self._heading_of(choice.link)
        if choice.is_copied:
            copy_address(self.app, choice.link.url, self.say)
        elif n is not None:
            self._leave_for(n)
        elif heading is not None:
            self._note.go_to_line(heading.y)
        else:
            open_address(self.app, choice.link.url, self.say)

    # the talks that were read

    def _stop(self) -> Stop | None:
        return Stop(self._note.talk.id, self._note.place) if self._note.talk else None

    def _leave_for(self, n: int) -> None:
        stop = self._stop()
        if stop:
            self._before.append(stop)
            self._after.clear()
        self.jump(n)
        self.say(f"{self.key_of['read-back']} goes back to the talk before")

    def on_descendant_blur(self) -> None:
        if not self._note.has_focus:
            self._left = self._stop() or self._left

    def reading_begins(self) -> None:
        """The note has the focus: the talk that was read last may be gone back to."""
        left, self._left = self._left, None
        if left and self._note.talk and left.talk_id != self._note.talk.id:
            self._before.append(left)
            self._after.clear()

    def action_read_again(self, by: int) -> None:
        """Back to a talk that was read before, or ahead again."""
        stops, others = (self._before, self._after) if by < 0 else (self._after, self._before)
        stop = stops.pop() if stops else None
        n = self.library.index.number_of(stop.talk_id) if stop else None
        if stop is None or n is None:
            self.say("No talk was read " + ("before this one" if by < 0 else "after this one"))
            return
        now = self._stop()
        if now:
            others.append(now)
        self.jump(n, stop.place)
        self._left = None
        self.read()
