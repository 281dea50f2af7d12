"""Getting through a year: what to go on with, the next talk to watch, all of a list marked at once."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes.grouping import GROUPINGS
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.marks import Mark
from reinvent_tui.cli.streams import prepare
from reinvent_tui.keys import KEYS, key_names
from reinvent_tui.marking import History
from reinvent_tui.widgets.branches import Branches, with_those_before

if TYPE_CHECKING:
    from conftest import Notes, OpenReader, Reader

FIRST, SECOND, LONG, QUEUES = (
    "The opening keynote",
    "The closing keynote",
    "Serverless for large teams",
    "Queues and how to drain them",
)
AURORA, EVENTBRIDGE = "What is new in Amazon Aurora", "Building with EventBridge"


# shelves


async def test_no_shelf_stands_above_the_years_without_talks(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        assert reader.tree[0].split() == ["▾", "2025", "0/4"]


async def test_the_queue_stands_above_the_years_and_opens_in_its_order(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("down", "a", "up", "a")
        assert FIRST in reader.cursor  # which stayed on its talk, though a line came above it
        assert reader.tree[0].split() == ["▸", "Queue", "2"]
        await reader.press("g", "enter")
        assert [SECOND in reader.tree[1], FIRST in reader.tree[2]] == [True, True]


async def test_a_terminal_of_ascii_alone_tells_the_tree_s_signs_apart(open_reader: OpenReader) -> None:
    prepare()
    async with open_reader() as reader:
        await reader.press("m", "down", "m", "a")
        shown = [line.encode("ascii", "reinvent-tui").decode() for line in reader.tree]
        assert [line.split()[0] for line in shown[:4]] == [">", "v", "v", "*"]
        assert "* 2" in shown[2] and "> * " in shown[4] and "?" not in "".join(shown)


async def test_favourites_stand_there_the_latest_first(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("s", "down", "s", "g", "enter")
        assert reader.tree[0].split() == ["▾", "Favourites", "2"]
        assert [SECOND in reader.tree[1], FIRST in reader.tree[2]] == [True, True]


@pytest.mark.parametrize(
    ("seconds", "is_shown"), [(60, False), (200, True), (3200, True), (3400, False)], ids=lambda value: str(value)
)
async def test_talks_between_5_and_90_percent_are_to_be_gone_on_with(
    open_reader: OpenReader, seconds: int, is_shown: bool
) -> None:
    async with open_reader() as reader:
        screen = reader.app.screen_stack[0]
        screen.library.mark([number_of(reader, AURORA)], Mark.POSITION, seconds)  # of an hour
        screen.show_marks()
        await reader.settle()
        assert ("Continue" in reader.text) is is_shown


async def test_a_talk_that_leaves_the_queue_stays_there_until_the_filter_is_set_again(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("a", "down", "a", "g", "enter", "down", "a")
        assert reader.cursor == f"○ {FIRST}" and SECOND in reader.tree[2]
        await reader.press("1")
        assert SECOND in reader.tree[1] and reader.tree[0].split() == ["▾", "Queue", "1"]


async def test_a_talk_is_moved_in_the_queue_and_back(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("a", "down", "a", "g", "enter", "down", "J")
        assert reader.key_line == f"2 of 2 in the queue: {FIRST}"
        assert [SECOND in reader.tree[1], FIRST in reader.tree[2]] == [True, True] and FIRST in reader.cursor
        await reader.press("J")
        assert reader.key_line == f"Last in the queue: {FIRST}"
        await reader.press("u")
        assert FIRST in reader.tree[1] and reader.key_line.startswith(f"1 of 2 in the queue: {FIRST}")
        await reader.press("U", "K", "K")
        assert FIRST in reader.tree[1] and reader.key_line == f"First in the queue: {FIRST}"
    async with open_reader() as reader:
        await reader.press("g", "enter")
        assert FIRST in reader.tree[1]


async def test_a_hidden_talk_has_no_place_in_the_queue_until_it_is_shown_again(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("a", "down", "a", "right_square_bracket", "a", "g", "enter")
        await reader.press("down", "down", "x", "1")  # the second of three
        assert reader.tree[0].split() == ["▾", "Queue", "2"]
        first, last = reader.tree[1:3]
        await reader.press("g", "down", "J")
        assert reader.key_line.startswith("2 of 2 in the queue:") and reader.tree[1:3] == [last, first]
        await reader.press("3")
        assert reader.tree[0].split() == ["▾", "Queue", "2"]
        await reader.press("u", "u")
        assert reader.tree[0].split() == ["▾", "Queue", "3"]
        assert reader.tree[1:4:2] == [first, last], "between which it is back in its place"


async def test_a_hidden_talk_is_told_apart_in_lists_also_without_colours(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("a", "s", "x")
        assert reader.cursor == f"× ○ {FIRST}"
        await reader.press("3", "slash", *"is:hidden")
        assert f"× ○ {FIRST}" in reader.results_text


async def test_a_hidden_talk_is_not_moved_and_says_why(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("a", "x", "K")
        assert reader.key_line == f"Hidden, so not in the queue: {FIRST}"


async def test_what_is_hidden_counts_as_hidden_alone(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        library = reader.app.screen_stack[0].library
        everything = library.index.count
        await reader.press("m", "x", "down", "m")
        assert reader.app.screen_stack[0].counts_text == f"{everything - 1} talks · 1 watched · 1 hidden"


async def test_a_talk_leaves_the_queue_when_it_is_watched_and_is_back_when_that_is_undone(
    open_reader: OpenReader,
) -> None:
    async with open_reader() as reader:
        await reader.press("a", "down", "a", "g", "enter", "down", "m")
        assert FIRST in reader.tree[1], "just marked, it stays until the filter is set again"
        await reader.press("J")
        assert reader.key_line == f"Not queued: {FIRST}"
        await reader.press("1")
        assert reader.tree[0].split() == ["▾", "Queue", "1"] and SECOND in reader.tree[1]
        await reader.press("u")
        assert reader.tree[0].split() == ["▾", "Queue", "2"] and FIRST in reader.tree[1]


async def test_a_watched_talk_can_be_queued_to_be_seen_again(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("m", "a", "g")
        assert reader.tree[0].split() == ["▸", "Queue", "1"]


async def test_the_note_says_queued_and_no_number_that_is_not_the_place(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("a", "down", "a", "up", "a", "g", "enter", "down")
        assert "› queued" in reader.note_text and "queued 2" not in reader.note_text


async def test_a_talk_that_is_not_queued_is_not_moved(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("K")
        assert reader.key_line == f"Not queued: {FIRST}"


# which talks are shown


async def test_unwatched_talks_alone_are_shown_and_how_to_see_all_again(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("m", "2")
        assert FIRST not in "".join(reader.tree) and SECOND in reader.cursor
        assert "unwatched: 7 of 8 talks" in reader.lines[0]
        assert "1 or esc shows all" in reader.key_line
        assert "1/4" in reader.tree[0]  # progress is of all talks
        await reader.press("escape")
        assert FIRST in reader.tree[2] and "8 talks · 1 watched" in reader.lines[0]


async def test_a_talk_just_watched_stays_among_the_unwatched_until_the_filter_is_set_again(
    open_reader: OpenReader,
) -> None:
    async with open_reader() as reader:
        await reader.press("2", "m")
        assert FIRST in reader.cursor and "● " in reader.cursor
        await reader.press("2")
        assert FIRST not in "".join(reader.tree)


async def test_it_stays_there_when_notes_change(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        await reader.press("2", "m", "down")
        notes.write("added/0", "A talk above all others", "year: 2025\ntrack: Keynotes\ncode: KEY100")
        await reader.refresh()
        assert "A talk above all others" in reader.text and FIRST in "".join(reader.tree) and SECOND in reader.cursor
        await reader.press("2")
        assert FIRST not in "".join(reader.tree)


async def test_the_cursor_stays_in_the_queue_when_notes_change(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        await reader.press("a", "down", "a", "g", "enter", "down", "down")
        notes.write("added/0", "A talk above all others", "year: 2025\ntrack: Keynotes\ncode: KEY100")
        await reader.refresh()
        assert "9 talks" in reader.lines[0]
        await reader.press("up")
        assert FIRST in reader.cursor and FIRST in reader.tree[1]


async def test_a_track_and_a_year_that_are_finished_are_not_among_the_unwatched(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("m", "down", "m")
        assert "✓ 2" in reader.tree[1]
        await reader.press("2")
        assert "Keynotes" not in "".join(reader.tree) and "Serverless" in reader.tree[1]


async def test_marked_talks_alone_are_shown_hidden_ones_too(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("x", "down", "s", "1")
        assert FIRST not in "".join(reader.tree) and "1 hidden" in reader.lines[0]
        assert "0/1" in [line.split()[-1] for line in reader.tree if "Keynotes" in line]
        await reader.press("3")
        assert FIRST in "".join(reader.tree) and "marked: 2 of 8 talks" in reader.lines[0]
        assert "Databases" not in reader.text


@pytest.mark.parametrize(("key", "word"), [("2", "unwatched"), ("3", "marked")])
async def test_a_filter_that_keeps_nothing_says_so_and_which_key_clears_it(
    open_reader: OpenReader, key: str, word: str
) -> None:
    async with open_reader() as reader:
        if key == "2":
            library = reader.app.screen_stack[0].library
            library.mark(list(library.index.shown), Mark.WATCHED, "2026-01-01")
        await reader.press(key)
        said = " ".join(" ".join(reader.tree).split())
        assert f"No talk is {word}" in said and "esc shows all" in said
        await reader.press("1")
        assert FIRST in "".join(reader.tree)


# the next one


async def test_the_next_unwatched_talk_is_found_through_closed_tracks_and_years(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("m", "down", "m", "g")
        for title in (LONG, QUEUES, AURORA):
            await reader.press("right_square_bracket")
            assert title[:20] in reader.cursor and title in reader.note_text
        await reader.press("left_square_bracket", "left_square_bracket")
        assert LONG in reader.cursor
        await reader.press("left_square_bracket")
        assert LONG in reader.cursor and reader.key_line == "No unwatched talk above"


@pytest.mark.parametrize("by", GROUPINGS)
async def test_one_next_after_the_other_comes_by_every_talk_to_watch_and_back(open_reader: OpenReader, by: str) -> None:
    async with open_reader() as reader:
        library = reader.app.screen_stack[0].library
        library.mark([1, 3, 6], Mark.WATCHED, "2026-01-01")
        library.mark([2, 3, 5], Mark.FAVOURITE, True)
        library.group_by(by)
        branches = Branches(library, key_names(KEYS))
        for sorted_by, showing in product(("", "title"), ("all", "unwatched", "marked")):
            branches.sort_by(sorted_by)
            branches.set_filter(showing)
            leaves = [track for year in branches.years() for track in branches.tracks(year)]
            every = [(leaf, n) for leaf in leaves for n in branches.numbers(leaf) if library.is_to_watch(n)]
            assert every
            for step, at, wanted in (
                (1, (leaves[0], -1), every),
                (-1, (leaves[-1], len(branches.numbers(leaves[-1]))), every[::-1]),
            ):
                found, here = [], branches.next_to_watch(*at, step)
                while here:
                    found.append((here[0], branches.numbers(here[0])[here[1]]))
                    here = branches.next_to_watch(*here, step)
                assert found == wanted, (sorted_by, showing, step)


async def test_past_the_last_talk_there_is_none(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        for _ in range(8):
            await reader.press("right_square_bracket")
        assert EVENTBRIDGE in reader.cursor and reader.key_line == "No unwatched talk below"


async def test_from_the_note_the_next_unwatched_talk_is_read(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("down", "m", "up", "enter", "right_square_bracket")
        assert LONG in reader.note_text and reader.app.screen.focused.id == "note"


async def test_in_the_queue_the_next_is_the_next_of_the_queue(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("down", "a", "right_square_bracket", "a", "g", "right_square_bracket")
        assert SECOND in reader.cursor
        await reader.press("right_square_bracket")
        assert LONG in reader.cursor and LONG in reader.tree[2]
        await reader.press("right_square_bracket")
        assert reader.key_line == "No unwatched talk below in Queue"


async def test_in_a_search_the_next_is_the_next_result(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("down", "m", "slash")
        await reader.type("year:2025")
        await reader.press("tab", "right_square_bracket")
        assert LONG in reader.cursor
        await reader.press("left_square_bracket")
        assert FIRST in reader.cursor


# all of it


async def test_a_year_is_marked_at_once_asked_once_and_undone_at_once(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("m", "g")
        await command(reader, "mark all watched")
        assert "Mark 3 talks of 2025 watched?" in reader.text
        await reader.press("enter")
        assert reader.key_line == "Watched: 3 talks of 2025. u undoes it" and "✓ 4" in reader.tree[0]
        await reader.press("u")
        assert reader.key_line == "Unwatched: 3 talks of 2025. u again undoes 1 more" and "1/4" in reader.tree[0]
        await reader.press("U")
        assert reader.key_line == "Watched: 3 talks of 2025" and "✓ 4" in reader.tree[0]


async def test_a_mark_on_a_branch_is_asked_with_its_number_and_taken_away_where_all_have_it(
    open_reader: OpenReader,
) -> None:
    async with open_reader() as reader:
        await reader.press("s", "g", "down", "s")
        assert "Mark 3 talks of 2025 favourite?" in reader.text
        await reader.press("enter")
        assert reader.key_line == "Favourite: 3 talks of 2025. u undoes it"
        await reader.press("g", "down", "s")
        assert "Mark 4 talks of 2025 not favourite?" in reader.text
        await reader.press("escape")
        assert "Favourites 4" in " ".join(reader.tree[0].split())


@pytest.mark.parametrize("key", ["escape", "n"])
async def test_without_a_yes_nothing_is_marked(open_reader: OpenReader, key: str) -> None:
    async with open_reader() as reader:
        await reader.press("g")
        await command(reader, "mark all watched")
        await reader.press(key)
        assert "0 watched" in reader.lines[0]


async def test_marking_all_obeys_the_filter(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("m", "2", "g")
        await command(reader, "mark all favourite")
        assert "Mark 3 talks of 2025 favourite?" in reader.text


async def test_the_track_around_a_talk_is_queued_in_its_order(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await command(reader, "mark all queued")
        assert "Mark 2 talks of 2025 · Keynotes queued?" in reader.text
        await reader.press("enter", "g", "enter")
        assert [FIRST in reader.tree[1], SECOND in reader.tree[2]] == [True, True]


async def test_all_results_are_marked(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("track:serverless")
        await command(reader, "mark all hidden", "ctrl+p")
        assert "Mark 3 talks of these results hidden?" in reader.text
        await reader.press("enter", "escape", "1")
        assert "3 hidden" in reader.lines[0]


async def test_what_is_marked_already_is_said(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("g")
        await command(reader, "mark all unwatched")
        assert reader.key_line == "Nothing to do: every talk of 2025 is not watched"


async def test_undo_goes_back_through_everything_and_says_each(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("m", "s", "r", "4", "r", "2")
        said = ["Rating 4", "No rating", "Not favourite", "Unwatched"]
        for left, what in zip((3, 2, 1, 0), said, strict=True):
            await reader.press("u")
            more = f". u again undoes {left} more" if left else ""
            assert reader.key_line == f"{what}: {FIRST}{more}"


async def test_undo_leaves_alone_what_was_changed_elsewhere_since_and_says_so(
    open_reader: OpenReader, data: Path
) -> None:
    async with open_reader() as reader:
        await reader.press("s", "c", *"short", "enter")
        other = Library(reader.app.screen_stack[0].library.index, MarkStore(data / "marks.db"))
        other.mark([number_of(reader, FIRST)], Mark.NOTE, "of an hour")
        await reader.press("u")
        assert reader.key_line == f"Changed elsewhere since, so left alone: {FIRST}. u again undoes 1 more"
        assert "own note: of an hour" in reader.note_text
        await reader.press("u")
        assert reader.key_line == f"Not favourite: {FIRST}" and "own note: of an hour" in reader.note_text
        await reader.press("U", "U")
        assert reader.key_line == "Nothing to redo" and "own note: of an hour" in reader.note_text


async def test_undo_and_redo_of_many_say_how_many_they_changed(open_reader: OpenReader, data: Path) -> None:
    async with open_reader() as reader:
        await reader.press("g", "s", "y")
        other = Library(reader.app.screen_stack[0].library.index, MarkStore(data / "marks.db"))
        other.mark([number_of(reader, FIRST)], Mark.FAVOURITE, None)
        await reader.press("u")
        assert reader.key_line == f"Not favourite: 3 talks of 2025. Changed elsewhere since, so left alone: {FIRST}"
        await reader.press("U")
        assert reader.key_line == "Favourite: 3 talks of 2025"


async def test_undo_of_a_move_puts_nothing_back_into_the_queue(open_reader: OpenReader, data: Path) -> None:
    async with open_reader() as reader:
        await reader.press("a", "down", "a", "K")
        other = Library(reader.app.screen_stack[0].library.index, MarkStore(data / "marks.db"))
        other.mark([number_of(reader, FIRST)], Mark.QUEUED, None)
        await reader.press("u")
        assert reader.key_line.startswith(
            f"1 of 1 in the queue: {SECOND}. Changed elsewhere since, so left alone: {FIRST}"
        )
        assert reader.tree[0].split() == ["▸", "Queue", "1"]


# saved searches


async def test_a_search_is_saved_listed_and_forgotten(open_reader: OpenReader, data: Path) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("track:serverless year:2025")
        await command(reader, "save this search", "ctrl+p")
        await reader.press("enter", "escape")
        assert reader.tree[0].strip(" ▸").startswith("track:serverless")
    assert '"track:serverless year:2025" = "track:serverless year:2025"' in (data / "searches.toml").read_text()
    async with open_reader() as reader:
        await reader.press("g", "enter")
        assert LONG in reader.tree[1] and QUEUES[:20] in reader.tree[2]
        await command(reader, "forget a saved search")
        assert "track:serverless" not in "".join(reader.tree)


async def test_a_saved_search_is_in_the_order_that_it_asks_for(open_reader: OpenReader, data: Path) -> None:
    save(data, '"By title" = "year:2025 sort:title"')
    async with open_reader() as reader:
        await reader.press("g", "enter")
        found = [line.split("○ ")[1] for line in reader.tree if "○" in line][:4]
        assert found == sorted(found) and len(found) == 4


async def test_a_search_that_is_not_understood_says_where_it_stands(open_reader: OpenReader, data: Path) -> None:
    save(data, "# mine", '"Wrong" = "yaer:2025"')
    async with open_reader() as reader:
        await reader.press("g", "enter")
        said = "".join("".join(reader.tree).split())
        assert "searches.toml:2:" in said and "unknownfilteryaer:" in said


async def test_a_file_of_searches_that_is_broken_is_said_with_its_line(open_reader: OpenReader, data: Path) -> None:
    save(data, '"Fine" = "lambda"', "no search")
    async with open_reader() as reader:
        assert "searches.toml:2" in reader.key_line.replace(" ", "")
        assert FIRST in reader.note_text and "Fine" in reader.tree[0]


# orders


@pytest.mark.parametrize(("by", "first"), [("title", SECOND), ("rating", FIRST)])
async def test_a_branch_is_sorted(open_reader: OpenReader, by: str, first: str) -> None:
    async with open_reader() as reader:
        await reader.press("r", "3")
        await command(reader, f"sort by {by}")
        assert first in reader.tree[2]


@pytest.mark.parametrize("key", ["r", "c", "p", "o", "e"])
async def test_a_mark_on_no_talk_says_so(open_reader: OpenReader, key: str) -> None:
    async with open_reader() as reader:
        await reader.press("g", key)
        assert reader.key_line == "No talk is chosen: move to one first"


async def test_where_one_stopped_is_said_gone_on_with_and_done_with(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press_fast("p", *"12", "colon", *"30", "enter")
        assert reader.key_line == f"Stopped at 12:30: {FIRST}"
        assert reader.tree[0].split() == ["▸", "Continue", "1"] and "◐ stopped at 12:30" in reader.note_text
        await reader.press("p", *"12:75", "enter")
        assert "position takes M:SS" in reader.text and "12:75" in reader.lines[-1]
        await reader.press("escape")
        assert "◐ stopped at 12:30" in reader.note_text
        await reader.press("p", "enter")  # as it was
        assert "12:30" in reader.note_text
        await reader.press("m", "1")
        assert "Continue" not in reader.text
        await reader.press("m")
        assert "Continue" in reader.text
        await reader.press("p", "delete", "enter")
        assert reader.key_line == f"No place to go on from: {FIRST}" and "Continue" not in reader.text
        await reader.press("u")
        assert "Stopped at 12:30" in reader.key_line and "Continue" in reader.text


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=str)
async def test_how_far_one_has_come_is_a_page_that_scrolls(open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(size) as reader:
        await reader.press("m", "r", "4")
        await command(reader, "stats")
        assert "Watched: 1 of 8 talks (12 %)" in reader.text and "No talk is chosen" not in reader.text
        await reader.press("G")
        assert "Ratings" in reader.text and "4 █" in reader.text
        await reader.press("q")
        assert FIRST in reader.cursor


async def test_what_is_only_close_to_a_search_is_not_marked_with_what_it_found(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("keynote everything new")
        assert FIRST in reader.results_text and SECOND in reader.results_text
        await reader.press("tab")
        await command(reader, "mark all favourite", "ctrl+p")
        assert "Mark 1 talk of these results favourite?" in reader.text


async def test_what_fits_is_searched_for(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await command(reader, "what fits")
        await reader.press(*"75", "enter")
        assert "fits:75m is:unwatched" in reader.lines[0] and AURORA in reader.results_text


async def test_what_is_hidden_or_watched_is_not_offered_as_fitting(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        library = reader.app.screen_stack[0].library
        library.mark([number_of(reader, AURORA)], Mark.HIDDEN, True)
        await command(reader, "what fits")
        await reader.press(*"75", "enter")
        assert "No talk matches" in reader.results_text


async def test_a_tree_of_sources_has_each_by_its_name(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await command(reader, "group by source")
        assert "0/8" in reader.tree[0] and FIRST in reader.cursor


async def test_a_move_of_talks_with_the_same_place_tells_them_apart(open_reader: OpenReader) -> None:
    """Two machines may have queued two talks at the same place."""
    async with open_reader() as reader:
        library = reader.app.screen_stack[0].library
        library.mark([0, 1, 2], Mark.QUEUED, 1)
        before = [n for n, _ in sorted(library.marked(), key=lambda one: one[1].subject.id)]
        History(library, key_names(KEYS)).move(before[0], 1)
        places = {n: one.values[Mark.QUEUED] for n, one in library.marked()}
        assert sorted(places, key=places.__getitem__) == [before[1], before[0], before[2]]
        assert len(set(places.values())) == 3


@given(st.permutations(range(8)), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_what_leaves_a_shelf_stays_beside_what_comes(order: list[int], before: set[int], now: set[int]) -> None:
    was, comes = [n for n in order if n in before], [n for n in order if n in now]
    result = with_those_before(comes, was)
    assert sorted(result) == sorted(before | now)
    assert [n for n in result if n in now] == comes
    if now <= before:
        assert result == was


# what the tests are made of


def number_of(reader: Reader, title: str) -> int:
    index = reader.app.screen_stack[0].library.index
    return next(row.n for row in index.rows() if row.title == title)


def save(data: Path, *lines: str) -> None:
    data.mkdir(exist_ok=True)
    (data / "searches.toml").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


async def command(reader: Reader, name: str, key: str = "colon") -> None:
    await reader.press(key)
    await reader.type(name)
    await reader.press("enter")
