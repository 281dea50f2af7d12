"""A note that is begun: what is known of the talk is read back from it as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import collection, front_matter, sources
from reinvent_notes.new_note import begin, file_name
from reinvent_notes.talk import Talk
from reinvent_notes.text import clean_line

_LINES = st.text(max_size=60).map(clean_line).filter(lambda line: line.strip("\"'[]{}~ ") and line != "null")
_WORDS = (
    st.text("abcXYZ '\"[]#:,\\-&é{}", min_size=1, max_size=30)
    .map(clean_line)
    .filter(lambda w: any(map(str.isalnum, w)))
)


@given(st.one_of(_LINES, _WORDS), st.lists(_WORDS, max_size=4))
def test_what_is_known_is_read_back(title: str, speakers: list[str]) -> None:
    text = begin(Talk(title, 2024, "SVS401", level=400, speakers=tuple(speakers)))
    lines = text.split("\n")
    values, start = front_matter.read(lines)
    expected = {"title": title, "year": "2024", "code": "SVS401", "level": "400"}
    assert values == (expected | {"speakers": speakers} if speakers else expected)
    assert not any(lines[start:]) and text.endswith("---\n\n\n")


def test_plain_values_stand_as_people_write_them() -> None:
    talk = Talk("Best practices: part 2", 2023, speakers=("Julian Wood", "Chris Munns"), videos=("sdCA0Y7QDrM",))
    assert begin(talk).splitlines() == [
        "---",
        "title: Best practices: part 2",
        "year: 2023",
        "speakers: [Julian Wood, Chris Munns]",
        "video: sdCA0Y7QDrM",
        "---",
        "",
        "",
    ]


@pytest.mark.parametrize("year", [2024, None])
def test_what_was_begun_is_found_as_that_talk(tmp_path: Path, year: int | None) -> None:
    talk = Talk("Scaling to many", year, track="Architecture")
    (tmp_path / file_name(talk)).write_text(begin(talk) + "What I think of it.\n")
    [found] = collection.talks(collection.read_all(sources.find([tmp_path], [])))
    assert (found.title, found.year, found.track) == (talk.title, talk.year, talk.track)
    assert found.notes[0].markdown == "What I think of it."


@given(st.text())
def test_a_name_of_a_file_is_one(title: str) -> None:
    name = file_name(Talk(title or "x", 2024, "SVS401-R"))
    assert name.startswith("2024-svs401-r-") and name.endswith(".md") and "/" not in name and len(name) < 200
