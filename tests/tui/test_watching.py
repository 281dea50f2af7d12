"""The watch for changes by itself: what it tells, and when."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Notes, OpenReader
from reinvent_notes import sources
from reinvent_notes.index import Index
from reinvent_tui.cli import watching
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.watching import Watch

Step = Callable[[], object]


@pytest.fixture
def other(tmp_path: Path) -> Notes:
    """Notes of one talk that are no source yet."""
    notes = Notes(tmp_path / "other")
    notes.write("talk", "A talk of another folder", "year: 2019\ncode: ABC301")
    return notes


@pytest.fixture
def watched(notes: Notes, data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[int, str]]]:
    """Has a watch look once, and again after each step; how many talks there were and what was wrong, as it told."""
    monkeypatch.setattr(sources, "BUNDLED", notes.folder)
    monkeypatch.setattr(watching, "_ALL_EVERY", -1.0)  # it is always time to look at everything
    monkeypatch.setattr(watching, "_PART_OF_TIME", 0)

    def watched_(*steps: Step) -> list[tuple[int, str]]:
        left: Iterator[Step] = iter(steps)
        told: list[tuple[int, str]] = []

        def tell(word: dict[str, Any], index: Index | None) -> None:
            if index and not (word["changes"]["rebuilt"] and told):
                told.append((index.count, " ".join(word["changes"]["warnings"])))

        def ask(seconds: float) -> dict[str, Any] | None:
            step = next(left, None)
            if step is None:
                raise EOFError
            step()
            return {}

        Watch(opening(data), tell).run(ask)
        return told

    return watched_


def opening(data: Path) -> Opening:
    return Opening(Namespace(data_dir=str(data), no_bundled=False))


def nothing() -> None:
    """Time goes by."""


def test_sources_added_and_removed_by_another_program_are_taken_up(
    watched: Callable[..., list[tuple[int, str]]], other: Notes, data: Path
) -> None:
    def add() -> None:
        opening(data).add(other.folder)

    def remove() -> None:
        opening(data).change_sources(lambda now: now.without([other.folder]))

    assert [talks for talks, _ in watched(nothing, add, nothing, remove, nothing)] == [8, 9, 8]


def test_what_another_program_has_read_already_is_taken_up(
    watched: Callable[..., list[tuple[int, str]]], other: Notes, data: Path
) -> None:
    def add_and_read() -> None:
        opening(data).add(other.folder)
        opening(data).refreshed_index()

    assert [talks for talks, _ in watched(nothing, add_and_read, nothing)] == [8, 9]


def test_an_empty_source_that_is_added_and_removed_is_no_news(
    watched: Callable[..., list[tuple[int, str]]], tmp_path: Path, data: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    told = watched(
        lambda: opening(data).add(empty),
        lambda: opening(data).change_sources(lambda now: now.without([empty])),
        nothing,
    )
    assert {talks for talks, _ in told} == {8}


def test_a_source_that_goes_away_is_told_once_and_again_when_it_is_back(
    watched: Callable[..., list[tuple[int, str]]], notes: Notes
) -> None:
    elsewhere = notes.folder.with_name("elsewhere")
    told = watched(
        lambda: notes.folder.rename(elsewhere), nothing, nothing, lambda: elsewhere.rename(notes.folder), nothing
    )
    assert [talks for talks, _ in told] == [8, 8, 8]
    assert ["no such file" in wrong for _, wrong in told] == [False, True, False]


def test_a_source_that_is_emptied_is_told_once(watched: Callable[..., list[tuple[int, str]]], notes: Notes) -> None:
    told = watched(notes.remove, nothing, nothing)
    assert [(talks, "is empty" in wrong) for talks, wrong in told] == [(8, False), (8, True)]


async def test_the_reader_shows_a_source_that_another_program_added(
    open_reader: OpenReader, notes: Notes, other: Notes, data: Path
) -> None:
    async with open_reader() as reader:
        opening(data).add(other.folder)
        await reader.refresh()
        assert "9 talks" in reader.lines[0] and any("2019" in line for line in reader.tree)
        opening(data).change_sources(lambda now: now.without([other.folder]))
        await reader.refresh()
        assert "8 talks" in reader.lines[0] and not any("2019" in line for line in reader.tree)


async def test_the_reader_shows_what_another_program_has_read_already(
    open_reader: OpenReader, other: Notes, data: Path
) -> None:
    async with open_reader() as reader:
        opening(data).add(other.folder)
        opening(data).refreshed_index()
        await reader.refresh()
        assert "9 talks" in reader.lines[0] and any("2019" in line for line in reader.tree)
