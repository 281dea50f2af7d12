"""What keys do to a search: it begins, its results stand where the tree is, and it is left again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reinvent_tui.forgiving import ForgivingLibrary
from reinvent_tui.keys import KEYS
from reinvent_tui.messages import Chosen, Noted
from reinvent_tui.screens.panes import PanesScreen
from reinvent_tui.widgets.tree import TalkTree

if TYPE_CHECKING:
    from reinvent_tui.screens.searching import FoundNote, Searching
    from reinvent_tui.widgets.count import Count
    from reinvent_tui.widgets.key_line import KeyLine
    from reinvent_tui.widgets.place import Place
    from reinvent_tui.widgets.results import Results

_FOR_TYPING = {key.action.partition("(")[0] for key in KEYS if key.is_for_typing}


class SearchScreen(PanesScreen):
    """A screen in which the tree makes way for what a search finds; a subclass makes the line of counts and of keys."""

    _count: Count
    _keys: KeyLine

    def __init__(
        self,
        library: ForgivingLibrary,
        tree: TalkTree,
        player: Sequence[str],
        widths: Mapping[str, int],
        earlier_searches: Path,
    ) -> None:
        super().__init__(library, tree, player, widths)
        self._earlier_searches = earlier_searches

    def _show_talk(self, n: int, place: Place | None = None) -> None:
        raise NotImplementedError

    @property
    def _list(self) -> TalkTree | Results:
        """The list on the left: the tree, or what a search found."""
        return self._searching.results if self._searching and self._searching.is_on else self._tree

    def _searching_now(self) -> Searching:
        """Searching, made when it is first needed."""
        if self._searching is None:
            from reinvent_tui.screens.searching import Searching

            self._searching = Searching(
                self.library,
                self._earlier_searches,
                self.key_of,
                self._preview,
                self._searched,
            )
            self._give_widths(self.size.width)
            self.query_one("#panes").mount(self._searching.results, after=self._talks or self._tree)
            self.query_one("#top").mount(self._searching.bar, before=self._count)
        return self._searching

    def _searched(self) -> None:
        """The results are others. Called within the key's own frame."""
        assert self._searching is not None
        self._tree.put_away(self._searching.is_on)
        self._keys.hold(self._searching.choices)
        self.follow_tree()
        self._show_counts()
        before = self._searching.before
        n = self.library.index.number_of(before.talk_id) if before and before.talk_id else None
        if before and n is not None and not self._searching.is_on:
            self._show_talk(n, before.place)
        elif self._searching.is_on:
            self.call_after_refresh(self.catch_up)  # a note takes as long as all results, which come first
        else:
            self._preview_other()

    @property
    def is_caught_up(self) -> bool:
        """Whether the note is that of the talk under the cursor of the results."""
        return not (self._searching and self._searching.is_on) or self._list.talk == self.talk_read

    def catch_up(self) -> None:
        """Show the talk under the cursor of the results, which may be others since the note was painted."""
        if self._searching and self._searching.is_on and not self._note.has_focus:
            self._preview_other()

    def _preview_other(self) -> None:
        if self._list.talk is None or self._list.talk != self.talk_read:
            self._preview()

    def on_noted(self, message: Noted) -> None:
        searching = self._searching
        if searching and searching.take(message.query, message.noting) and searching.is_opening:
            searching.is_opening = False
            if searching.bar.has_focus:
                self.post_message(Chosen())

    @property
    def is_waited_for(self) -> bool:
        return super().is_waited_for or (self._searching is not None and self._searching.is_opening)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Keys that come before all others are letters where something is typed."""
        is_typing = self._searching is not None and self.focused is self._searching.bar
        return not (is_typing and action in _FOR_TYPING and getattr(self.app, "is_letter", True))

    def action_search(self) -> None:
        if not self._tree.is_attached:
            return  # typed before there was anything on the screen
        from reinvent_tui.screens.searching import Before, FoundNote

        searching, reading = self._searching_now(), self._note.talk
        if not searching.is_on:
            searching.before = Before(reading.id if reading else None, self._note.place, self._note.has_focus)
        elif reading and self._note.has_focus:
            now = self._note.place, self._note.finding, self.has_class("-full")
            searching.found = FoundNote(searching.kept(), reading.id, *now)
        self.show_lists()
        # at once: what is typed in the same burst is meant for the bar
        self.set_focus(searching.bar)
        searching.bar.action_select_all()
        self.call_after_refresh(searching.get_ready)

    def _back_to_found(self, found: FoundNote) -> None:
        """To the note from which the bar was gone to, and the results that it is one of."""
        searching, n = self._searching_now(), self.library.index.number_of(found.talk_id)
        searching.found = None
        searching.go_back_to(found.search, found.talk_id)
        if n is None:
            self._list.focus()
            return
        self.read()
        self._show_talk(n, found.place)
        self.set_class(found.is_full and not self.is_narrow, "-full")

        def go_on() -> None:
            self._note.find_again(found.finding, found.place)

        self._when_shown(go_on)
        if found.is_full:
            self.call_after_refresh(go_on)  # at its width

    def action_next_pane(self, step: int) -> None:
        """In the bar first what is suggested is taken."""
        bar = self._searching.bar if self._searching else None
        if bar and bar.has_focus and bar.is_suggesting and step > 0:
            bar.action_cursor_right()
        else:
            self.catch_up()
            super().action_next_pane(step)

    def search_for(self, query: str) -> None:
        self.action_search()
        self._searching_now().bar.value = query

    @property
    def has_results(self) -> bool:
        """Whether what a search found is shown in place of the tree."""
        return self._list is not self._tree

    def sort_by(self, by: str) -> None:
        """What is on the screen: the results, as if it had been typed, or the tree."""
        if not self.has_results:
            super().sort_by(by)
        else:
            from reinvent_tui.screens.searching import sorted_query

            bar = self._searching_now().bar
            bar.value = sorted_query(bar.value, by)
            self.say(f"Sorted by {by or 'relevance'}")

    @property
    def typed_search(self) -> str:
        """What is searched for, as far as it is understood."""
        searching = self._searching
        return searching.bar.value.strip() if searching and searching.count is not None else ""
