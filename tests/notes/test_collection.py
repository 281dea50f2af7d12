"""The files of a folder, understood together."""

from __future__ import annotations

from pathlib import Path

from reinvent_notes import collection, sources
from reinvent_notes.collection import Reading
from reinvent_notes.talk import Talk


def read(folder: Path, **files: str) -> tuple[list[Talk], list[Reading]]:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    readings = list(collection.read_all(sources.find([folder], []), explained=True))
    return collection.talks(readings), [reading for _, reading in readings]


def test_an_index_page_and_the_files_that_it_lists_are_one_talk_each(tmp_path: Path) -> None:
    talks, _ = read(
        tmp_path,
        README="# re:Invent 2019\n\n- [ARC303: Cells](arc303.md)\n- [SVS301: Queues](svs301.md)\n",
        arc303="# Cells\n\nSome words.\n",
        svs301="# Queues\n\nOther words.\n",
    )
    assert [(talk.year, talk.code, talk.title) for talk in talks] == [
        (2019, "ARC303", "Cells"),
        (2019, "SVS301", "Queues"),
    ]


def test_a_page_without_a_year_is_of_the_year_of_those_around_it(tmp_path: Path) -> None:
    talks, readings = read(
        tmp_path,
        one="# AWS re:Invent 2018 - A first talk (ARC303)\n\nWords.\n",
        two="# AWS re:Invent - Another talk (SVS301)\n\nWords.\n",
    )
    assert [talk.year for talk in talks] == [2018, 2018]
    assert not any(reading["warnings"] for reading in readings)


def test_where_nothing_says_the_year_one_line_says_so(tmp_path: Path) -> None:
    talks, [reading] = read(tmp_path, notes="# AWS re:Invent - A talk on words (ARC303)\n\n## More\n\nWords.\n")
    assert [talk.year for talk in talks] == [None]
    [warning] = reading["warnings"]
    assert "nothing says which year" in warning


def test_it_is_told_what_made_a_talk_and_why_another_heading_made_none(tmp_path: Path) -> None:
    _, [reading] = read(tmp_path, notes="# re:Invent 2022\n\n## ARC303 - Cells\n\nWords.\n\n## Travel tips\n\nSocks.\n")
    assert reading["about"] == "about the event; year 2022"
    assert reading["shapes"] == ["headings: 1 talk: 1 by a code in the heading (sure 0.95)"]
    assert [3, "a topic"] not in reading["skipped"]
    assert dict(reading["skipped"])[1] == "the page's title"
