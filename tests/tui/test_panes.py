"""The panes on screens of every size: one at a time, as wide as one wants them, by keys and by mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Notes, OpenReader, Reader

FIRST, SECOND, SERVERLESS = "The opening keynote", "The closing keynote", "Serverless for large teams"


def focused(reader: Reader) -> str:
    return str(reader.app.screen.focused and reader.app.screen.focused.id)


def at(reader: Reader, text: str) -> tuple[int, int]:
    """Where a text stands on the screen."""
    return next((line.index(text), y) for y, line in enumerate(reader.lines) if text in line)


async def click(reader: Reader, text: str, times: int = 1) -> None:
    await reader.pilot.click(offset=at(reader, text), times=times)
    await reader.settle()


# from pane to pane


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_tab_goes_round_the_bar_the_list_and_the_note(open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(size) as reader:
        for pane in ("note", "search", "tree", "note"):
            await reader.press("tab")
            assert focused(reader) == pane
        for pane in ("tree", "search", "note"):
            await reader.press("shift+tab")
            assert focused(reader) == pane
            assert bool(reader.note) == (pane == "note" or size[0] >= 70)


async def test_tab_goes_round_the_results_of_a_search(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("slash", *"keynote", "tab")
        assert focused(reader) == "results"
        await reader.press("tab")
        assert FIRST in reader.note[0]
        await reader.press("tab")
        assert focused(reader) == "search" and reader.results


async def test_a_narrow_screen_says_where_the_note_was_come_to_from(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("enter")
        assert reader.lines[0].strip() == "‹ 2025 · Keynotes, 1 of 2"
        await reader.press("escape", "slash", *"keynote", "down", "enter")
        assert reader.lines[0].strip() == "‹ Found, 2 of 2"
        await reader.press("escape", "escape")
        assert "8 talks · 0 watched" in reader.lines[0]


async def test_a_narrow_screen_says_where_one_is_in_another_branch(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("enter", "right_square_bracket")
        assert reader.lines[0].strip() == "‹ 2025 · Keynotes, 2 of 2"
        await reader.press("right_square_bracket")
        assert reader.lines[0].strip() == "‹ 2025 · Serverless, 1 of 2"
        await reader.press("left_square_bracket")
        assert reader.lines[0].strip() == "‹ 2025 · Keynotes, 2 of 2"


async def test_a_narrow_screen_says_where_the_talk_stands_that_is_read_from_a_branch(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("G", "tab")
        assert reader.note[0].strip() == "The opening keynote"
        assert reader.lines[0].strip() == "‹ 2025 · Keynotes, 1 of 2"
        await reader.press("ctrl+q")
    async with open_reader((40, 12)) as reader:
        assert reader.lines[0].strip() == "‹ 2025 · Keynotes, 1 of 2"


async def test_the_title_line_says_where_one_is_when_the_screen_grows_narrow(open_reader: OpenReader) -> None:
    async with open_reader((80, 24)) as reader:
        await reader.press("down", "enter")
        await reader.resize(40, 12)
        assert reader.lines[0].strip() == "‹ 2025 · Keynotes, 2 of 2"
        await reader.resize(80, 24)
        assert "8 talks · 0 watched" in reader.lines[0]


async def test_the_full_width_of_a_narrow_screen_is_had_already(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await reader.press("z")
        assert "2025 · Keynotes, 1 of 2" in reader.lines[0]
        await reader.press("z")
        assert "There is one pane" in reader.text
        await reader.resize(80, 24)
        assert "Keynotes" in reader.tree[1]


async def test_q_goes_back_as_long_as_there_is_somewhere_to_go_back_to(open_reader: OpenReader) -> None:
    async with open_reader((250, 40)) as reader:
        await reader.press("3", "q")
        assert reader.key_line == "All talks"
        await reader.press("tab", "q")
        assert reader.app.focused is not None and reader.app.focused.id == "tree"
        await reader.press("q")
        assert not reader.app.is_running or reader.app._exit


# widths


async def test_a_list_is_widened_and_stays_so(open_reader: OpenReader) -> None:
    async with open_reader((100, 24)) as reader:
        before = reader.lines[4].index("│")
        await reader.press("greater_than_sign", "greater_than_sign", "less_than_sign")
        assert reader.lines[4].index("│") == before + 4
        await reader.resize(60, 24)
        assert "│" not in reader.lines[4] and reader.tree
        await reader.resize(100, 24)
        assert reader.lines[4].index("│") == before + 4
        await reader.press("slash", *"keynote")
        results = reader.lines[2].index("│")
        await reader.press("tab", "greater_than_sign")
        assert reader.lines[2].index("│") == results + 4
        await reader.press("ctrl+q")
    async with open_reader((100, 24)) as reader:
        assert reader.lines[4].index("│") == before + 4


async def test_neither_list_nor_note_is_ever_too_narrow_to_be_read(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press(*["greater_than_sign"] * 30)
        assert 80 - reader.lines[4].index("│") > 25
        await reader.press(*["less_than_sign"] * 30)
        assert reader.lines[4].index("│") > 10
        await reader.resize(250, 30)
        await reader.press(*["greater_than_sign"] * 30, "tab", *["greater_than_sign"] * 30)
        await reader.resize(160, 30)
        assert 160 - reader.lines[4].rindex("│") > 25
        await reader.resize(72, 30)
        assert 72 - reader.lines[4].index("│") > 25


async def test_one_pane_has_all_of_a_narrow_screen(open_reader: OpenReader) -> None:
    async with open_reader((60, 20)) as reader:
        await reader.press("greater_than_sign")
        assert "one pane" in reader.key_line


async def test_the_line_between_panes_is_dragged(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        x = reader.lines[8].index("│")
        await reader.pilot.mouse_down(offset=(x, 8))
        await reader.pilot.hover(offset=(x + 9, 8))
        await reader.settle()
        assert reader.lines[8].index("│") == x + 9
        await reader.pilot.mouse_up(offset=(x + 9, 8))
        await reader.pilot.hover(offset=(x, 8))
        await reader.settle()
        assert reader.lines[8].index("│") == x + 9


# the note alone


async def test_the_note_has_the_full_width_and_gives_it_back(open_reader: OpenReader, notes: Notes) -> None:
    notes.write("long", "A long one", "year: 2026\nlevel: 300", "word " * 200)
    async with open_reader((140, 30)) as reader:
        await reader.press("slash", *"long", "enter", "z")
        assert not reader.results and focused(reader) == "note"
        widest = max(len(line.strip()) for line in reader.note)
        assert 60 < widest <= 90
        left = min(len(line) - len(line.lstrip()) for line in reader.lines[2:-1] if line.strip())
        assert abs(left - (140 - 90) // 2) <= 1
        await reader.press("z")
        assert reader.results and focused(reader) == "note"


@pytest.mark.parametrize("key", ["escape", "q", "slash", "shift+tab"])
async def test_what_leaves_the_note_brings_the_list_back(open_reader: OpenReader, key: str) -> None:
    async with open_reader() as reader:
        await reader.press("z", key)
        assert reader.tree and FIRST in reader.cursor
        await reader.press("escape", "enter")
        assert reader.tree and focused(reader) == "note"


# a wide screen


async def test_a_wide_screen_lists_the_talks_of_a_branch(open_reader: OpenReader) -> None:
    async with open_reader((180, 40)) as reader:
        talks = reader._lines_of("#talks")
        assert FIRST in talks[0] and SECOND in talks[2] and "Ada Lovelace" in talks[1]
        await reader.press("tab", "j")
        assert SECOND in reader.cursor and SECOND in reader.note[0]
        await reader.press("m")
        assert f"● {SECOND}" in reader._lines_of("#talks")[2]
        await reader.press("tab")
        assert focused(reader) == "note"
        await reader.press("escape")
        assert focused(reader) == "tree"


async def test_going_into_the_list_of_a_branch_opens_it(open_reader: OpenReader) -> None:
    async with open_reader((180, 40)) as reader:
        await reader.press("down", "down")
        assert "Serverless" in reader.cursor
        assert SERVERLESS in reader._lines_of("#talks")[0]
        await reader.press("tab")
        assert SERVERLESS in reader.cursor and SERVERLESS in reader.note[0]


async def test_the_list_of_a_branch_goes_where_the_room_goes(open_reader: OpenReader) -> None:
    async with open_reader((180, 40)) as reader:
        await reader.press("tab", "j")
        await reader.resize(100, 30)
        assert focused(reader) == "tree" and SECOND in reader.cursor and SECOND in reader.note[0]
        await reader.resize(200, 30)
        assert SECOND in reader._lines_of("#talks")[2]
        await reader.press("slash", *"aurora")
        assert not reader._lines_of("#talks") and not reader.tree and "Aurora" in reader.results_text
        await reader.press("escape")
        assert reader.tree and SECOND in reader._lines_of("#talks")[2]


# the mouse


async def test_one_click_opens_a_branch_and_shows_a_talk(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await click(reader, "2024")
        assert any("▾ 2024" in line for line in reader.tree)
        await click(reader, "2024")
        assert any("▸ 2024" in line for line in reader.tree)
        await click(reader, SECOND)
        assert SECOND in reader.note[0] and focused(reader) == "tree"
        await click(reader, SECOND)
        assert focused(reader) == "note"


async def test_a_double_click_on_a_branch_is_one(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await click(reader, "2024", times=2)
        assert any("▾ 2024" in line for line in reader.tree)


async def test_one_click_on_a_narrow_screen_goes_into_the_note(open_reader: OpenReader) -> None:
    async with open_reader((40, 12)) as reader:
        await click(reader, SECOND)
        assert SECOND in reader.note[0] and not reader.tree
        await click(reader, "esc back")
        assert SECOND in reader.cursor


async def test_keys_in_the_last_line_are_pressed_by_a_click(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await click(reader, "watched  /")
        assert reader.key_line == f"Watched: {FIRST}"
        await click(reader, "Watched:")
        await click(reader, "/ search")
        assert focused(reader) == "search"
        await click(reader, "esc back")
        assert focused(reader) == "tree"
        await click(reader, "? keys")
        assert "Everywhere" in reader.text


async def test_the_wheel_scrolls_what_it_is_over(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash", *"svs401")
        assert SERVERLESS in reader.note[0]
        note = reader.app.screen.query_one("#note")
        await reader.pilot._post_mouse_events([_scroll_down()], note, (5, 5))
        await reader.settle()
        await reader.until(lambda: SERVERLESS not in reader.note[0])
        assert focused(reader) == "search"


def _scroll_down() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown


# what is said


async def test_the_library_says_how_to_add_to_it_until_one_has(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        assert "“: add notes”" in " ".join(reader.tree)
        await reader.press("down", "down", "down", "down", "right", "G", "right", "g")
        assert "“: add notes”" in " ".join(reader.tree)


async def test_ascii_terminals_get_ascii(open_reader: OpenReader) -> None:
    from reinvent_tui.plain import plain

    async with open_reader() as reader:
        await reader.press("m", "down", "s", "a")
        text = plain(reader.text)
        assert text.isascii() and len(text) == len(reader.text)
        assert "* The opening" in text and "+ favourite" in text
