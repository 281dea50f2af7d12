"""Commands of the palette for the list of talks: all of it marked, another order, searches to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from reinvent_notes.errors import ReinventError
from reinvent_notes.query import SORTS
from reinvent_tui.screens.asking import TextScreen
from reinvent_tui.wording import TOGGLES, change_text, error_text

if TYPE_CHECKING:
    from reinvent_tui.screens.reader import ReaderScreen

_USUAL = "Each branch in its usual order"


def list_commands(reader: ReaderScreen) -> Iterator[SystemCommand]:
    name = reader.scope
    for mark in TOGGLES if name else ():
        for is_on in (True, False):
            what = change_text(mark, True if is_on else None).lower()
            act = partial(reader.mark_all, mark, is_on=is_on)
            yield SystemCommand(f"Mark all {what}", f"Every talk of {name}, in one step", act)
    is_found = reader.has_results
    usual = ("Sort by relevance", "What was found, as usual") if is_found else ("Sort as the library is", _USUAL)
    yield SystemCommand(*usual, partial(reader.sort_by, ""))
    for by in SORTS:
        if by != "year" or is_found:
            told = "What was found" if is_found else "Each branch of the tree"
            yield SystemCommand(f"Sort by {by}", told, partial(reader.sort_by, by))
    yield SystemCommand("What fits in …", "Unwatched talks of at most so many minutes", partial(_ask_minutes, reader))
    yield SystemCommand("Stats", "How far you have come, by year and track and week", partial(_show_stats, reader))
    if reader.typed_search:
        yield SystemCommand("Save this search", "It stands above the years", partial(_ask_name, reader))
    for saved in reader.saved_searches:
        forget = partial(_keep, reader, saved, None)
        yield SystemCommand(f"Forget a saved search: {saved}", "Its talks stay", forget)


def _show_stats(reader: ReaderScreen) -> None:
    from reinvent_notes.stats import stats
    from reinvent_tui.screens.stats import StatsScreen

    reader.app.push_screen(StatsScreen(stats(reader.library)))


def _ask_minutes(reader: ReaderScreen) -> None:
    def answered(typed: str | None) -> None:
        if typed:
            reader.search_for(f"fits:{''.join(typed.split())}{'m' * typed.isdecimal()} is:unwatched -is:hidden")

    _ask(reader, "minutes", "", "30, 45m or 1h30m; esc leaves it", answered)


def _ask_name(reader: ReaderScreen) -> None:
    query = reader.typed_search

    def answered(typed: str | None) -> None:
        if typed:
            _keep(reader, typed, query)

    _ask(reader, "name", query, "what the search is called; esc leaves it", answered)


def _ask(reader: ReaderScreen, what: str, now: str, hint: str, answered: Callable[[str | None], None]) -> None:
    reader.app.push_screen(TextScreen(what, now, hint), answered)


def _keep(reader: ReaderScreen, name: str, query: str | None) -> None:
    """Keep a search under a name, or forget it."""
    try:
        reader.library.searches.change(name, query)
    except ReinventError as error:
        reader.say(error_text(error))
        return
    reader.show_saved_searches()
    reader.say(f"Saved: {name} stands above the years" if query else f"Forgotten: {name}")
