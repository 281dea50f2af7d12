"""Every shape of notes: a document in it, and the talks that a person finds there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import collection, shapes, sources
from reinvent_notes.document import make_document
from reinvent_notes.talk import Talk

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "shapes"
SHARED = Path(__file__).resolve().parents[3] / "shared"
FIELDS = ("year", "title", "code", "level", "track", "kind", "speakers", "video")

PAIRS = sorted(path.with_suffix("") for path in FIXTURES.rglob("*.json"))
NO_TALKS = sorted((FIXTURES / "not_talks").glob("*.md"))


def talks_in(path: Path) -> list[Talk]:
    """The talks of a file or folder, as `parse` finds them."""
    return collection.talks(list(collection.read_all(sources.find([path], []))))


def said(talk: Talk) -> dict[str, Any]:
    """What is expected of a talk, with the line of its first note."""
    values = talk.as_dict()
    known = {name: values[name] for name in FIELDS}
    return {**known, "speakers": list(talk.speakers), "line": talk.notes[0].line if talk.notes else None}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_a_document_holds_the_talks_that_a_person_finds_in_it(path: Path) -> None:
    document = next(
        found for found in (path, *path.parent.glob(f"{path.name}.*")) if found.exists() and found.suffix != ".json"
    )
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    assert [said(talk) for talk in talks_in(document)] == expected


@pytest.mark.parametrize("path", NO_TALKS, ids=lambda path: path.stem)
def test_what_is_no_notes_holds_no_talks(path: Path) -> None:
    assert talks_in(path) == []


def test_a_note_that_is_nested_in_an_item_reads_by_itself() -> None:
    lines = ["- re:Invent 2021", "- ### ARC318 | Cells", "\ttime:: 9:00", "\t- one", "\t\t- two", "", "- soup"]
    document = make_document(lines, "a.md")
    (talk,) = (found.said(document) for found in shapes.read(document).findings)
    assert [note["markdown"] for note in talk["notes"]] == ["time:: 9:00\n- one\n    - two"]


def test_headings_in_items_are_headings_only_where_there_are_no_others_and_no_code() -> None:
    lines = ["- re:Invent 2021", "- ## ARC318 | Lambda in C#", "\t```", "\t- ## SVS301 in a shell", "\t```"]
    assert [found.title.title for found in shapes.read(make_document(lines, "a.md")).findings] == ["Lambda in C#"]
    titled = make_document(["# re:Invent 2021", "## ARC318 | Cells", *lines], "a.md")
    assert [found.title.title for found in shapes.read(titled).findings] == ["Cells"]


def _documents() -> list[Any]:
    truth = SHARED / "truth" / "truth.json"
    if not truth.is_file():
        return [pytest.param("", {}, marks=pytest.mark.skip(reason="../shared is not here"))]
    known = json.loads(truth.read_text(encoding="utf-8"))
    return [pytest.param(key, known[key], id=key) for key in known if key.startswith(("wild/", "inputs/"))]


@pytest.mark.parametrize(("name", "truth"), _documents())
def test_real_notes_hold_the_talks_that_a_person_found(name: str, truth: dict[str, Any]) -> None:
    left = {(talk.year, "".join(filter(str.isalnum, title.casefold()))) for talk in talks_in(SHARED / name)
            for title in talk.titles}  # fmt: skip
    for session in truth["sessions"]:
        titles = (session["title"], *session.get("accept_titles", ()))
        wanted = {(session["year"], "".join(filter(str.isalnum, title.casefold()))) for title in titles}
        assert session.get("optional") or left & wanted or "[REPEAT" in session["title"], session["title"]


WORDS = "a talk on queues # ## - * ** | > keynote session \n\n \n --- ``` [x](y) “so”".split(" ")
SIGNS = [
    *("# ", "## ", "- ", "**", "\n", "\n\n", " ", "|", "|---|---|\n", "```", "---\n", "[[", "]]", "Related:", "Title"),
    *("SVS301", "ARC207-R1 - ", "(DAT301)", "re:Invent 2022", "Keynotes", '"Some quoted words"', "Speaker: Ada Winter"),
    *("https://youtu.be/fixture0001", "[Video](https://youtu.be/fixture0002)", "Ada Winter - Engineer"),
]
words = st.lists(st.sampled_from(WORDS)).map(" ".join)
signs = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


@given(st.text() | signs)
def test_any_text_can_be_read_and_its_talks_are_lines_of_it(text: str) -> None:
    document = make_document(text.split("\n"), "a.md")
    before = -1
    for finding in shapes.read(document).findings:
        assert before <= finding.line < len(document.lines)
        assert finding.start == finding.end or finding.line <= finding.start <= finding.end <= len(document.lines)
        before = max(finding.end, finding.line + 1)
        talk = finding.said(document)
        assert talk["title"]
        assert all(finding.line + 1 == note["line"] for note in talk["notes"])


@given(words)
def test_no_talk_comes_from_text_without_codes_links_and_the_event(text: str) -> None:
    assert shapes.read(make_document(text.split("\n"), "a.md")).findings == ()
