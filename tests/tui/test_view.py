"""How the reader was left is how it comes back; a file of that which is damaged says nothing."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_tui.cli.opening import Opening
from reinvent_tui.themes import THEMES
from reinvent_tui.view import View, load, save

if TYPE_CHECKING:
    from conftest import OpenReader

LIGHT = THEMES[1].name
_KEYS = st.lists(st.one_of(st.integers(0, 3000), st.text(max_size=9), st.none()), min_size=1, max_size=2).map(tuple)
_VIEWS = st.builds(
    View,
    theme=st.one_of(st.none(), st.text()),
    grouped_by=st.text(),
    widths=st.dictionaries(st.text(), st.integers(1, 300)),
    open=st.one_of(st.none(), st.lists(_KEYS).map(tuple)),
    at=st.one_of(st.none(), st.text(min_size=1), _KEYS),
    talk=st.one_of(st.none(), st.text(min_size=1)),
    place=st.lists(st.integers(0, 10**6)).map(tuple),
    is_reading=st.booleans(),
)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
)


@given(_VIEWS)
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, view: View) -> None:
    path = tmp_path_factory.getbasetemp() / "view.json"
    save(path, view)
    assert load(path) == view


@given(st.one_of(_JSON, st.fixed_dictionaries(dict.fromkeys(View._fields, _JSON))))
def test_a_foreign_file_says_nothing_that_is_no_view(tmp_path_factory: pytest.TempPathFactory, values: object) -> None:
    path = tmp_path_factory.getbasetemp() / "foreign.json"
    path.write_text(json.dumps(values))
    view = load(path)
    save(path, view)
    assert load(path) == view


@pytest.mark.parametrize("data", [b"", b"\xff\x00", b"{", b'{"theme": ', b"[" * 100_000, b"9" * 10_000])
def test_a_damaged_file_says_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "view.json").write_bytes(data)
    assert load(tmp_path / "view.json") == View()


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save(tmp_path / "file" / "view.json", View())
    save(tmp_path, View())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_reader_of_named_notes_remembers_its_looks_alone(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("# A note\n")
    library = Opening(Namespace(data_dir=str(tmp_path / "data"), no_bundled=False))
    named = Opening(Namespace(data_dir=str(tmp_path / "data"), no_bundled=False), [str(note)])
    library.remember(View(theme="nord", at="2024-SVS401", place=(1, 2, 3), open=((2024,),)))
    assert named.view() == View(theme="nord")
    named.remember(View(theme=LIGHT, at="unknown-a-note"))
    assert library.view() == View(theme=LIGHT, at="2024-SVS401", place=(1, 2, 3), open=((2024,),))


# in the reader


async def test_the_talk_the_place_and_the_branches_come_back(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("G", "right", "down", "down", "g", "left")  # 2022 open, 2025 closed
        await reader.press("slash", *"svs401", "enter", "pagedown", "pagedown")
        note = reader.note
        await reader.press("ctrl+q")
    async with open_reader() as reader:
        assert reader.app.focused is not None and reader.app.focused.id == "note"
        assert reader.note == note
        await reader.press("escape")
        assert "Serverless for large" in reader.cursor
        assert any("▾ 2022" in line for line in reader.tree)


async def test_the_list_comes_back_with_the_cursor_on_its_branch(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("g", "left")
        tree, cursor, note = reader.tree, reader.cursor, reader.note
        await reader.press("q")
    async with open_reader() as reader:
        assert reader.tree == tree and reader.cursor == cursor and reader.note == note
        assert reader.app.focused is not None and reader.app.focused.id == "tree"


async def test_the_branches_of_another_kind_come_back(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("colon")
        await reader.type("group by level")
        await reader.press("enter")
        assert "Level 200" in reader.tree[0]
        tree = reader.tree
        await reader.press("q")
    async with open_reader() as reader:
        assert reader.tree == tree


async def test_branches_of_another_kind_have_the_talks_that_are_there_once_they_were_read(
    open_reader: OpenReader, data: Path
) -> None:
    async with open_reader() as reader:
        await reader.press("colon")
        await reader.type("group by level")
        await reader.press("enter", "q")
    (data / "index.db").unlink()
    async with open_reader(indexed=False) as reader:
        assert "Level 200" in reader.text and "No talk is shown" not in reader.text


async def test_the_theme_comes_back(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        reader.app.theme = LIGHT
        await reader.press("q")
    async with open_reader() as reader:
        assert reader.app.theme == LIGHT
        assert THEMES[1].background in {behind.hex.lower() for _, _, behind in reader.words}


async def test_the_theme_of_the_settings_comes_first_and_is_not_remembered(open_reader: OpenReader, data: Path) -> None:
    async with open_reader() as reader:
        reader.app.theme = LIGHT
        await reader.press("q")
    (data / "config.toml").write_text('theme = "nord"\n')
    async with open_reader() as reader:
        assert reader.app.theme == "nord"
        await reader.press("q")
    (data / "config.toml").unlink()
    async with open_reader() as reader:
        assert reader.app.theme == LIGHT


async def test_what_is_not_there_any_more_is_forgotten(open_reader: OpenReader, data: Path) -> None:
    data.mkdir()
    branches = ((1999,), (1999, "X"))
    view = View(
        "no such theme", "no such grouping", {"tree": 3}, branches, "1999-ABC101", "1999-ABC101", (9, 9, 9), True
    )
    save(data / "view.json", view)
    async with open_reader() as reader:
        assert reader.app.theme == THEMES[0].name
        assert "2025" in reader.tree[0] and reader.cursor
