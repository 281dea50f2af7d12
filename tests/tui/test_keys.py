"""The table of keys against the program: what it promises, a key does."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from string import punctuation
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key

from reinvent_notes.marks import Mark
from reinvent_tui.app import ReinventApp
from reinvent_tui.keys import EVERYWHERE, KEYS, LIST, NOTE, PLACES, SEARCH, Key, bindings, shown_in, shown_key
from reinvent_tui.screens.help import key_page
from reinvent_tui.screens.reader import ReaderScreen
from reinvent_tui.widgets.note import NotePane
from reinvent_tui.widgets.results import Results
from reinvent_tui.widgets.search_bar import SearchBar
from reinvent_tui.widgets.tree import TalkTree

if TYPE_CHECKING:
    from conftest import OpenReader

OWNERS: dict[str, tuple[type[DOMNode], ...]] = {
    EVERYWHERE: (ReaderScreen,),
    LIST: (TalkTree, Results),
    NOTE: (NotePane,),
    SEARCH: (SearchBar,),
}
NAMESPACES: dict[str, type[DOMNode]] = {"app": ReinventApp, "screen": ReaderScreen}


def names(key: Key) -> list[str]:
    return key.keys.split(",")


@pytest.mark.parametrize("sign", punctuation)
def test_a_sign_is_shown_as_it_is_typed(sign: str) -> None:
    assert shown_key(_character_to_key(sign)) == sign


def test_each_key_has_an_id_of_its_own() -> None:
    assert [name for name, count in Counter(key.id for key in KEYS).items() if count > 1] == []


def test_each_key_says_what_it_does_and_where() -> None:
    for key in KEYS:
        assert key.does and key.does == key.does.strip(), key.id
        assert key.place in PLACES, key.id
        assert all(names(key)), key.id


@pytest.mark.parametrize("key", [pytest.param(key, id=key.id) for key in KEYS])
def test_each_action_exists_where_its_key_is_pressed(key: Key) -> None:
    namespace, name, arguments = parse(key.action)
    for owner in (NAMESPACES[namespace],) if namespace else OWNERS[key.place]:
        action = getattr(owner, f"action_{name}", None)
        assert action is not None, f"{owner.__name__} has no action_{name}"
        inspect.signature(action).bind(owner, *arguments)


@pytest.mark.parametrize("place", PLACES)
def test_every_key_of_a_place_is_bound_there(place: str) -> None:
    made = bindings(place)
    assert all(isinstance(binding, Binding) for binding in made)
    assert [binding.id for binding in made if isinstance(binding, Binding)] == [k.id for k in KEYS if k.place == place]
    for owner in OWNERS[place]:
        bound = {binding.id for binding in owner.BINDINGS if isinstance(binding, Binding)}
        inherited = {b.id for base in owner.__mro__ for b in vars(base).get("BINDINGS", ()) if isinstance(b, Binding)}
        assert {k.id for k in KEYS if k.place == place} <= bound | inherited


@pytest.mark.parametrize("place", PLACES)
def test_no_key_means_two_things_in_one_place(place: str) -> None:
    here = Counter(name for key in KEYS if key.place in {place, EVERYWHERE} for name in names(key))
    assert [name for name, count in here.items() if count > 1] == []


def test_no_key_is_one_that_terminals_or_multiplexers_take() -> None:
    taken = {f"ctrl+{letter}" for letter in "abchijmsz"}
    assert [key.id for key in KEYS if taken & set(names(key))] == []


def test_a_letter_is_no_key_of_the_search_bar() -> None:
    assert [key.id for key in KEYS if key.place == SEARCH and any(len(name) == 1 for name in names(key))] == []


def test_names_that_are_shown_are_those_on_a_keyboard() -> None:
    for key in KEYS:
        assert "_" not in key.shown and "+" not in key.shown and "," not in key.shown, key.id
        assert len(key.shown.split()) == len(names(key)), key.id


def test_every_key_is_in_the_help_page() -> None:
    lines = key_page("").plain.splitlines()
    for key in KEYS:
        assert any(key.shown in line and line.endswith(key.does) for line in lines), key.id


def test_the_help_page_finds_each_key_by_its_name_and_by_what_it_does() -> None:
    for key in KEYS:
        for wanted in (key.shown, key.does, key.does.upper()):
            assert key.does in key_page(wanted).plain, (key.id, wanted)


def test_what_keys_do_is_aligned_in_the_help_page() -> None:
    columns = set()
    for line in key_page("").plain.splitlines():
        for key in KEYS:
            if re.fullmatch(rf"  {re.escape(key.shown)} +{re.escape(key.does)}", line):
                columns.add(len(line) - len(key.does))
    assert len(columns) == 1


def test_each_mark_with_a_letter_has_a_key() -> None:
    letters = {name for key in KEYS for name in names(key)}
    assert [mark.name for mark in Mark if mark.key and mark.key not in letters] == []


@pytest.mark.parametrize("place", [LIST, NOTE])
def test_the_key_line_begins_with_the_place_and_has_help(place: str) -> None:
    shown = shown_in(place)
    assert shown[0].place == place
    assert any(key.id == "help" for key in shown)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_the_key_line_fits_and_shows_whole_words(open_reader: OpenReader, width: int) -> None:
    words = {f"{key.first_shown} {key.short}" for key in KEYS if key.short}
    async with open_reader((width, 12)) as reader:
        for keys in ((), ("enter",), ("escape", "slash")):
            await reader.press(*keys)
            line = reader.lines[-1]
            assert cell_len(line) == width
            assert {part.strip() for part in line.split("  ") if part.strip()} <= words, line


async def test_help_shows_every_key(open_reader: OpenReader) -> None:
    async with open_reader((100, 100)) as reader:
        await reader.press("question_mark")
        for key in KEYS:
            assert any(f" {key.shown} " in line and key.does in line for line in reader.lines), key.id


@pytest.mark.parametrize("name", ["colon", "ctrl+p"])
async def test_the_palette_opens(open_reader: OpenReader, name: str) -> None:
    async with open_reader() as reader:
        assert name in names(next(key for key in KEYS if key.id == "palette"))
        await reader.press(name)
        assert "find a command" in reader.text


@pytest.mark.parametrize("keys", [("question_mark",), ("g", "m"), ("enter", "f"), ("c",)], ids=" ".join)
async def test_the_palette_does_not_open_over_what_is_asked(open_reader: OpenReader, keys: tuple[str, ...]) -> None:
    async with open_reader() as reader:
        await reader.press(*keys, "ctrl+p")
        assert "find a command" not in reader.text


async def test_what_has_no_key_is_first_in_the_palette(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("colon")
        await reader.until(lambda: "Add notes" in reader.text)


async def test_ctrl_c_says_what_quits_where_the_keys_are(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("ctrl+c")
        assert reader.key_line == "ctrl-q quits" and "Do you want" not in reader.text


async def test_the_palette_finds_what_keys_do(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        for name in ("undo", "open"):
            does = next(key.does for key in KEYS if key.id == name)
            await reader.press("ctrl+p")
            await reader.type(does[:6])
            await reader.until(lambda does=does: does.lower() in reader.text.lower(), 1)
            await reader.press("escape")


async def test_keys_without_a_talk_are_harmless(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("g", "left")
        for key in KEYS:
            if key.place == EVERYWHERE and key.id not in ("quit", "back"):
                await reader.press(names(key)[0], "escape")
                assert reader.app.is_running, key.id
