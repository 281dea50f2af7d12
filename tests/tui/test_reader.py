"""The reader as a person meets it: what is on the screen after which keys."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.events import Key, Paste
from textual.worker import WorkerFailed

from conftest import Notes
from reinvent_notes.errors import MarksError
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.marks import Mark
from reinvent_tui.themes import THEMES

if TYPE_CHECKING:
    from conftest import OpenReader, Reader

FIRST, SECOND = "The opening keynote", "The closing keynote"
LONG = "Serverless for large teams"


# opening


async def test_opens_on_the_talks_with_the_first_one_in_the_note(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        assert FIRST in reader.cursor
        assert FIRST in reader.note[0]
        assert "Everything new." in reader.note_text
        assert "8 talks · 0 watched" in reader.lines[0]


async def test_an_empty_library_says_how_to_add_notes(open_reader: OpenReader, notes: Notes) -> None:
    notes.remove()
    async with open_reader() as reader:
        assert "No talks yet" in reader.note_text
        assert "reinvent-tui add FOLDER" in reader.note_text


async def test_an_empty_library_says_how_to_add_notes_on_a_narrow_screen_too(
    open_reader: OpenReader, notes: Notes
) -> None:
    notes.remove()
    async with open_reader((40, 12)) as reader:
        assert "reinvent-tui add" in reader.all_words


async def test_every_key_is_harmless_in_an_empty_library(open_reader: OpenReader, notes: Notes) -> None:
    notes.remove()
    async with open_reader() as reader:
        await reader.press("down", "up", "enter", "space", "left", "right", "m", "s", "o", "y", "u", "U", "G", "g")
        await reader.press("slash", "x", "enter", "j", "G", "escape", "escape")
        assert "No talks yet" in reader.note_text


async def test_the_first_start_says_that_notes_are_being_read_not_that_there_are_none(open_reader: OpenReader) -> None:
    async with open_reader(indexed=False, later=True) as reader:
        assert "No talks yet" not in reader.note_text
        assert "eading notes" in reader.text
        await reader.refresh()
        assert FIRST in reader.cursor and FIRST in reader.note[0]


@pytest.mark.parametrize("damage", ["missing", "empty", "garbage", "cut short", "bytes changed"])
async def test_opens_without_a_usable_index(open_reader: OpenReader, data: Path, damage: str) -> None:
    async with open_reader():
        pass
    index = data / "index.db"
    whole = index.read_bytes()
    left = {
        "empty": b"",
        "garbage": b"no index " * 1000,
        "cut short": whole[: len(whole) // 2],
        "bytes changed": whole[:4096] + bytes(len(whole) - 4096),
    }
    index.unlink() if damage == "missing" else index.write_bytes(left[damage])
    async with open_reader(indexed=False) as reader:
        assert FIRST in reader.cursor and FIRST in reader.note[0]
        assert "8 talks" in reader.lines[0]


# browsing


async def test_moving_the_cursor_shows_the_talk_under_it(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("down")
        assert SECOND in reader.cursor and SECOND in reader.note[0]
        await reader.press("k")
        assert FIRST in reader.cursor and FIRST in reader.note[0]


async def test_a_long_note_is_read_to_its_end_and_the_next_talk_starts_at_its_top(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await open_long_note(reader)
        await reader.press("enter", "G")
        assert "First point of part 40" in reader.note_text
        await reader.press("escape", "down")
        assert "Queues" in reader.note[0]


@pytest.mark.parametrize("key", ["enter", "space", "right"])
async def test_a_branch_opens(open_reader: OpenReader, key: str) -> None:
    async with open_reader() as reader:
        await reader.press("down", "down", key)
        assert LONG in reader.tree[5]
        assert "Serverless" in reader.cursor


@pytest.mark.parametrize("keys", [("enter",), ("space",), ("left",)])
async def test_a_branch_closes_with_what_is_below_it(open_reader: OpenReader, keys: tuple[str, ...]) -> None:
    async with open_reader() as reader:
        await reader.press("g", *keys)
        assert reader.tree[0].strip().startswith("▸ 2025")
        assert reader.tree[1].strip().startswith("▸ 2024")
        await reader.press("enter")
        assert reader.tree[0].strip().startswith("▾ 2025")
        assert FIRST in reader.tree[2]


async def test_left_goes_from_a_talk_to_its_branch(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("left")
        assert reader.cursor.startswith("▾ Keynotes")
        await reader.press("left", "left")
        assert reader.cursor.startswith("▾ 2025")


async def test_counts_add_up(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        assert [line.split()[-1] for line in reader.tree if "/" in line] == ["0/4", "0/2", "0/2", "0/3", "0/1"]
        await reader.press("m")
        assert [line.split()[-1] for line in reader.tree if "/" in line] == ["1/4", "1/2", "0/2", "0/3", "0/1"]
        await reader.press("down", "m")
        assert "✓ 2" in reader.tree[1] and "2/4" in reader.tree[0]


async def test_latest_year_first_and_keynotes_before_other_tracks(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("g", "enter", "down", "enter", "down", "down", "down", "down", "enter")
        names = [line.split()[1] for line in reader.tree if "▾" in line or "▸" in line or "○" in line]
        assert names[:6] == ["2025", "2024", "Databases", "Serverless", "Storage", "2022"]


# marks


async def test_a_mark_shows_in_tree_note_and_counts(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        assert "○ not watched" in reader.note_text
        await reader.press("m")
        assert "● " + FIRST in reader.tree[2]
        assert f"● watched {date.today()}" in reader.note_text
        assert "8 talks · 1 watched" in reader.lines[0]
        assert reader.key_line == f"Watched: {FIRST}"
        await reader.press("m")
        assert "○ " + FIRST in reader.tree[2]
        assert "not watched" in reader.note_text
        assert reader.key_line == f"Unwatched: {FIRST}"


@pytest.mark.parametrize(
    ("key", "glyph", "word"), [("a", "›", "queued"), ("s", "★", "favourite"), ("x", "×", "hidden")]
)
async def test_each_mark_is_a_glyph_and_a_word(open_reader: OpenReader, key: str, glyph: str, word: str) -> None:
    async with open_reader() as reader:
        await reader.press(key)
        assert word in reader.note_text
        assert f"{glyph} ".lstrip() + "○" in reader.cursor
        await reader.press(key)
        assert word not in reader.note_text


async def test_undo_and_redo_say_what_they_did(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("u")
        assert reader.key_line == "Nothing to undo"
        await reader.press("m", "down", "s", "u")
        assert "avourite" in reader.key_line and SECOND in reader.key_line
        assert "u again undoes 1 more" in reader.key_line
        assert "favourite" not in reader.note_text
        await reader.press("u")
        assert FIRST in reader.key_line and "again" not in reader.key_line
        assert "0 watched" in reader.lines[0]
        await reader.press("U")
        assert FIRST in reader.key_line
        assert "1 watched" in reader.lines[0]
        await reader.press("U", "U")
        assert reader.key_line == "Nothing to redo"


async def test_a_mark_is_kept(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("m")
    async with open_reader() as reader:
        assert "1 watched" in reader.lines[0]


async def test_marks_that_somebody_else_makes_appear(open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reinvent_tui.screens.talk._POLL_SECONDS", 0.05)
    async with open_reader() as reader, open_reader() as other:
        await other.press("m")
        await reader.until(lambda: "1 watched" in reader.lines[0])
        assert "● " + FIRST in reader.tree[2]


async def test_marks_that_are_damaged_and_restored_meanwhile_are_told_of_each_time(
    open_reader: OpenReader, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reinvent_tui.screens.talk._POLL_SECONDS", 0.05)
    async with open_reader() as reader:
        await reader.press("m")
        (data / "marks.db").write_bytes(b"garbage")
        await reader.until(lambda: "was damaged" in reader.key_line and "1 watched" in reader.lines[0])
        for _ in range(2):
            (data / "marks.db").unlink()
            await reader.until(lambda: "was missing" in reader.key_line)
            await reader.press("s")
            assert "avourite" in reader.key_line


async def test_a_digit_rates_zero_removes_and_enter_alone_leaves_the_rating(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press_fast("r", "4")
        assert reader.key_line == f"Rating 4: {FIRST}"
        assert "rating 4" in reader.note_text
        await reader.press("r", "9", "x", "escape")
        assert "rating 4" in reader.note_text and "hidden" not in reader.note_text
        await reader.press("r", "9", "enter")
        assert "rating 4" in reader.note_text
        await reader.press("r", "0")
        assert reader.key_line == f"No rating: {FIRST}"
        await reader.press("u")
        assert "rating 4" in reader.note_text


async def test_a_note_of_ones_own_is_typed_gone_on_with_and_removed(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press_fast("c", *"mass")
        await reader.press("enter")
        assert "own note: mass" in reader.note_text
        await reader.press("c", *"es", "enter")
        assert "own note: masses" in reader.note_text
        await reader.press("c", "x", "escape")
        assert "own note: masses" in reader.note_text and "hidden" not in reader.note_text
        await reader.press("c", "ctrl+u", "enter")
        assert "own note" not in reader.note_text


async def test_what_cannot_be_kept_stays_where_it_was_typed(
    open_reader: OpenReader, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader() as reader:
        with monkeypatch.context() as full:
            fill_disk(full, data)
            await reader.press("c", *"mine", "enter")
            assert "the disk is full" in reader.all_words and "mine" in reader.lines[-1]
        await reader.press("enter")
        assert "own note: mine" in reader.note_text and reader.key_line == f"Own note: {FIRST}"
        with monkeypatch.context() as full:
            fill_disk(full, data)
            await reader.press("r", "4")
            assert "the disk is full" in reader.all_words
        await reader.press("3")
        assert "rating 3" in reader.note_text


async def test_a_note_that_was_changed_elsewhere_meanwhile_is_replaced_only_when_that_is_meant(
    open_reader: OpenReader, data: Path
) -> None:
    async with open_reader() as reader:
        await reader.press("c", *"mine", "enter", "c", *"too")
        other = Library(reader.app.screen_stack[0].library.index, MarkStore(data / "marks.db"))
        n = next(row.n for row in other.index.rows() if row.title == FIRST)
        other.mark([n], Mark.NOTE, "of another")
        await reader.press("enter")
        assert "changed elsewhere meanwhile, to “of another”; enter again replaces that" in reader.all_words
        assert "minetoo" in reader.lines[-1] and other.marks(n)[Mark.NOTE] == "of another"
        await reader.press("enter")
        assert "own note: minetoo" in reader.note_text
        await reader.press("u")
        assert "own note: of another" in reader.note_text
        await reader.press("c", *"s")
        other.reload_marks()
        other.mark([n], Mark.NOTE, None)
        await reader.press("enter")
        assert "changed elsewhere meanwhile; enter again" in reader.all_words
        await reader.press("escape")
        await reader.until(lambda: "own note" not in reader.note_text)


async def test_the_lines_of_a_note_of_ones_own_stay_when_it_is_gone_on_with(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        library = reader.app.screen_stack[0].library
        library.mark([0], Mark.NOTE, "one\ntwo")
        await reader.press("c", "s", "enter")
        assert library.marks(0)[Mark.NOTE] == "one\ntwos"


async def test_a_long_sentence_does_not_stay_around_what_is_asked_next(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("O")
        assert "player" in "".join(reader.lines[-4:])
        await reader.press("c")
        assert "own note:" in reader.lines[-1] and "player" not in "".join(reader.lines[-4:])


async def test_a_sentence_gives_the_keys_back(open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reinvent_tui.widgets.key_line._SECONDS", 0.1)
    async with open_reader() as reader:
        await reader.press("u")
        assert "search" not in reader.key_line
        await reader.until(lambda: "/ search" in reader.key_line)


async def test_a_marks_error_is_said_with_its_reason(
    open_reader: OpenReader, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader() as reader:
        await fail_to_mark(reader, data, monkeypatch)
        assert "the disk is full" in reader.all_words


async def test_a_mark_that_failed_is_not_shown_and_earlier_ones_stay(
    open_reader: OpenReader, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader() as reader:
        await reader.press("s")
        with monkeypatch.context() as broken:
            await fail_to_mark(reader, data, broken)
        assert "○ " + FIRST in reader.cursor and "0 watched" in reader.lines[0]
        assert "★ favourite" in reader.note_text
        await reader.press("u")
        assert "avourite" in reader.key_line and "favourite" not in reader.note_text


async def test_opens_where_the_marks_cannot_be_read(open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MarkStore, "load", unreadable)
    async with open_reader() as reader:
        assert FIRST in reader.note[0]
        assert "cannot be read" in reader.all_words


async def test_stays_open_where_the_marks_cannot_be_read_any_more(
    open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reinvent_tui.screens.talk._POLL_SECONDS", 0.05)
    async with open_reader() as reader:
        monkeypatch.setattr(MarkStore, "load", unreadable)
        monkeypatch.setattr(MarkStore, "version", lambda store: -1)
        await reader.until(lambda: "cannot be read" in reader.all_words)


# searching


async def test_results_come_while_typing(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash", "e")
        assert reader.results and not reader.tree
        await reader.type("ve")
        assert "Building with EventBridge" in reader.results[0]
        assert "2022 · API312" in reader.results[1]
        assert "Building with EventBridge" in reader.note[0]
        await reader.press("backspace", "backspace", "backspace")
        assert reader.tree and not reader.results


async def test_what_is_typed_fast_after_the_search_key_is_searched_for(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press_fast("slash", *"mass")  # each of which sets a mark elsewhere
        assert "mass" in reader.lines[0]
        await reader.press("escape")
        assert "0 watched" in reader.lines[0] and "○ " + FIRST in reader.tree[2]


async def test_what_is_typed_fast_after_the_help_key_is_looked_for_there(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press_fast("question_mark", *"mass")
        assert "mass" in reader.text
        await reader.press("escape")
        assert "0 watched" in reader.lines[0] and "○ " + FIRST in reader.tree[2]


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        ((*"lambx", "backspace", *"da"), "lambda"),
        ((*"lmbda", *["left"] * 4, "a"), "lambda"),
        ((*"xlambda", "home", "delete"), "lambda"),
        ((*"gone", "ctrl+u", *"lambda"), "lambda"),
        ((*"gone", "escape", "slash", *"new"), "new"),
    ],
)
async def test_keys_typed_fast_act_in_their_order(open_reader: OpenReader, keys: tuple[str, ...], typed: str) -> None:
    async with open_reader() as reader:
        await reader.press_fast("slash", *keys)
        assert reader.lines[0].split()[0] == typed
        await reader.press_fast("ctrl+u", "escape", "question_mark", *(key for key in keys if key != "slash"))
        assert typed in reader.text or "escape" in keys


async def test_a_note_of_ones_own_typed_fast_is_kept_as_it_was_typed(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press_fast("c", *"helx", "backspace", *"lo", "enter", "s", "down", "c", *"2nd", "enter")
        await reader.press_fast("slash", "q")
        assert "q" in reader.lines[0].split()
        await reader.press_fast("escape", "up")
        assert FIRST in reader.note[0]
        assert "hello" in reader.note_text and "favourite" in reader.note_text
        await reader.press_fast("down")
        assert "2nd" in reader.note_text


async def test_text_that_is_pasted_between_keys_stands_between_them(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        for event in (Key("slash", "/"), Key("x", "x"), Key("backspace", None), Paste("la"), Key("m", "m")):
            reader.app.post_message(event)
        await reader.settle()
        assert reader.lines[0].split()[0] == "lam"


async def test_lines_that_are_pasted_stay_lines_in_a_note_and_words_in_a_search(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("c")
        reader.app.post_message(Paste("one\n\ntwo\n"))
        await reader.press("enter")
        assert reader.app.screen_stack[0].library.marks(0)[Mark.NOTE] == "one\n\ntwo"
        await reader.press("slash")
        reader.app.post_message(Paste("closing\nkeynote\n"))
        await reader.settle()
        assert "closing keynote" in reader.lines[0]


async def test_a_burst_that_ends_the_reader_ends_it(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press_fast("slash", "a", "ctrl+q", "b", "backspace")
        await reader.pilot.pause(0.1)
        assert not reader.app.is_running


@pytest.mark.parametrize(
    ("typed", "command"), [("add", "Add notes"), ("watc", "Mark watched"), ("ra", "Rate"), ("re", "Redo")]
)
async def test_the_palette_begins_with_what_begins_so(open_reader: OpenReader, typed: str, command: str) -> None:
    async with open_reader((80, 60)) as reader:
        await reader.press_fast("colon", *typed)
        typed_at = next(i for i, line in enumerate(reader.lines) if f" {typed} " in line)
        assert command in next(line for line in reader.lines[typed_at + 1 :] if any(map(str.isalpha, line)))


async def test_a_command_typed_fast_is_the_one_that_is_done(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press_fast("colon", *"addx", "backspace", "enter", *"/no/where", "enter")
        await reader.until(lambda: "cannot be read" in reader.key_line)
        assert "/no/where" in reader.key_line
        assert reader.app.clipboard == ""


async def test_mistyped_words_find(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        for typed, title in (
            ("aurroa", "What is new in Amazon Aurora"),
            ("evntbridge", "Building with EventBridge"),
            ("teams serverles", LONG),
            ("svs 401", LONG),
            ("hoper", "Building with EventBridge"),
            ("limitless", "What is new in Amazon Aurora"),
            ("track:storage", "Storage classes compared"),
        ):
            await reader.press("slash")
            await reader.type(typed)
            assert title in reader.results[0], typed
            assert title in reader.note[0], typed
            await reader.press("escape")


async def test_a_talk_that_has_the_word_in_its_note_shows_the_sentence(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("limitless")
        assert "Limitless writes." in reader.results[1]


async def test_arrows_move_in_the_results_while_typing_and_enter_reads(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("keynote")
        assert FIRST in reader.note[0]
        await reader.press("down")
        assert SECOND in reader.note[0] and SECOND in reader.cursor
        await reader.press("enter")
        assert "page" in reader.key_line and "back" in reader.key_line
        await reader.press("escape")
        assert SECOND in reader.cursor and "2 of 8 talks" in reader.lines[0]
        await reader.press("j", "up")
        assert FIRST in reader.cursor


async def test_esc_returns_to_the_cursor_and_the_note(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await open_long_note(reader)
        before = reader.tree, reader.note
        await reader.press("slash")
        await reader.type("aurora")
        assert "Aurora" in reader.note[0]
        await reader.press("escape")
        assert (reader.tree, reader.note) == before
        assert LONG in reader.cursor


async def test_esc_returns_to_the_place_in_the_note_that_was_being_read(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await open_long_note(reader)
        await reader.press("enter", "space", "space")
        before, keys = reader.note, reader.key_line
        await reader.press("slash")
        await reader.type("aurora")
        await reader.press("escape")
        assert reader.note == before
        assert reader.key_line == keys


async def test_esc_returns_to_the_branch_and_the_note_beside_it(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("G")
        before = reader.note
        await reader.press("slash")
        await reader.type("aurora")
        await reader.press("escape")
        assert reader.cursor.startswith("▸ 2022")
        assert reader.note == before


async def test_esc_from_a_result_that_was_read_returns_step_by_step(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        before = reader.lines
        await reader.press("slash")
        await reader.type("aurora")
        await reader.press("enter", "escape", "escape")
        assert reader.lines == before


async def test_a_search_bar_left_without_a_search_brings_no_talk_back_later(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash", "tab", "down")
        assert SECOND in reader.note[0]
        reader.app.screen.query_one("#search").focus()  # as a click does
        await reader.type("aurora")
        await reader.press("escape")
        assert SECOND in reader.cursor and SECOND in reader.note[0]


async def test_a_search_that_finds_nothing_says_so_and_what_to_do(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("is:queued year:2024")
        said = reader.results_text
        assert "No talk matches is:queued year:2024" in said
        assert "esc clears" in said
        assert "0 of 8 talks" in reader.lines[0]
        await reader.press("escape")
        assert FIRST in reader.cursor


async def test_a_search_that_finds_nothing_shows_no_other_talk(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("zzzzzz")
        assert FIRST not in reader.note_text
        await reader.press("enter", "m")
        assert not any("Watched" in line for line in reader.lines)


async def test_a_wrong_filter_is_named_in_place(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        for typed, named, remedy in (
            ("yaer:2024", "yaer:", "did you mean year:"),
            ("is:wached", "wached", "unwatched"),
            ("year:soon", "year:soon", "year:2022.."),
            ("sort:size", "size", "length"),
        ):
            await reader.press("slash", "ctrl+u")
            await reader.type(typed)
            said = reader.results_text
            assert named in said and remedy in said
        await reader.press("ctrl+u")
        await reader.type("year:2022")
        assert "Building with EventBridge" in reader.results[0]


async def test_a_wrong_filter_leaves_no_count_of_another_search(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("keynote")
        assert "2 of 8 talks" in reader.lines[0]
        await reader.type(" is:wached")
        assert "2 of 8 talks" not in reader.lines[0]


async def test_a_talk_just_marked_stays_in_its_filtered_list(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("is:unwatched keynote")
        await reader.press("enter", "escape", "m")
        assert "● " + FIRST in reader.results[0]


async def test_marks_made_in_the_results_are_counted(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("aurora")
        await reader.press("enter", "m", "escape", "escape")
        assert "8 talks · 1 watched" in reader.lines[0]
        assert "1/3" in next(line for line in reader.tree if "2024" in line)


# going back and out


async def test_q_goes_back_then_quits(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("aurora")
        await reader.press("enter", "q")
        assert "Aurora" in reader.cursor
        await reader.press("q")
        assert reader.tree and FIRST in reader.cursor
        assert reader.app.is_running
        await reader.press("q")
        assert not reader.app.is_running


async def test_q_is_a_letter_in_the_search_bar(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash", "q")
        assert "Queues" in reader.results[0]


async def test_esc_never_quits(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("enter", *["escape"] * 5)
        assert reader.app.is_running and FIRST in reader.cursor


async def test_ctrl_q_quits_from_everywhere(open_reader: OpenReader) -> None:
    for keys in ((), ("enter",), ("slash", "a"), ("question_mark",)):
        async with open_reader() as reader:
            await reader.press(*keys, "ctrl+q")
            assert not reader.app.is_running


async def test_tab_goes_to_the_next_pane_and_back(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("tab")
        assert "page" in reader.key_line
        await reader.press("shift+tab")
        assert "read" in reader.key_line


async def test_help_is_searchable(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("question_mark")
        assert "In a list" in reader.text or "search the library" in reader.text
        await reader.type("undo")
        assert "undo the last mark" in reader.text
        assert "search the library" not in reader.text
        await reader.type("zz")
        assert "“undozz”" in reader.text
        await reader.press("escape")
        assert FIRST in reader.cursor and "undo" not in reader.text


async def test_help_finds_the_marks_by_that_name(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("question_mark")
        await reader.type("mark")
        assert "watched" in "\n".join(reader.lines[3:-1])


async def test_help_on_a_narrow_screen_breaks_no_words(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("question_mark", *"results")
        meanings = [line.strip("│ ") for line in reader.lines]
        assert "up in the results" in meanings and "down in the results" in meanings


async def test_help_scrolls_to_its_end(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("question_mark", *["pagedown"] * 9)
        assert "Other colours" in reader.text


@pytest.mark.parametrize("place", ["tree", "results", "note"])
async def test_marks_act_from_tree_results_and_note(open_reader: OpenReader, place: str) -> None:
    keys = {"tree": (), "results": ("slash", *"opening", "enter", "escape"), "note": ("enter",)}
    async with open_reader() as reader:
        await reader.press(*keys[place], "m")
        assert reader.key_line == f"Watched: {FIRST}"
        assert f"watched {date.today()}" in reader.note_text


async def test_on_a_branch_no_talk_is_marked_that_is_not_on_the_screen(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("G", "m")
        assert "0 watched" in reader.lines[0]


# screens of every size


@pytest.mark.parametrize("size", [(40, 12), (60, 20)])
async def test_a_narrow_screen_shows_one_pane_at_a_time(open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(size) as reader:
        assert reader.tree and not reader.note
        await reader.press("enter")
        assert reader.note and not reader.tree
        assert FIRST in reader.note[0]
        await reader.press("m")
        await reader.press("escape")
        assert reader.tree and not reader.note
        assert "● " + FIRST in reader.tree[2]


@pytest.mark.parametrize("size", [(40, 12), (60, 20)])
async def test_a_narrow_screen_shows_one_pane_at_a_time_in_a_search(
    open_reader: OpenReader, size: tuple[int, int]
) -> None:
    async with open_reader(size) as reader:
        await reader.press("slash")
        await reader.type("aurora")
        assert reader.results and not reader.tree and not reader.note
        await reader.press("enter")
        assert "Aurora" in reader.note[0]
        assert not reader.results
        await reader.press("escape")
        assert reader.results and not reader.note


async def test_a_narrow_screen_says_which_key_shows_all_keys(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        assert reader.key_line.endswith("? keys")
        await reader.press("enter")
        assert reader.key_line.endswith("? keys")


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (120, 40), (200, 60)])
async def test_nothing_stands_outside_the_screen(open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(size) as reader:
        for keys in ((), ("enter",), ("escape", "slash", "e"), ("escape", "question_mark")):
            await reader.press(*keys)
            assert {len(line) for line in reader.lines} == {size[0]}
            assert len(reader.lines) == size[1]


async def test_another_size_keeps_the_place(open_reader: OpenReader, notes: Notes) -> None:
    prose = "\n\n".join(f"Paragraph {n} of prose. " + "It goes on and on. " * (40 - n) for n in range(1, 40))
    notes.write("prose", "A talk in prose", "year: 2026\nlevel: 300", prose)
    async with open_reader() as reader:
        await reader.press("enter")
        await reader.press(*["space"] * 8)
        while not reader.note[0].strip().startswith("Paragraph"):
            await reader.press("j")
        top = " ".join(reader.note[0].split()[:2])
        for size in ((120, 40), (60, 20), (200, 60), (40, 12), (80, 24)):
            await reader.resize(*size)
            assert any(top in line for line in reader.note[:3]), size
        await reader.press("escape")
        assert "A talk in prose" in reader.cursor


async def test_growing_from_one_pane_to_two_keeps_cursor_and_note(open_reader: OpenReader) -> None:
    async with open_reader((60, 20)) as reader:
        await reader.press("down")
        await reader.resize(100, 30)
        assert SECOND in reader.cursor and SECOND in reader.note[0]
        await reader.resize(60, 20)
        assert SECOND in reader.cursor and not reader.note


async def test_one_cell_is_enough_to_stay_alive(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        for size in ((1, 1), (2, 3), (9, 2), (80, 24)):
            await reader.resize(*size)
            await reader.press("down", "up", "enter", "escape")
        assert FIRST in reader.cursor and FIRST in reader.note[0]


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_a_scrolled_pane_gives_no_line_to_a_bar_that_scrolls_nothing(
    open_reader: OpenReader, notes: Notes, size: tuple[int, int]
) -> None:
    add_talks(notes, 60)
    notes.write("points", "Many points", "year: 2026\nlevel: 300", "\n".join(f"- Point {n}" for n in range(100)))
    async with open_reader(size) as reader:
        await reader.press("G", "up", "up", "enter", "down", "enter", "G")
        assert all(reader.tree)
        await reader.press("g", "down", "down", "enter", "space")
        await reader.until(lambda: all(reader.note))  # the rest of a long note is laid out by and by


# colours


async def test_the_theme_is_our_own(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        assert reader.app.theme == THEMES[0].name
        assert THEMES[0].background in {behind.hex.lower() for _, _, behind in reader.words}


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_everything_can_be_read(open_reader: OpenReader, theme: str) -> None:
    async with open_reader((120, 40)) as reader:
        reader.app.theme = theme
        for keys in (("s",), ("slash", *"storage"), ("enter",), ("slash", "ctrl+u", *"function"), ("ctrl+u", *"zzz")):
            await reader.press(*keys)
            faint = {text for text, colour, behind in reader.words if contrast(colour, behind) < 3}
            assert faint == set(), keys


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_what_matters_less_is_dimmer(open_reader: OpenReader, theme: str) -> None:
    async with open_reader((120, 40)) as reader:
        reader.app.theme = theme
        await reader.settle()
        looks = {text: contrast(colour, behind) for text, colour, behind in reader.words}
        for less in ("2025 · Keynotes", "○ not watched", "0/1"):
            assert looks[less] < looks["Everything new."], less


# what is in a note


async def test_a_title_that_looks_like_markup_shows_as_written(open_reader: OpenReader, notes: Notes) -> None:
    titles = ["[red]x[/]", "[@click=app.quit]q", "[NEW] Limitless", "[/x]", "[bold", "$accent and {braces}"]
    notes.remove()
    for number, title in enumerate(titles):
        notes.write(str(number), title, "year: 2025\ntrack: Keynotes\nspeakers: [Ada Lovelace]")
    async with open_reader() as reader:
        for title in titles:
            assert reader.cursor == f"○ {title}"
            assert reader.note[0].strip() == title
            await reader.press("m")
            assert reader.key_line == f"Watched: {title}"
            await reader.press("u")
            assert title in reader.key_line
            await reader.press("o")
            assert title in reader.key_line
            await reader.press("down")
        await reader.press("slash")
        await reader.type("lovelace")
        assert sorted(line.removeprefix(" ○ ") for line in reader.results[:12:2]) == sorted(titles)


async def test_facts_and_search_words_that_look_like_markup_show_as_written(
    open_reader: OpenReader, notes: Notes
) -> None:
    notes.remove()
    notes.write("one", "A talk", 'year: 2025\ntrack: "[b]Track[/b]"\nspeakers: "The [/red]s"\nwhy: "[x]"')
    async with open_reader() as reader:
        assert "[b]Track[/b]" in reader.tree[1]
        assert "[b]Track[/b]" in reader.note_text and "The [/red]s" in reader.note_text and "[x]" in reader.note_text
        await reader.press("slash")
        await reader.type("[/zzz]")
        assert "[/zzz]" in " ".join(reader.results)


async def test_commands_that_speak_of_what_looks_like_markup_show_it_as_written(
    open_reader: OpenReader, notes: Notes
) -> None:
    notes.remove()
    notes.write("one", "A talk", 'year: 2025\ntrack: "[/b]Track"\nspeakers: [Ada Lovelace]')
    async with open_reader() as reader:
        from reinvent_tui.screens.reader import ReaderScreen

        screen = reader.app.screen
        assert isinstance(screen, ReaderScreen)
        screen.library.searches.change("[@click=app.quit]quit", "year:2025")
        screen.show_saved_searches()
        await reader.press("up", "colon")
        await reader.type("forget")
        await reader.until(lambda: "Forget a saved search: [@click=app.quit]quit" in reader.all_words)
        await reader.press("ctrl+u")
        await reader.type("mark all")
        await reader.until(lambda: "Every talk of" in reader.all_words)
        assert "[/b]Track" in reader.all_words


async def test_a_table_is_aligned(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("storage classes")
        rows = [line for line in reader.note if "│" in line or "┼" in line]
        assert [[cell.strip() for cell in row.split("│")] for row in rows if "│" in row] == [
            ["Class", "Minimum", "Retrieval"],
            ["Standard", "none", "at once"],
            ["Glacier", "90 days", "in hours"],
        ]
        assert len({tuple(i for i, c in enumerate(row) if c in "│┼") for row in rows}) == 1


async def test_code_keeps_its_lines_and_indents(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("first function")
        at = next(i for i, line in enumerate(reader.note) if "def handler(event, context):" in line)
        assert "```" not in "\n".join(reader.note)
        indent = reader.note[at].index("def")
        assert reader.note[at + 1][indent:].startswith('    return {"statusCode": 200}')


async def test_code_that_is_wider_than_the_pane_is_reached_with_the_arrow_keys(
    open_reader: OpenReader, notes: Notes
) -> None:
    notes.write("wide", "Wide code", "year: 2026\nlevel: 300", f"```\n{'word ' * 30}end\n```")
    async with open_reader() as reader:
        await reader.press("enter")
        assert "end" not in reader.note_text
        await reader.press(*["right"] * 20)
        assert "end" in reader.note_text
        await reader.press(*["left"] * 20)
        assert "Wide code" in reader.note[0]


@pytest.mark.parametrize("width", [40, 80])
async def test_a_talk_without_a_note_says_so_in_whole_words(open_reader: OpenReader, notes: Notes, width: int) -> None:
    notes.write("one", "Nothing was written", "year: 2026\nlevel: 300", "")
    async with open_reader((width, 24)) as reader:
        await reader.press("enter")
        assert "Nobody has written a note on this talk yet." in reader.note_text


async def test_a_single_talk_is_counted_as_one(open_reader: OpenReader, notes: Notes) -> None:
    notes.remove()
    notes.write("one", "One talk", "year: 2026\ncode: ABC301")
    async with open_reader() as reader:
        assert "1 talk · 0 watched" in reader.lines[0]


async def test_where_a_talk_comes_from_is_told_with_as_many_folders_as_tell_it_apart(
    open_reader: OpenReader, notes: Notes
) -> None:
    for name in ("anna/README", "bert/README", "other"):
        notes.write(name, "One talk", "year: 2026\ncode: ABC301", f"What stands in {name}.")
    async with open_reader((80, 40)) as reader:
        await reader.press("enter", "down")
        sources = reader.note_text.partition("Sources")[2]
        assert "other.md, anna/README.md, bert/README.md" in sources
        assert "── anna/README.md" in reader.note_text and "── bert/README.md" in reader.note_text


async def test_where_a_talk_of_one_source_comes_from_is_a_line(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        assert [line.strip() for line in reader.note if line][-1] == "from 2025-0.md"


async def test_notes_of_two_people_on_one_talk_are_shown_together(open_reader: OpenReader, notes: Notes) -> None:
    for who in ("anna", "bert"):
        notes.write(f"{who}/talk", "One talk", "year: 2026\ncode: ABC301", f"What {who} wrote.")
    async with open_reader() as reader:
        assert "What anna wrote." in reader.note_text and "What bert wrote." in reader.note_text
        assert "9 talks" in reader.lines[0]


# changes in the background


async def test_a_refresh_keeps_the_cursor_on_its_talk(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        await open_long_note(reader)
        await reader.press("enter", "space")
        top = reader.note[0]
        add_talks(notes, 2)
        await reader.refresh()
        assert "10 talks" in reader.lines[0]
        assert LONG in reader.cursor
        assert reader.note[0] == top


async def test_a_refresh_with_many_new_talks_above_keeps_the_cursor_on_the_screen(
    open_reader: OpenReader, notes: Notes
) -> None:
    async with open_reader(later=True) as reader:
        await open_long_note(reader)
        add_talks(notes, 60)
        await reader.refresh()
        assert "68 talks" in reader.lines[0]
        assert LONG in reader.cursor


async def test_a_refresh_keeps_the_cursor_of_the_results_and_the_note_that_is_read(
    open_reader: OpenReader, notes: Notes
) -> None:
    async with open_reader(later=True) as reader:
        await reader.press("slash")
        await reader.type("year:2025")
        await reader.press("down", "down", "enter", "space")
        assert LONG in reader.cursor
        top = reader.note[0]
        add_talks(notes, 2)
        await reader.refresh()
        assert LONG in reader.cursor
        assert reader.note[0] == top


async def test_a_refresh_counts_the_results_anew(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        await reader.press("slash")
        await reader.type("year:2025")
        assert "4 of 8 talks" in reader.lines[0]
        add_talks(notes, 2)
        await reader.refresh()
        assert "6 of 10 talks" in reader.lines[0]


async def test_a_refresh_keeps_a_branch_under_the_cursor(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        await reader.press("G")
        add_talks(notes, 2)
        await reader.refresh()
        assert reader.cursor.startswith("▸ 2022")


async def test_a_talk_that_went_away_leaves_the_reader_usable(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        await reader.press("enter")
        notes.remove("2025-0")
        await reader.refresh()
        assert "7 talks" in reader.lines[0]
        assert not any(FIRST in line for line in reader.tree)
        await reader.press("escape", "up", "down", "m")
        assert FIRST not in reader.key_line


async def test_a_change_to_the_note_that_is_read_shows_in_its_place(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        await open_long_note(reader)
        await reader.press("enter", "space")
        top = reader.note[0]
        notes.append("2025-2", "The very end.")
        await reader.refresh()
        assert reader.note[0] == top
        await reader.press("G")
        assert "The very end." in reader.note_text


@pytest.mark.parametrize(
    "added", ["- One bullet", "A paragraph.\n\nAnother one.", "- Second point", "## Part 3\n\n- Second point"]
)
@pytest.mark.parametrize("below", ["", "\n\n## Part 5b\n\n- Second point"])
@pytest.mark.parametrize("down", range(0, 9, 2))
async def test_what_is_written_above_and_below_leaves_the_line_that_is_read_in_its_place(
    open_reader: OpenReader, notes: Notes, added: str, below: str, down: int
) -> None:
    async with open_reader(later=True) as reader:
        await open_long_note(reader)
        await reader.press("enter", "space", "space", *["down"] * down)
        before = reader.note[:4]
        notes.replace("2025-2", "## Part 2\n", f"{added}\n\n## Part 2\n")
        notes.replace("2025-2", "## Part 30\n", f"{below}\n\n## Part 30\n")
        await reader.refresh()
        assert reader.note[:4] == before
        await reader.press("g")
        assert added.splitlines()[0].strip("-# ") in reader.note_text


async def test_a_line_that_was_changed_or_taken_out_leaves_those_around_it_in_their_place(
    open_reader: OpenReader, notes: Notes
) -> None:
    async with open_reader(later=True) as reader:
        await open_long_note(reader)
        await reader.press("enter", *["space"] * 3)
        while "First point" not in reader.note[0]:
            await reader.press("down")
        below = reader.note[1:5]
        notes.replace("2025-2", reader.note[0].strip(" •"), "Another point")
        await reader.refresh()
        assert "Another point" in reader.note[0] and reader.note[1:5] == below


async def test_the_top_of_a_note_stays_the_top_when_it_is_changed(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        await open_long_note(reader)
        notes.replace("2025-2", "## Part 1\n", "A new beginning.\n\n## Part 1\n")
        await reader.refresh()
        assert LONG in reader.note[0] and "A new beginning." in reader.note_text


async def test_a_source_that_is_away_or_emptied_is_said_once(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader(later=True) as reader:
        notes.remove()
        await reader.refresh()
        assert "is empty" in reader.key_line and "8 talks" in reader.lines[0]
        await reader.press("m")
        await reader.refresh()
        assert "Watched" in reader.key_line


async def test_a_source_that_was_taken_away_is_said(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        notes.folder.rename(notes.folder.with_name("elsewhere"))
        await reader.refresh()
        assert "no such file" in reader.key_line and "is kept" in reader.key_line


# adding


async def test_notes_that_are_added_are_counted_when_they_are_read(open_reader: OpenReader, tmp_path: Path) -> None:
    for name, talks in (("one", 1), ("two", 2), ("none", 0)):
        more = Notes(tmp_path / name)
        for number in range(talks):
            more.write(str(number), f"A talk of {name}, number {number}", f"year: 2019\ncode: ABC30{number}")
    async with open_reader() as reader:
        for name, said in (("one", "1 talk"), ("two", "2 talks"), ("none", "no talks were found in it")):
            await add_in_reader(reader, str(tmp_path / name))
            await reader.until(lambda name=name, said=said: f"Added {tmp_path / name}: {said}" in reader.key_line)
        await add_in_reader(reader, str(tmp_path / "one"))
        await reader.until(lambda: f"{tmp_path / 'one'} is part of the library already: 1 talk" in reader.key_line)


async def test_the_bundled_notes_are_turned_on_by_their_name(open_reader: OpenReader, data: Path) -> None:
    async with open_reader() as reader:
        (data / "sources.txt").write_text("bundled off\n")
        await reader.refresh()
        assert "0 talks" in reader.lines[0]
        await add_in_reader(reader, "bundled")
        await reader.until(lambda: "Added bundled: 8 talks" in reader.key_line)
        assert "8 talks" in reader.lines[0]


async def test_a_refresh_that_fails_is_said_and_the_reader_stays(
    open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*roots: object, **arguments: object) -> object:
        raise OSError(5, "Input/output error")

    async with open_reader(later=True, failing=True) as reader:
        monkeypatch.setattr("reinvent_notes.index_changes.list_files", fail)
        with suppress(WorkerFailed):
            await reader.refresh()
        await reader.until(lambda: "nput/output error" in reader.key_line)
        assert FIRST in reader.cursor


async def test_what_was_wrong_with_a_document_is_said(open_reader: OpenReader, notes: Notes) -> None:
    (notes.folder / "broken.md").write_bytes(b"---\ntitle: T\xff\nyear: 2021\ncode: ABC301\n---\n\nText \xff\n")
    async with open_reader() as reader:
        assert "broken.md:" in reader.key_line


# recordings


async def test_the_recording_opens_in_the_browser(open_reader: OpenReader, opened: list[str]) -> None:
    async with open_reader() as reader:
        await reader.press("o")
        await reader.refresh()
        assert opened == ["https://www.youtube.com/watch?v=aaaaaaaaaa1"]
        assert reader.key_line == f"Opening {opened[0]}"


async def test_an_address_of_another_place_opens_too(open_reader: OpenReader, notes: Notes, opened: list[str]) -> None:
    notes.write("one", "One", "year: 2026\nlevel: 300\nurl: https://example.com/talk?a=1&b=2")
    async with open_reader() as reader:
        await reader.press("enter", "o")
        await reader.refresh()
        assert opened == ["https://example.com/talk?a=1&b=2"]


async def test_an_address_that_is_not_safe_is_refused(open_reader: OpenReader, notes: Notes, opened: list[str]) -> None:
    urls = (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "-new-window",
        "https://user:secret@example.com/",
        "http://-oProxyCommand=x/",
        "//example.com/x",
        "data:text/html,x",
        "https:///nohost",
        "https://[bad",
    )
    notes.remove()
    for number, url in enumerate(urls):
        notes.write(str(number), f"Talk {number} of nine", f'year: 2026\nlevel: 300\nurl: "{url}"')
    async with open_reader() as reader:
        for number, url in enumerate(urls):
            assert f"Talk {number}" in reader.cursor
            await reader.press("o")
            await reader.app.workers.wait_for_complete()
            await reader.settle()
            assert (opened == [] and "not opened" in reader.key_line) or "no address" in reader.key_line, url
            await reader.press("down")


async def test_a_talk_without_a_recording_says_so(open_reader: OpenReader, opened: list[str]) -> None:
    async with open_reader() as reader:
        await open_long_note(reader)
        await reader.press("o")
        assert reader.key_line.startswith("No recording of this talk is known")
        assert opened == []


async def test_no_browser_is_said_with_the_address(open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    async with open_reader() as reader:
        await reader.press("o")
        await reader.refresh()
        assert "no browser" in reader.key_line and "aaaaaaaaaa1" in reader.key_line


async def test_the_address_is_copied(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("y")
        assert reader.app.clipboard == "https://www.youtube.com/watch?v=aaaaaaaaaa1"
        assert "aaaaaaaaaa1" in reader.key_line


# what the tests are made of


def unreadable(store: MarkStore, **asked: object) -> None:
    raise MarksError("the marks cannot be read: permission denied", where=store.path)


async def add_in_reader(reader: Reader, path: str) -> None:
    await reader.press_fast("colon", *"add", "enter")
    await reader.type(path)
    await reader.press("enter")


async def open_long_note(reader: Reader) -> None:
    """Put the cursor on the talk with the long note."""
    await reader.press("down", "down", "enter", "down")
    assert LONG in reader.cursor and LONG in reader.note[0]


def fill_disk(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    def fail(store: MarkStore, changes: object) -> None:
        raise MarksError(
            f"“watched” of 2025-the-opening-keynote ({FIRST}) was not kept: the disk is full",
            remedy="earlier marks are safe; free some space and mark it again",
            where=data / "marks.db",
        )

    monkeypatch.setattr(MarkStore, "apply", fail)


async def fail_to_mark(reader: Reader, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_disk(monkeypatch, data)
    await reader.press("m")


def add_talks(notes: Notes, count: int) -> None:
    """So many more talks, which stand before all others of their year."""
    for n in range(count):
        notes.write(f"added/{n}", f"An added talk, number {n}", f"year: 2025\ntrack: Keynotes\ncode: KEY{100 + n}")


def contrast(one: Color, two: Color) -> float:
    """As WCAG has it: 1 is none, 21 is black on white, 3 is the least for anything that is to be read."""

    def luminance(colour: Color) -> float:
        parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized)
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


async def test_on_a_branch_no_talk_is_marked_although_one_is_shown_beside_it(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("g", "o")
        assert "No talk is chosen" in reader.key_line
        await reader.press("m", "escape")
        assert "watched 2" not in reader.note_text


@pytest.mark.parametrize(
    ("by", "branches"),
    [
        ("track", ["Databases", "Keynotes", "Serverless", "Storage"]),
        ("level", ["Level 200", "Level 300", "Level 400"]),
        ("speaker", ["Ada Lovelace", "Alan Turing", "Grace Hopper", "Speaker unknown"]),
    ],
)
async def test_the_tree_is_grouped_by_what_is_chosen_and_by_year_again(
    by: str, branches: list[str], open_reader: OpenReader
) -> None:
    async with open_reader((120, 40)) as reader:
        before = reader.tree
        await reader.press("colon")
        await reader.type(f"group by {by}")
        await reader.press("enter")
        for branch in branches:
            assert any(branch in line for line in reader.tree), branch
        assert FIRST in reader.cursor and FIRST in reader.note[0]
        await reader.press("m")
        assert any("1/" in line or "✓" in line for line in reader.tree)
        await reader.press("m", "colon")
        await reader.type("group by year")
        await reader.press("enter")
        assert reader.tree == before


async def test_grouping_the_tree_as_it_is_leaves_open_what_is_open(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("G", "enter")
        before = reader.tree
        await reader.press("colon")
        await reader.type("group by year")
        await reader.press("enter")
        assert reader.tree == before
