"""The search bar and its results: what is lit, how filters are completed, earlier searches."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input

from conftest import Notes, OpenReader, Reader
from reinvent_notes.limits import QUERY_CHARS
from reinvent_tui.widgets.note import NotePane

EVENTS = "Building with EventBridge"


def lit(reader: Reader) -> list[str]:
    """What is underlined in the results, a piece each."""
    pane = reader.app.screen.query_one("#results").region
    strips = reader.app.screen._compositor.render_strips()[pane.y : pane.bottom]
    return [text for strip in strips for text, style, _ in strip if style and style.underline]


# the letters that were typed


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("even", ["Even"]),
        ("bridge", ["Bridge"]),
        ("eventbridge building", ["Building", "EventBridge"]),
        ("evntbridge", ["EventBridge"]),
        ("hopper", []),
    ],
)
async def test_the_letters_that_were_typed_are_lit_in_the_title(
    typed: str, letters: list[str], open_reader: OpenReader
) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type(typed)
        assert EVENTS in reader.results[0]
        assert lit(reader)[: len(letters)] == letters


async def test_the_sentence_that_has_the_word_shows_it_lit(open_reader: OpenReader, notes: Notes) -> None:
    long = "It is said at great length, with many words and no end in sight, that zymurgy matters. Then no more."
    notes.write("one", "Something else", "year: 2025\ncode: ARC301", long)
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("zymur")
        assert "zymurgy matters." in reader.results[1]
        assert lit(reader) == ["zymur"]


async def test_a_mistyped_word_of_a_note_is_found_and_lit(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("limitlss")
        assert "Limitless writes." in reader.results[1]
        assert lit(reader) == ["Limitless"]


async def test_a_word_with_another_letter_than_was_typed_is_lit_whole(open_reader: OpenReader, notes: Notes) -> None:
    notes.write("one", "A secure tenant", "year: 2025\ncode: SAS301")
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("tenent")
        assert lit(reader) == ["tenant"]


async def test_what_is_searched_is_never_cut_in_the_middle(open_reader: OpenReader) -> None:
    async with open_reader((80, 24)) as reader:
        assert "/ searches talks, codes, speakers and notes " in reader.lines[0]
        await reader.resize(40, 12)
        assert reader.lines[0].split("  ")[0].strip() == "/ searches talks"
        await reader.resize(80, 24)
        assert "/ searches talks, codes, speakers and notes " in reader.lines[0]


# filters


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("ye", "year:"),
        ("queues ye", "queues year:"),
        ("year:20", "year:2025"),
        ("track:da", "track:databases"),
        ("speaker:hop", "speaker:hopper"),
        ('speaker:"gra', 'speaker:"grace Hopper"'),
        ("-is:wa", "-is:watched"),
        ("has:ab", "has:abstract"),
        ("sort:ti", "sort:title"),
        ("zzz", "zzz"),
    ],
)
async def test_right_takes_the_filter_that_is_suggested(typed: str, taken: str, open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type(typed)
        await reader.press("right")
        assert reader.app.screen.query_one("#search", Input).value == taken


async def test_the_values_of_a_filter_are_shown_with_how_many_talks_have_them(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("year:")
        assert "year: 2025 (4) 2024 (3) 2022 (1)" in reader.key_line
        await reader.type("2022 ")
        assert "(4)" not in reader.key_line


@pytest.mark.parametrize(
    "half",
    [
        "year:",
        "year:20",
        "year:2022.",
        "year:2024..20",
        "year:2024-20",
        "level:4",
        "is:wat",
        "-is:hid",
        "has:vid",
        "sort:ti",
    ],
)
async def test_half_a_filter_leaves_the_results_as_they_were(half: str, open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("keynote ")
        before = reader.results
        await reader.type(half)
        assert reader.results == before
        assert "2 of 8 talks" in reader.lines[0]
        await reader.press("ctrl+u")
        await reader.type(half)
        assert "8 of 8 talks" in reader.lines[0]


async def test_a_value_that_no_talk_has_is_said_with_the_one_it_is_like(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("track:servrless")
        assert "perhaps track:serverless is meant; esc" in " ".join(reader.results_text.split())


async def test_a_whole_filter_is_none_that_is_half_typed(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("year:20 ")
        assert "No talk matches year:20" in reader.results_text


async def test_a_range_that_is_backwards_says_how_it_is_written(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("keynote year:2024..2022")
        assert "year:2024..2022 is backwards; write year:2022..2024" in reader.results_text


# what is beside the results


def has_thumb(reader: Reader, pane: str) -> bool:
    """Whether the scroll bar at the right of a pane shows that there is more than is to be seen."""
    region = reader.app.screen.query_one(pane).region
    strips = reader.app.screen._compositor.render_strips()[region.y : region.bottom]
    bars = [strip.crop(region.right - 1, region.right) for strip in strips]
    return any(style and style.reverse for strip in bars for _, style, _ in strip)


async def test_the_note_and_both_scroll_bars_are_those_of_what_was_typed_last(
    open_reader: OpenReader, notes: Notes
) -> None:
    for number in range(20):
        notes.write(f"many-{number}", f"Zymurgy part {number}", f"year: 2025\ncode: ARC3{number:02}", "Short.")
    long = "\n\n".join(f"Paragraph {n}." for n in range(90))
    notes.write("long", "Zymurgy in full", "year: 2020\ncode: ARC401", long)
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("zymurgy")
        assert has_thumb(reader, "#results") and not has_thumb(reader, "#note")
        assert reader.note_text.startswith("Zymurgy part 0") and "Short." in reader.note_text
        await reader.type(" full")
        assert not has_thumb(reader, "#results") and has_thumb(reader, "#note")
        assert reader.note_text.startswith("Zymurgy in full") and "Paragraph 1." in reader.note_text
        await reader.press("backspace", "backspace", "backspace", "backspace")
        await reader.until(lambda: "Short." in reader.note_text)
        assert has_thumb(reader, "#results") and not has_thumb(reader, "#note")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_talk_may_be_found_and_read_in_one_burst(open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(size) as reader:
        await reader.press("slash")
        await reader.press_fast(*"eventbridge", "enter")
        await reader.until(lambda: reader.app.focused is reader.app.screen.query_one("#note"))
        assert reader.note_text.startswith(EVENTS)


async def test_a_mark_in_one_burst_with_the_search_is_that_of_the_talk_that_was_found(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.press_fast(*"eventbridge", "tab", "s")
        await reader.until(lambda: "favourite" in reader.note_text)
        assert reader.note_text.startswith(EVENTS)


async def test_the_first_letter_paints_the_first_result_at_once(open_reader: OpenReader) -> None:
    async with open_reader(size=(80, 10)) as reader:
        painted: list[list[str]] = []
        screen = reader.app.screen
        screen.screen_layout_refresh_signal.subscribe(screen, lambda _: painted.append(reader.results), immediate=True)
        for _ in "once", "and when there were results before":
            await reader.press("slash")
            painted.clear()
            await reader.type("s")
            assert "Storage classes compared" in reader.results[0]
            assert painted[0] == reader.results
            await reader.press("escape")


# into the note


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("point part teams", "point part: 2 of 160"),
        ("drian slowly", "slowly Drain: 2 of 3"),  # the first is in the title
        ("grace", ""),  # not in the note
    ],
)
async def test_enter_goes_to_the_match_in_the_note(typed: str, said: str, open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type(typed)
        await reader.press("enter")
        assert reader.app.screen.query_one("#note").has_focus
        assert reader.key_line.startswith(said) and (" of " in reader.key_line) is bool(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("As said, software such as SaaS is a service.", "saas: 1 of 1"),
        ("As said, it is Software-as-a-Service.", "Software-as-a-Service: 1 of 1"),
    ],
)
async def test_another_name_of_several_words_is_found_as_a_whole(
    text: str, said: str, open_reader: OpenReader, notes: Notes
) -> None:
    notes.write("one", "Software as a service", "year: 2025\ncode: SAS301", text)
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("saas")
        await reader.press("enter")
        assert reader.key_line.startswith(said)


async def test_enter_goes_to_the_first_match_in_the_abstract(open_reader: OpenReader, notes: Notes) -> None:
    facts = "year: 2025\ncode: ARC301\nabstract: It begins. Zymurgy is told of, and zymurgy again."
    notes.write("one", "Something else", facts, "\n\n".join(f"Line {number}." for number in range(300)))
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("zymurgy")
        assert "Zymurgy is told of" in reader.results_text and lit(reader)[0] == "Zymurgy"
        await reader.press("enter")
        assert "Abstract It begins. Zymurgy" in reader.note_text and "zymurgy: 1 of 2" in reader.key_line
        await reader.press("n")
        assert "zymurgy: 2 of 2" in reader.key_line


async def test_enter_goes_past_the_title_to_a_word_far_down_in_a_note(open_reader: OpenReader, notes: Notes) -> None:
    far = "\n\n".join([*(f"Line {number}." for number in range(3000)), "Of zymurgy."])
    notes.write("one", "Zymurgy", "year: 2025\ncode: ARC301\nabstract: On zymurgy.", far)
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.press_fast(*"zymurgy", "enter")
        await reader.until(lambda: "Of zymurgy." in reader.note_text and "zymurgy: 2 of 3" in reader.key_line)


async def test_scripts_without_blanks_are_gone_on_with_inside_a_run(open_reader: OpenReader, notes: Notes) -> None:
    facts = "year: 2025\ncode: ARC301\nabstract: コンテナの話。AWSにおけるコンテナの話です。"
    notes.write("one", "Something else", facts)
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("コンテナ")
        await reader.press("enter")
        assert "コンテナ: 1 of 2" in reader.key_line


async def test_a_short_name_is_found_as_a_whole_word(open_reader: OpenReader, notes: Notes) -> None:
    notes.write("one", "Beyond five of them", "year: 2025\ncode: SAS301", "Route 53 is one of 5 here.")
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("five")
        await reader.press("enter")
        assert "5: 1 of 1" in reader.key_line


@pytest.mark.parametrize(
    ("typed", "shown", "said"),
    [
        ('"warm quagga" lambda', "a warm quagga.", "warm quagga lambda: 4 of 4"),
        ("warm quagga lambda", "Lambda is warm, a quagga.", "warm quagga lambda: 4 of 9"),
    ],
)
async def test_enter_stands_on_the_sentence_that_the_row_shows(
    typed: str, shown: str, said: str, open_reader: OpenReader, notes: Notes
) -> None:
    lines = ["Lambda first.", "Warm, in parts; quagga.", "Lambda is warm, a quagga.", "Lambda: a warm quagga."]
    notes.write("one", "Something else", "year: 2025\ncode: ARC301", ("\n\n" + "Between.\n\n" * 40).join(lines))
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type(typed)
        assert shown in reader.results_text
        await reader.press("enter")
        assert said in reader.key_line and shown in reader.note_text


async def test_enter_goes_to_the_phrase_also_where_the_title_has_it(open_reader: OpenReader, notes: Notes) -> None:
    text = "A quagga." + "\n\nBetween." * 40 + "\n\nIt is a *warm*\nquagga."
    notes.write("one", "The warm quagga", "year: 2025\ncode: ARC301", text)
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type('"warm quagga" the')
        await reader.press("enter")
        assert "It is a warm quagga." in reader.note_text and "warm quagga: 2 of 2" in reader.key_line


async def test_what_was_searched_for_is_gone_on_with_in_the_note(open_reader: OpenReader, notes: Notes) -> None:
    far = "\n\n".join([*(f"Line {number}." for number in range(300)), "Of zymurgy.", "Once more zymurgy.", "The end."])
    notes.write("one", "Something else", "year: 2025\ncode: ARC301", far)
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("zymur")
        await reader.press("enter")
        assert "Of zymurgy." in reader.note_text and "zymur: 1 of 2" in reader.key_line
        await reader.press("n")
        assert "zymur: 2 of 2" in reader.key_line
        await reader.press("N", "f")
        assert "zymur" in reader.text and "1 of 2" in reader.text
        await reader.press("escape", "escape")
        assert "zymurgy" in reader.results_text
        await reader.press("enter", "escape")
        note = reader.app.screen.query_one("#note", NotePane)
        assert note.has_focus and not note.found  # the first ends finding
        await reader.press("escape", "escape")
        assert "zymurgy" not in reader.all_words


# earlier searches


async def test_up_in_the_empty_bar_brings_back_searches_from_which_a_talk_was_opened(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        for typed in ("aurora", "bridge"):
            await reader.press("slash")
            await reader.type(typed)
            await reader.press("enter", "escape", "escape")
        await reader.press("slash")
        await reader.type("keynote")
        await reader.press("escape")
    async with open_reader() as reader:
        await reader.press("slash", "up")
        assert "bridge" in reader.lines[0] and EVENTS in reader.results[0]
        await reader.press("up")
        assert "aurora" in reader.lines[0] and "Aurora" in reader.results[0]
        await reader.press("up", "up")
        assert "aurora" in reader.lines[0]


async def test_down_from_an_earlier_search_goes_to_its_results_and_up_comes_back_to_the_first(
    open_reader: OpenReader, data: Path
) -> None:
    data.mkdir()
    (data / "searches").write_text("keynote\n\x1b[31m\n\naurora\n")
    async with open_reader() as reader:
        await reader.press("slash", "up", "down")
        assert "closing" in reader.cursor
        await reader.press("up")
        assert "opening" in reader.cursor and "keynote" in reader.lines[0]
        await reader.press("up")
        assert "[31m" in reader.lines[0] and "\x1b" not in reader.lines[0]


async def test_a_search_is_kept_once_and_the_newest_hundred_are(open_reader: OpenReader, data: Path) -> None:
    data.mkdir()
    (data / "searches").write_text("".join(f"search {number}\n" for number in range(150)) + "aurora\n")
    async with open_reader() as reader:
        for _ in range(2):
            await reader.press("slash")
            await reader.type("aurora")
            await reader.press("enter", "escape", "escape")
    kept = (data / "searches").read_text().splitlines()
    assert kept == ["aurora", *(f"search {number}" for number in range(99))]


# back to a note that was found


FAR = "\n\n".join([*(f"Line {number}." for number in range(90)), "Of zymurgy.", *(f"Of it {n}." for n in range(90))])


@pytest.mark.parametrize("again", ["", "aurora", "limitless"])
@pytest.mark.parametrize("keys", [(), ("z", "pagedown", "j")])
@pytest.mark.parametrize("size", [(80, 24), (140, 40), (40, 12)])
async def test_esc_from_a_search_returns_to_the_note_that_the_one_before_found(
    again: str, keys: tuple[str, ...], size: tuple[int, int], open_reader: OpenReader, notes: Notes
) -> None:
    for number, title in enumerate(("First one", "Second one", "Third one")):
        notes.write(title, title, f"year: 2025\ncode: ARC30{number}", f"{FAR}\n\nMore zymurgy.\n\n{FAR}")
    async with open_reader(size) as reader:
        tree = reader.lines
        await reader.press("slash")
        await reader.type("zymurgy")
        await reader.press("down", "enter", "n", *keys)
        before, results, looks = reader.note, reader.results, reader.looks_of("zymurgy")
        await reader.press("slash")
        await reader.type(again)
        await reader.press("escape")
        assert reader.app.screen.query_one("#note").has_focus
        assert (reader.note, reader.results) == (before, results)
        assert reader.looks_of("zymurgy") == looks and (looks or keys)
        await reader.press("n")
        assert "zymurgy: 3 of 3" in reader.key_line
        await reader.press("escape", "escape")
        assert "Second one" in reader.cursor and "3 of 11 talks" in reader.lines[0]
        await reader.press("escape")
        assert reader.lines[:-1] == tree[:-1]


async def test_esc_from_a_search_whose_result_was_read_ends_all_of_them(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        tree = reader.lines
        for typed in ("aurora", "bridge", "keynote"):
            await reader.press("slash")
            await reader.type(typed)
            await reader.press("enter", "escape")
            await reader.press("enter")
        await reader.press("escape", "escape", "escape")
        assert reader.lines == tree


# enter before the notes were gone through


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_enter_waits_for_talks_that_only_their_notes_find(open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(size) as reader:
        await reader.press("slash")
        await reader.press_fast(*"limitless", "enter", "m")
        await reader.until(lambda: "Limitless writes." in reader.note_text)
        assert reader.app.screen.query_one("#note").has_focus
        assert reader.key_line == "Watched: What is new in Amazon Aurora"


async def test_enter_stays_in_the_bar_where_no_note_has_the_word_either(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.press_fast(*"zzzzzz", "enter", "y")
        await reader.until(lambda: "No talk matches zzzzzzy" in reader.results_text)
        await reader.press("ctrl+u")
        await reader.type("aurora")
        assert reader.app.screen.query_one("#search").has_focus


# what the bar takes


async def test_of_a_paste_that_is_too_long_the_bar_takes_what_there_is_room_for(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        bar = reader.app.screen.query_one("#search", Input)
        await reader.press("slash", "a")
        reader.app.post_message(Paste("urora " * QUERY_CHARS))
        await reader.settle()
        assert bar.value == ("a" + "urora " * QUERY_CHARS)[:QUERY_CHARS]
        await reader.press("x")
        assert len(bar.value) == QUERY_CHARS
        bar.select_all()
        reader.app.post_message(Paste("aurora"))
        await reader.settle()
        assert bar.value == "aurora"


async def test_tab_takes_what_is_suggested_and_else_goes_on(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        bar = reader.app.screen.query_one("#search", Input)
        await reader.press("slash")
        await reader.press_fast(*"track:da", "tab")
        assert bar.has_focus and bar.value == "track:databases"
        await reader.press("tab")
        assert reader.app.screen.query_one("#results").has_focus
        await reader.press("slash", "y", "left", "tab")  # nothing is suggested in the middle of a word
        assert reader.app.screen.query_one("#results").has_focus
        await reader.press("slash", "y", "shift+tab")
        assert bar.value == "y" and not bar.has_focus


# another order


async def command(reader: Reader, typed: str) -> None:
    await reader.press("colon")
    await reader.type(typed)
    await reader.until(lambda: typed in reader.all_words.casefold())
    await reader.press("enter")


async def test_a_command_that_sorts_puts_the_results_in_order(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        tree = reader.tree
        await reader.press("slash")
        await reader.type('year:2025 "the" sort:code')
        await reader.press("tab")
        await command(reader, "sort by title")
        titles = [line[3:] for line in reader.results[::2] if line]
        assert titles == sorted(titles) and len(titles) > 1
        assert 'year:2025 "the" sort:title' in reader.lines[0] and "Sorted by title" in reader.key_line
        await command(reader, "sort by relevance")
        assert "sort:" not in reader.lines[0]
        await reader.press("escape")
        await reader.until(lambda: reader.tree == tree)
