"""Reading a note: finding in it, its contents, its links, the notes of several people, and the talks read before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from conftest import LONG_NOTE
from reinvent_tui.widgets.names import whose_told_apart
from reinvent_tui.widgets.note import NotePane

if TYPE_CHECKING:
    from conftest import Notes, OpenReader, Reader

FIRST = "The opening keynote"
FACTS = "year: 2026\ntrack: Keynotes\ncode: KEY001"
CAFES = "A Café in Vegas.\n\n" + "Nothing here.\n\n" * 30 + "Two CAFÉS, and a cafe\u0301 by the sea."

COLUMNS = " | ".join(f"column_number_{n}" for n in range(12))
WIDE_TABLE = f"| {COLUMNS} |\n{'|---' * 12}|\n| {COLUMNS.replace('column', 'value')} |"


async def read(reader: Reader, notes: Notes, text: str, facts: str = FACTS) -> None:
    """Open a talk whose note has this text; it stands first."""
    notes.write("talk", "A talk", facts, text)
    await reader.refresh()
    await reader.until(lambda: "2026" in reader.text)
    await reader.press("g", "right", "down", "right", "down", "enter")
    assert reader.note[0].strip() == "A talk"


# finding


async def test_what_is_typed_is_found_and_counted_while_it_is_typed(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, CAFES)
        await reader.press("f")
        await reader.type("caf")
        assert "1 of 3" in reader.lines[-1] and "Café in Vegas" in reader.note_text
        await reader.type("es")
        assert "1 of 1" in reader.lines[-1] and "Two CAFÉS" in reader.note_text
        await reader.type("x")
        assert "not found" in reader.lines[-1]


@pytest.mark.parametrize("keys", [("z", "z", "enter"), ("z", "z"), ("z", "backspace")])
async def test_the_note_is_where_it_was_where_nothing_is_found(
    open_reader: OpenReader, notes: Notes, keys: tuple[str, ...]
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"{LONG_NOTE}\n\nA zebra.\n\n{LONG_NOTE}")
        await reader.press("pagedown")
        before = reader.note
        await reader.press("f", "z")
        assert "A zebra." in reader.note_text
        await reader.press(*keys[1:])
        assert reader.note == before


async def test_case_and_accents_do_not_matter_and_words_may_stand_on_two_lines(
    open_reader: OpenReader, notes: Notes
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "An ÉLAN.\n\nA sentence that is broken about the words elan vital for its length.")
        await reader.press("f")
        await reader.type("elan vital")
        assert "1 of 1" in reader.lines[-1]
        await reader.press("escape", "f")
        await reader.type("elan")
        assert "1 of 2" in reader.lines[-1]


async def test_next_and_previous_go_round(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, CAFES)
        await reader.press("f")
        await reader.type("caf")
        await reader.press("enter")
        assert "caf: 1 of 3" in reader.key_line
        await reader.press("n")
        assert "caf: 2 of 3" in reader.key_line and "Two CAFÉS" in reader.note_text
        await reader.press("n", "n")
        assert "caf: 1 of 3" in reader.key_line and "Café in Vegas" in reader.note_text
        await reader.press("N")
        assert "caf: 3 of 3" in reader.key_line


async def test_the_next_match_of_nothing_says_how_to_look_for_something(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("n")
        assert reader.key_line == "Nothing is looked for in this note: f finds words in it"
        await reader.press("slash", *"is:queued", "tab", "n")
        assert reader.key_line == "No talk is shown: move to one first"


async def test_every_match_is_seen_and_the_one_that_one_is_at_is_not_told_by_colour_alone(
    open_reader: OpenReader, notes: Notes
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "One zebra, two zebra, three zebra.")
        assert reader.looks_of("zebra") == []
        await reader.press("f")
        await reader.type("zebra")
        await reader.press("enter", "n")
        one, two, three = reader.looks_of("zebra")
        assert one == three != two
        assert two.reverse and not one.reverse and one.underline


async def test_what_was_found_survives_another_size_another_theme_and_a_change_of_the_note(
    open_reader: OpenReader, notes: Notes
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "One zebra, two zebra, three zebra.")
        await reader.press("f", *"zebra", "enter", "n")
        for change in ("size", "theme", "note", "mark"):
            if change == "size":
                await reader.resize(100, 30)
            elif change == "theme":
                reader.app.theme = "textual-light"
                await reader.settle()
            elif change == "note":
                notes.append("talk", "A fourth zebra.")
                await reader.refresh()
            else:
                await reader.press("m")
            looks = reader.looks_of("zebra")
            assert len(looks) >= 3 and [look.reverse for look in looks[:3]] == [None, True, None], change
        await reader.press("n")
        assert "3 of 4" in reader.key_line


async def test_what_was_found_is_the_same_when_more_of_it_is_written_above(
    open_reader: OpenReader, notes: Notes
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, LONG_NOTE)
        await reader.press("f", *"second", "enter", *"nnnnnnn")
        assert "8 of 40" in reader.key_line
        at = reader.note
        notes.replace("talk", "- Second", "- Second, second and\n- Second")
        await reader.refresh()
        assert reader.note == at
        await reader.press("n")
        assert "11 of 42" in reader.key_line


@pytest.mark.parametrize(
    "before", ["名前、", "👩\u200d👩\u200d👧 ", "❤\ufe0f ", "e\u0301e\u0301 ", "🇩🇪 ", "👍🏽 ", "ＷＩＤＥ "], ids=ascii
)
async def test_what_was_found_is_lit_and_nothing_beside_it(open_reader: OpenReader, notes: Notes, before: str) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"{before}Zebra {before}zebra after.")
        shown = reader.note
        await reader.press("f", *"zebra", "enter")
        assert len(reader.looks_of("Zebra")) == len(reader.looks_of("zebra")) == 1
        assert reader.note == shown


async def test_esc_ends_finding_and_only_then_leaves_the_note(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "One zebra.")
        await reader.press("f", *"zebra", "enter", "escape")
        assert reader.looks_of("zebra") == [] and isinstance(reader.app.focused, NotePane)
        await reader.press("escape")
        assert not isinstance(reader.app.focused, NotePane)


async def test_esc_while_typing_returns_to_the_place(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, CAFES)
        await reader.press("j", "j")
        before = reader.note
        await reader.press("f", *"sea")
        assert reader.note != before
        await reader.press("escape")
        assert reader.note == before


async def test_finding_reaches_the_end_of_a_long_note(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "\n\n".join(f"Paragraph {n}." for n in range(3000)) + "\n\nThe last zebra.")
        await reader.press("f", *"zebra")
        await reader.until(lambda: "1 of 1" in reader.lines[-1] and "The last zebra" in reader.note_text)


async def test_words_that_were_searched_for_are_found_where_words_begin(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "To maintain AI is not to retain queues.")
        note = reader.app.screen.query_one(NotePane)
        note.find(["ai", "queue"])
        assert note.found == "1 of 2"
        note.find(["tain"])
        assert note.found == "1 of 2"
        note.find([])
        assert note.found == ""


async def test_another_talk_is_shown_without_what_was_found_in_the_one_before(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("f", *"every", "enter")
        assert reader.looks_of("Every")
        await reader.press("q", "down", "up")
        assert not reader.looks_of("Every")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_finding_begins_from_the_list_too(open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(size) as reader:
        await reader.press("f")
        await reader.type("new")
        assert "1 of 1" in reader.lines[-1] and reader.looks_of("new")


async def test_a_letter_of_a_key_is_a_letter_in_the_search_bar(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("slash")
        await reader.type("ftlnNHL()")
        assert "ftlnNHL()" in reader.lines[0]


# contents


async def test_a_heading_is_gone_to_from_the_contents(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, LONG_NOTE)
        await reader.press("t")
        assert "Part 1" in reader.text and "Part 3" in reader.text
        await reader.type("part 33")
        assert "Part 32" not in reader.text
        await reader.press("enter")
        assert reader.note[0].strip() == "Part 33"
        await reader.press("t", "down", "enter")
        assert reader.note[0].strip() == "Part 34"
        await reader.press("t", "escape")
        assert reader.note[0].strip() == "Part 34"


async def test_the_heading_that_was_chosen_is_gone_to_when_the_note_changes_meanwhile(
    open_reader: OpenReader, notes: Notes
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, LONG_NOTE)
        for old, new, said in (("Part 1", "New\n\n## Part 1", "Part 12"), ("Part 12", "Twelve", "no heading any more")):
            await reader.press("t", *"12")
            notes.replace("talk", f"## {old}\n", f"## {new}\n")
            await reader.refresh()
            await reader.press("enter")
            assert said in f"{reader.note[0]} {reader.key_line}"


async def test_hints_stay_beside_their_links_when_lines_are_added_above(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"{LONG_NOTE}\n\nSee [the end](https://end.example).")
        await reader.press("G", "l")
        notes.replace("talk", "## Part 1\n", "## Part 1\n\nMore\n\nand more\n")
        await reader.refresh()
        assert any("See" in line and "athe end" in line for line in reader.note)


async def test_a_note_without_headings_says_so(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("t")
        assert "no headings" in reader.key_line


async def test_headings_that_look_like_markup_show_as_written(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "## \\[red\\]Alarm\\[/] \\[@click=app.quit\\]x\n\nText.")
        await reader.press("t")
        assert "[red]Alarm[/] [@click=app.quit]x" in reader.text


async def test_the_notes_of_several_people_are_told_apart_and_gone_through(
    open_reader: OpenReader, notes: Notes
) -> None:
    for who in ("anna", "bert"):
        notes.write(f"{who}/talk", "A talk", FACTS, f"What {who} wrote.\n\n## Heading of {who}\n\n" + "More.\n\n" * 30)
    async with open_reader((100, 20)) as reader:
        await reader.press("enter")
        assert "2 notes: anna/talk.md; bert/talk.md" in reader.note_text
        await reader.press("right_parenthesis")
        assert "── anna/talk.md · note 1 of 2 ──" in reader.note[0]
        await reader.press("right_parenthesis")
        assert "── bert/talk.md · note 2 of 2 ──" in reader.note[0]
        await reader.press("right_parenthesis")
        assert "no note after this one" in reader.key_line
        await reader.press("left_parenthesis")
        assert "── anna/talk.md" in reader.note[0]
        await reader.press("t")
        lines = [line.split("│")[1].strip() for line in reader.lines if line.count("│") > 1]
        at = lines.index("anna/talk.md")
        assert lines[at : at + 4] == ["anna/talk.md", "Heading of anna", "bert/talk.md", "Heading of bert"]


async def test_whose_a_note_is_takes_one_line_however_long_its_name(open_reader: OpenReader, notes: Notes) -> None:
    for name in ("000_a1ca83eae09c9e87_of_a_long_name", "001_f5a7d93b837c257c_of_a_long_name"):
        notes.write(name, "A talk", FACTS, f"Note {name}.\n\n" * 30)
    async with open_reader((80, 20)) as reader:
        await reader.press("enter", "right_parenthesis")
        assert reader.note[0].strip().startswith("── 000_a1ca83eae09c9e87") and "… · note 1 of 2 ─" in reader.note[0]
        await reader.press("right_parenthesis")
        assert reader.note[0].strip().startswith("── 001_f5a7d93b837c257c") and "… · note 2 of 2 ─" in reader.note[0]


def test_notes_are_called_by_their_folder_where_the_file_s_name_says_nothing() -> None:
    names = ["/notes/anna/004_a8063199c6fd03df.txt", "/notes/bert/README.md", "bundled/2025/talk.md", "/x/20251203.md"]
    assert [*map(whose_told_apart(names), names)] == ["anna", "bert", "bundled", "20251203.md"]
    names = [
        "/notes/000_a1ca83eae09c9e87.txt",
        "/notes/001_f5a7d93b837c257c.txt",
        "README.md",
        "bundled/2025/README.md",
    ]
    assert [*map(whose_told_apart(names), names)] == [
        *("000_a1ca83eae09c9e87.txt", "001_f5a7d93b837c257c.txt", "README.md", "bundled")
    ]


# links


async def test_a_link_is_chosen_by_its_letter_and_its_address_is_seen_before_it_opens(
    open_reader: OpenReader, notes: Notes, opened: list[str]
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "See [the slides](https://slides.example/deck) or [the code](https://code.example/).")
        await reader.press("l")
        assert "See" in reader.note_text and reader.looks_of("a") and reader.looks_of("s")
        await reader.press("s")
        assert "https://code.example/" in reader.lines[-1] and not opened
        await reader.press("enter")
        await reader.until(lambda: opened == ["https://code.example/"])
        assert not reader.looks_of("a")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_long_address_is_seen_whole_with_what_to_do(
    open_reader: OpenReader, notes: Notes, size: tuple[int, int]
) -> None:
    url = "https://docs.example.com/latest/" + "a-long-part-of-a-path/" * 6 + "page.html?section=the-last-one#end"
    async with open_reader(size) as reader:
        await read(reader, notes, f"See [this]({url}).")
        await reader.press("l", "a")
        assert url in reader.text.replace("\n", "").replace(" ", "")
        assert "enter opens it, y copies it, esc leaves" in reader.all_words
        await reader.resize(50, 14)
        assert url in reader.text.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_of_an_endless_address_the_host_is_seen_and_that_there_is_more(
    open_reader: OpenReader, notes: Notes, size: tuple[int, int]
) -> None:
    async with open_reader(size) as reader:
        await read(reader, notes, f"See [this](https://docs.example.com/{'part/' * 500}end).")
        await reader.press("l", "a")
        assert "https://docs.example.com/part/" in reader.all_words and "part/end" not in reader.all_words
        assert "…" in reader.text and "enter opens it, y copies it, esc leaves" in reader.all_words


async def test_only_enter_opens_a_link(open_reader: OpenReader, notes: Notes, opened: list[str]) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "See [the slides](https://slides.example/deck).")
        await reader.press("l", "a", "a", "o")
        assert "enter opens it" in reader.lines[-1]
        await reader.pilot.pause(0.05)
        assert opened == []


@pytest.mark.parametrize("keys", [("escape",), ("a", "escape")])
async def test_a_link_is_left_alone(
    open_reader: OpenReader, notes: Notes, opened: list[str], keys: tuple[str, ...]
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "See [the slides](https://slides.example/deck).")
        await reader.press("l", *keys)
        assert not reader.looks_of("a") and isinstance(reader.app.focused, NotePane)
        await reader.pilot.pause(0.05)
        assert opened == []


async def test_the_address_of_a_link_is_copied(open_reader: OpenReader, notes: Notes, opened: list[str]) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "See [the slides](https://slides.example/deck).")
        await reader.press("l", "a", "y")
        assert reader.app.clipboard == "https://slides.example/deck"
        assert "https://slides.example/deck" in reader.key_line and opened == []


@pytest.mark.parametrize("url", ["ftp://a.example", "mailto:a@b.example", "-x", "no/such.md", "//a.example"])
async def test_what_is_no_web_address_is_not_opened(
    open_reader: OpenReader, notes: Notes, opened: list[str], url: str
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"See [this]({url}).")
        await reader.press("l", "a", "enter")
        await reader.until(lambda: "is not opened" in reader.key_line)
        assert opened == []


@pytest.mark.parametrize(
    "url", ["2025-the-opening-keynote", "2025-0.md", "./2025-0.md", "https://youtu.be/aaaaaaaaaa1?t=4"]
)
async def test_a_link_to_another_talk_goes_there_and_back_and_ahead(
    open_reader: OpenReader, notes: Notes, opened: list[str], url: str
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "Text.\n\n" * 30 + f"See [this]({url}).")
        await reader.press("G")
        before = reader.note
        await reader.press("l", "a")
        assert FIRST in reader.note[0] and FIRST in reader.cursor
        assert isinstance(reader.app.focused, NotePane) and opened == []
        await reader.press("H")
        assert reader.note == before and "A talk" in reader.cursor
        await reader.press("L")
        assert FIRST in reader.note[0]
        await reader.press("L")
        assert "No talk was read after this one" in reader.key_line


async def test_a_link_within_the_note_goes_to_its_heading(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"See [below](#part-33).\n\n{LONG_NOTE}")
        await reader.press("l", "a")
        assert reader.note[0].strip() == "Part 33"


async def test_related_talks_are_links(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "Text.", f"{FACTS}\nrelated: [2025-the-opening-keynote]")
        assert f"Related 2025 · {FIRST}" in reader.note_text
        await reader.press("l", "a")
        assert FIRST in reader.note[0]


async def test_the_talk_that_was_read_before_is_gone_back_to(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("enter", "escape", "down", "enter")
        assert "The closing keynote" in reader.note[0]
        await reader.press("H")
        assert FIRST in reader.note[0] and FIRST in reader.cursor
        await reader.press("H")
        assert "No talk was read before this one" in reader.key_line


def where(reader: Reader, text: str) -> tuple[int, int]:
    """Of a text in the note, from the pane's corner."""
    y = next(y for y, line in enumerate(reader.note) if text in line)
    return cell_len(reader.note[y].partition(text)[0]) + 2, y


async def test_a_link_that_is_clicked_is_seen_before_it_opens_and_opened_by_another_click(
    open_reader: OpenReader, notes: Notes, opened: list[str]
) -> None:
    async with open_reader() as reader:
        await read(
            reader, notes, "名前 See [the slides](https://slides.example/deck) or [code](https://code.example/)."
        )
        await reader.click(*where(reader, "See"))
        await reader.click(*where(reader, "slides"))
        assert "https://slides.example/deck" in reader.lines[-1] and not opened
        await reader.click(*where(reader, "code"))
        assert "https://code.example/" in reader.lines[-1] and not opened
        await reader.click(*where(reader, "code"))
        await reader.until(lambda: opened == ["https://code.example/"])
        await reader.click(*where(reader, "slides"))
        await reader.click(*where(reader, "See"))
        assert not reader.looks_of("a") and opened == ["https://code.example/"]


async def test_a_talk_that_is_clicked_is_gone_to(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "Text.", f"{FACTS}\nrelated: [2025-SVS401]")
        await reader.click(*where(reader, "2025 · SVS401"))
        assert reader.note[0].strip() == "Serverless for large teams"


async def test_the_id_of_a_talk_is_a_link_where_there_is_such_a_talk(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "As in 2025-SVS401, not in 2025-SVS999. `2025-SVS401` is code.")
        await reader.press("l", "a")
        assert reader.note[0].strip() == "Serverless for large teams"
        await reader.press("H")
        await reader.click(*where(reader, "SVS999"))
        assert "2025-SVS999" not in reader.lines[-1]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_letters_of_links_may_come_in_one_burst(
    open_reader: OpenReader, notes: Notes, opened: list[str], size: tuple[int, int]
) -> None:
    async with open_reader(size) as reader:
        await read(reader, notes, "[The slides](https://slides.example/deck) and [code](https://code.example/).")
        await reader.press("escape")
        await reader.press_fast("l", "s", "enter")
        await reader.until(lambda: opened == ["https://code.example/"])
        assert "favourite" not in reader.note_text


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_heading_may_be_chosen_in_one_burst(
    open_reader: OpenReader, notes: Notes, size: tuple[int, int]
) -> None:
    async with open_reader(size) as reader:
        await read(reader, notes, LONG_NOTE)
        await reader.press("escape")
        await reader.press_fast("t", "3", "enter")
        assert reader.note[0].strip() == "Part 3"


async def test_many_links_have_two_letters(open_reader: OpenReader, notes: Notes, opened: list[str]) -> None:
    async with open_reader((120, 40)) as reader:
        await read(reader, notes, " ".join(f"[x{n}](https://example.com/{n})" for n in range(60)))
        await reader.press("l", "s", "a")
        assert "https://example.com/26 " in reader.lines[-1]
        await reader.press("escape", "l", "s", "backspace", "d", "d")
        assert "https://example.com/54 " in reader.lines[-1]


async def test_a_part_without_links_says_so(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "Text.")
        await reader.press("l")
        assert "no link" in reader.key_line


# around the note


@pytest.mark.parametrize(
    "line",
    [
        "[YouTube](https://youtu.be/aaaaaaaaaa9)",
        "* [Video](https://www.youtube.com/watch?v=aaaaaaaaaa9)",
        "Recording: https://youtu.be/aaaaaaaaaa9?si=x",
        "**Watch**: <https://youtu.be/aaaaaaaaaa9>",
    ],
)
async def test_a_first_line_that_is_only_the_recording_is_not_said_twice(
    open_reader: OpenReader, notes: Notes, line: str
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"{line}\n\nText.", f"{FACTS}\nvideo: aaaaaaaaaa9")
        assert "▶ youtu.be/aaaaaaaaaa9 Text." in reader.note_text


@pytest.mark.parametrize("title", ["# A talk", "## KEY001: A *talk* ##", "A talk (KEY001)\n====="])
async def test_a_title_that_stands_in_front_matter_and_above_the_note_is_shown_once(
    open_reader: OpenReader, notes: Notes, title: str
) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"{title}\n\nhttps://youtu.be/aaaaaaaaaa9\n\nText.", f"{FACTS}\nvideo: aaaaaaaaaa9")
        assert "▶ youtu.be/aaaaaaaaaa9 Text." in reader.note_text
        assert reader.note_text.lower().count("a talk") == 1


async def test_another_heading_above_the_note_stays(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "# A talk on more\n\nText.")
        assert "A talk on more Text." in reader.note_text


@pytest.mark.parametrize(
    "line", ["[Another](https://youtu.be/aaaaaaaaaa8)", "[What they found out](https://youtu.be/aaaaaaaaaa9)"]
)
async def test_a_first_line_that_says_more_stays(open_reader: OpenReader, notes: Notes, line: str) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"{line}\n\nText.", f"{FACTS}\nvideo: aaaaaaaaaa9")
        assert line[1 : line.index("]")] in reader.note_text


async def test_the_abstract_is_shown(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, "Text.", f"{FACTS}\nabstract: What the list says of it.")
        assert "Abstract What the list says of it." in reader.note_text


async def test_only_what_is_too_wide_moves_sideways(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"A paragraph.\n\n```\nstart {'x' * 80} end\nshort\n```")
        await reader.press("right", "right")
        assert "A paragraph." in reader.note_text and "A talk" in reader.note[0]
        assert "start" not in reader.note_text and "short" not in reader.note_text
        await reader.press(*["right"] * 6)
        assert "end" in reader.note_text


async def test_what_is_found_in_a_column_beside_the_screen_comes_on_it(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, f"Columns.\n\n{WIDE_TABLE}")
        assert "value_number_9" not in reader.note_text
        await reader.press("f")
        await reader.type("number_9")
        assert "value_number_9" in reader.note_text and "value_number_0" not in reader.note_text
        await reader.press("enter", "n", "escape", "f")
        await reader.type("number_0")
        assert "value_number_0" in reader.note_text


async def test_another_talk_begins_at_the_left(open_reader: OpenReader, notes: Notes) -> None:
    async with open_reader() as reader:
        await read(reader, notes, WIDE_TABLE)
        await reader.press("right", "right", "right")
        assert "column_number_0" not in reader.note_text
        notes.write("z-second", "B talk", FACTS.replace("KEY001", "KEY002"), WIDE_TABLE)
        await reader.refresh()
        await reader.press("escape", "down", "enter")
        assert reader.note[0].strip() == "B talk" and "column_number_0" in reader.note_text
