"""Marks stay with their talk whatever becomes of the notes, and a talk is found by any of its names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reinvent_notes import mark_places
from reinvent_notes.errors import MarksError
from reinvent_notes.index import Index
from reinvent_notes.index_build import refresh
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.marks import Mark
from reinvent_tui.cli import main
from reinvent_tui.forgiving import ForgivingLibrary

VIDEO = "sdCA0Y7QDrM"


class Shelf:
    """A folder of notes that is part of a library, and the command line to use it with."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.notes = folder / "notes"
        self.notes.mkdir()
        self._data = folder / "data"
        self._capsys = capsys
        self.call("add", self.notes)

    def call(self, *words: object) -> tuple[int, str, str]:
        """Exit status, stdout and stderr."""
        status = main(["--data-dir", str(self._data), "--no-bundled", *map(str, words)])
        said = self._capsys.readouterr()
        return status, said.out, said.err

    def json(self, *words: object) -> Any:
        status, out, err = self.call(*words, "--json")
        assert status == 0, err
        return json.loads(out)

    def write(self, name: str, *lines: str) -> Path:
        path = self.notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")
        return path

    def talk(self, name: str) -> Any:
        [talk] = self.json("show", name)["talks"]
        return talk

    def ids(self) -> list[str]:
        return [talk["id"] for talk in self.json("list")["talks"]]

    def mark(self, name: str, *options: object) -> None:
        assert self.call("mark", name, *options)[0] == 0

    def watched(self) -> list[str]:
        """The titles of the talks that are marked as watched."""
        status, out, _ = self.call("list", "is:watched", "--json")
        assert status in (0, 1)
        return [talk["title"] for talk in json.loads(out)["talks"]]


@pytest.fixture(params=[0, mark_places._MANY], ids=["as of many marks", "as of few"])
def shelf(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shelf:
    """Marks are looked for in another way where there are many of them."""
    monkeypatch.setattr(mark_places, "_MANY", request.param)
    return Shelf(tmp_path, capsys)


def head(title: str, code: str = "", year: int | None = 2022, video: str = "") -> str:
    """Front matter in the house format, which says what is known and no more."""
    known = {"title": title, "year": year, "code": code, "video": video, "kind": "breakout"}
    return "\n".join(("---", *(f"{name}: {value}" for name, value in known.items() if value), "---"))


# marks find their talk again


def test_a_mark_stays_when_the_file_moves(shelf: Shelf) -> None:
    note = shelf.write("a.md", head("Resilient applications"), "", "Some words.")
    shelf.mark("Resilient applications", "--watched")
    (shelf.notes / "elsewhere").mkdir()
    note.rename(shelf.notes / "elsewhere" / "b.txt")
    assert shelf.watched() == ["Resilient applications"]


def test_a_mark_stays_when_other_talks_come_before_it(shelf: Shelf) -> None:
    shelf.write("m.md", head("Resilient applications"), "", "Some words.")
    shelf.mark("Resilient applications", "--watched")
    shelf.write("a.md", head("A keynote of the next year", year=2023), "", "Some words.")
    shelf.write("b.md", head("Databases", "DAT301"), "", "Some words.")
    assert shelf.watched() == ["Resilient applications"]


def test_a_mark_stays_when_the_heading_is_reworded(shelf: Shelf) -> None:
    shelf.write("a.md", head("Building resilient applications"), "", "Some words.")
    shelf.write("b.md", head("Databases for everybody"), "", "Some words.")
    shelf.mark("Building resilient applications", "--watched")
    shelf.write("a.md", head("Building more resilient applications on AWS"), "", "Some words.")
    assert shelf.watched() == ["Building more resilient applications on AWS"]


def test_a_mark_stays_when_the_heading_is_another_and_the_code_is_the_same(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    shelf.mark("arc301", "--watched")
    shelf.write("a.md", head("How not to fall over", "ARC301-R1"), "", "Some words.")
    assert shelf.watched() == ["How not to fall over"]


def test_a_mark_stays_when_the_heading_is_another_and_the_recording_is_the_same(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications", video=VIDEO), "", "Some words.")
    shelf.mark(VIDEO, "--watched")
    shelf.write("a.md", head("How not to fall over", video=VIDEO), "", "Some words.")
    assert shelf.watched() == ["How not to fall over"]


def test_a_mark_stays_when_the_code_becomes_known(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications"), "", "Some words.")
    shelf.mark("Resilient applications", "--watched")
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    assert shelf.ids() == ["2022-ARC301"]
    assert shelf.watched() == ["Resilient applications"]


def test_a_mark_stays_when_the_recording_becomes_known_and_then_the_heading_is_another(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    shelf.mark("arc301", "--watched")
    shelf.write("a.md", head("Resilient applications", "ARC301", video=VIDEO), "", "Some words.")
    assert shelf.watched() == ["Resilient applications"]
    shelf.write("a.md", head("How not to fall over", "ARC301", video=VIDEO), "", "Some words.")
    assert shelf.watched() == ["How not to fall over"]


def test_a_mark_stays_when_the_year_becomes_known(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications", "ARC301", None), "", "Some words.")
    assert shelf.ids() == ["unknown-resilient-applications"]
    shelf.mark("Resilient applications", "--watched")
    shelf.write("a.md", head("Resilient applications", "ARC301", 2022), "", "Some words.")
    assert shelf.watched() == ["Resilient applications"]


def test_a_mark_stays_when_another_persons_notes_on_the_talk_are_added_and_removed(shelf: Shelf) -> None:
    shelf.write("mine.md", head("Resilient applications", "ARC301"), "", "My words.")
    shelf.mark("arc301", "--watched")
    other = shelf.write("another.md", head("How not to fall over", "ARC301-R"), "", "Other words entirely.")
    assert len(shelf.watched()) == 1
    other.unlink()
    assert shelf.watched() == ["Resilient applications"]


def test_when_two_marked_talks_turn_out_to_be_one_it_has_the_marks_of_both(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "My words.")
    shelf.write("b.md", head("How not to fall over"), "", "Other words entirely.")
    shelf.mark("arc301", "--watched")
    shelf.mark("How not to fall over", "--rating", 5)
    shelf.write("b.md", head("How not to fall over", "ARC301"), "", "Other words entirely.")
    marks = shelf.talk("arc301")["marks"]
    assert marks["watched"]
    assert marks["rating"] == 5


def test_a_mark_on_a_lab_does_not_go_over_to_the_talk_of_the_same_number(shelf: Shelf) -> None:
    shelf.write("b.md", head("Hands on with resilience", "ARC301-L"), "", "Some words.")
    shelf.mark("arc301-l", "--watched")
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Other words.")
    assert shelf.watched() == ["Hands on with resilience"]


def test_the_marks_of_a_talk_that_is_gone_do_not_go_over_to_another_with_a_longer_title(shelf: Shelf) -> None:
    gone = shelf.write("a.md", head("What's new with AWS Lambda"), "", "Some words.")
    shelf.write("b.md", head("What's new with AWS Lambda durable functions and managed instances"), "", "Other words.")
    shelf.mark("2022-whats-new-with-aws-lambda", "--watched")
    assert shelf.watched() == ["What's new with AWS Lambda"]
    gone.unlink()
    assert shelf.watched() == []


def test_the_marks_of_a_talk_that_is_gone_do_not_go_over_to_the_same_title_of_another_year(shelf: Shelf) -> None:
    gone = shelf.write("a.md", head("What's new with AWS Lambda", year=2022), "", "Some words.")
    shelf.write("b.md", head("What's new with AWS Lambda", year=2023), "", "Other words.")
    shelf.mark("2022-whats-new-with-aws-lambda", "--watched")
    gone.unlink()
    assert shelf.watched() == []


def ratings(shelf: Shelf) -> dict[str, int]:
    """Of each talk that has one, by its title."""
    talks = json.loads(shelf.call("list", "is:rated", "--json")[1])["talks"]
    return {talk["title"]: talk["marks"]["rating"] for talk in talks}


def test_a_mark_does_not_go_over_to_who_is_given_the_code_with_another_title_and_recording(shelf: Shelf) -> None:
    note = shelf.write("a.md", head("Resilient applications", "ARC301", video=VIDEO), "", "Some words.")
    shelf.mark("arc301", "--rating", 5)
    shelf.write("a.md", head("Something else", "ARC301", video="PiQ_eZFO2GU"), "", "Other words.")
    assert ratings(shelf) == {}
    assert [(mark["talk"], mark["title"]) for mark in shelf.json("marks")["marks"]] == [
        (None, "Resilient applications")
    ]
    shelf.mark("arc301", "--rating", 1)
    shelf.write("b.md", head("Resilient applications", "ARC311", video=VIDEO), "", "Some words.")
    assert ratings(shelf) == {"Something else": 1, "Resilient applications": 5}
    note.unlink()
    assert ratings(shelf) == {"Resilient applications": 5}


def test_a_talk_that_takes_over_an_id_gets_marks_of_its_own(shelf: Shelf) -> None:
    talk = shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    shelf.mark("arc301", "--rating", 5)
    talk.unlink()
    shelf.write("b.md", head("Hands on with resilience", "ARC301-L"), "", "Other words.")
    assert shelf.ids() == ["2022-ARC301"]
    shelf.mark("2022-ARC301", "--rating", 2)
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    assert ratings(shelf) == {"Resilient applications": 5, "Hands on with resilience": 2}


@pytest.mark.parametrize("marked", [["arc301"], ["arc301", "arc302"]])
def test_the_mark_of_a_talk_that_is_away_is_its_own_again_though_another_has_its_title(
    marked: list[str], shelf: Shelf
) -> None:
    away = shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    shelf.write("b.md", head("Resilient applications", "ARC302"), "", "Other words.")
    for stars, name in enumerate(marked, 1):
        shelf.mark(name, "--rating", stars)
    aside = away.rename(shelf.notes.parent / "aside.md")
    if len(marked) > 1:
        assert shelf.talk("arc302")["marks"]["rating"] == 2
    aside.rename(away)
    for stars, name in enumerate(marked, 1):
        assert shelf.talk(name)["marks"]["rating"] == stars
    assert len(shelf.json("marks")["marks"]) == len(marked)


def test_talks_that_a_third_note_joins_for_a_while_have_their_own_marks_afterwards(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications"), "", "Some words.")
    shelf.write("b.md", head("How not to fall over", video=VIDEO), "", "Other words entirely.")
    shelf.mark("Resilient applications", "--rating", 5)
    shelf.mark("How not to fall over", "--rating", 2, "--watched")
    third = shelf.write("c.md", head("Resilient applications", "ARC301", video=VIDEO), "", "A third note.")
    assert len(shelf.ids()) == 1
    marks = shelf.talk("arc301")["marks"]
    assert (marks["rating"], bool(marks["watched"])) == (2, True), "the newest of each"
    third.unlink()
    assert ratings(shelf) == {"Resilient applications": 5, "How not to fall over": 2}
    assert shelf.watched() == ["How not to fall over"]


def test_a_mark_that_is_removed_from_two_joined_talks_is_gone(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "My words.")
    shelf.write("b.md", head("How not to fall over"), "", "Other words entirely.")
    shelf.mark("arc301", "--rating", 4)
    shelf.mark("How not to fall over", "--rating", 5)
    shelf.write("b.md", head("How not to fall over", "ARC301"), "", "Other words entirely.")
    shelf.mark("arc301", "--rating", "none")
    assert ratings(shelf) == {}
    shelf.mark("arc301", "--rating", 3)
    assert ratings(shelf) == {"Resilient applications": 3}


def test_a_mark_that_could_be_of_two_talks_is_of_none(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications"), "", "Some words.")
    shelf.mark("Resilient applications", "--rating", 5)
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    shelf.write("b.md", head("Resilient applications", "ARC302"), "", "Other words.")
    assert ratings(shelf) == {}
    assert [mark["talk"] for mark in shelf.json("marks")["marks"]] == [None]


def test_what_was_marked_before_a_talk_was_better_known_is_taken_back_afterwards(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()

    def index() -> Index:
        return refresh(tmp_path / "index.db", lambda: [notes], "test")[0]

    (notes / "a.md").write_text(head("Resilient applications") + "\n\nSome words.\n")
    library = Library(index(), MarkStore(tmp_path / "marks.db"))
    [n] = library.index.shown
    undo = library.mark([n], Mark.RATING, 5)
    (notes / "a.md").write_text(head("Resilient applications", "ARC301", video=VIDEO) + "\n\nSome words.\n")
    library.replace_index(index())
    [(n, marked)] = library.marked()
    assert (marked.subject.code, marked.subject.videos) == ("ARC301", (VIDEO,))
    redo = library.apply(undo)
    assert library.marks(n) == {}
    library.apply(redo)
    assert library.marks(n) == {Mark.RATING: 5}
    assert library.unplaced == []


def test_a_library_in_other_branches_shows_the_talks_of_a_refreshed_index(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()

    def index() -> Index:
        return refresh(tmp_path / "index.db", lambda: [notes], "test")[0]

    (notes / "a.md").write_text(head("Resilient applications", "ARC301") + "\n\nSome words.\n")
    library = Library(index(), MarkStore(tmp_path / "marks.db"))
    library.group_by("level")
    assert [group.size for group in library.groups()] == [1]
    (notes / "b.md").write_text(head("Databases for everybody", "DAT301") + "\n\nOther words.\n")
    library.replace_index(index())
    assert [group.size for group in library.groups()] == [2]


def test_no_talk_has_a_mark_where_they_cannot_be_read_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text(head("Resilient applications", "ARC301") + "\n\nSome words.\n")
    store = MarkStore(tmp_path / "marks.db")
    library = ForgivingLibrary(refresh(None, lambda: [tmp_path], "test")[0], store)
    library.mark(library.index.shown, Mark.WATCHED, "2026-01-02")

    def fail(**_: object) -> None:
        raise MarksError("the marks cannot be read", where=store.path)

    monkeypatch.setattr(store, "load", fail)
    library.reload_marks()
    assert library.trouble
    assert [mark for mark in Mark if library.having(mark) or library.in_sight(mark)] == []


# marks without a talk


def test_marks_whose_talk_is_gone_are_kept_and_listed_and_come_back_with_it(shelf: Shelf) -> None:
    note = shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    shelf.write("b.md", head("Databases for everybody", "DAT301"), "", "A folder without files is away.")
    shelf.mark("arc301", "--rating", 4, "--note", "again!")
    aside = shelf.notes.parent / "aside.md"
    note.rename(aside)
    [mark] = shelf.json("marks")["marks"]
    assert (mark["talk"], mark["title"], mark["marks"]) == (
        None,
        "Resilient applications",
        {"rating": 4, "note": "again!"},
    )
    status, out, _ = shelf.call("marks")
    assert (status, "Resilient applications" in out, "no source" in out) == (0, True, True)
    aside.rename(note)
    [mark] = shelf.json("marks")["marks"]
    assert mark["talk"] == "2022-ARC301"
    assert shelf.talk("arc301")["marks"]["rating"] == 4


def test_taking_a_folder_out_of_the_library_keeps_its_marks(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Some words.")
    shelf.mark("arc301", "--watched")
    assert shelf.call("remove", shelf.notes)[0] == 0
    assert [mark["talk"] for mark in shelf.json("marks")["marks"]] == [None]
    assert shelf.call("add", shelf.notes)[0] == 0
    assert shelf.watched() == ["Resilient applications"]


# naming a talk


@pytest.fixture
def named(shelf: Shelf) -> Shelf:
    shelf.write("a.md", head("Resilient applications", "ARC301-R1", video=VIDEO), "", "Some words.")
    shelf.write("b.md", head("Databases for everybody", "DAT301"), "", "Words.")
    shelf.write("c.md", head("Databases and resilience", "DAT301", year=2023), "", "Words.")
    shelf.write("d.md", head("I didn’t know that"), "", "Words.")
    return shelf


@pytest.mark.parametrize(
    "name",
    [
        "2022-ARC301",
        "2022-arc301",
        "ARC301",
        "ARC301-R1",
        "ARC301-R",
        "arc301",
        "arc301-r1",
        "ARC 301",
        "arc 301",
        "arc-301",
        "ARC_301",
        " arc301 ",
        VIDEO,
        f"https://youtu.be/{VIDEO}",
        f"https://www.youtube.com/watch?v={VIDEO}",
        f"https://www.youtube.com/watch?v={VIDEO}&t=754s",
        f"youtube.com/watch?v={VIDEO}",
        "Resilient applications",
        "resilient APPLICATIONS",
        "resilient appl",
        "aplications resilient",
    ],
)
def test_a_talk_answers_to_its_id_its_code_its_recording_and_words_of_its_title(name: str, named: Shelf) -> None:
    assert named.talk(name)["id"] == "2022-ARC301"


@pytest.mark.parametrize("name", ["I didn't know that", "i didnt know", "2022-i-didnt-know-that"])
def test_a_talk_without_a_code_answers_to_its_title_however_its_apostrophe_is_typed(name: str, named: Shelf) -> None:
    assert named.talk(name)["title"] == "I didn’t know that"


@pytest.mark.parametrize("name", ["DAT301", "dat 301", "dat-301", "databases"])
def test_a_name_that_fits_several_talks_is_an_error_that_lists_them(name: str, named: Shelf) -> None:
    status, out, err = named.call("show", name)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "2022-DAT301" in err
    assert "2023-DAT301" in err


def test_a_code_that_several_years_have_is_an_error_also_where_one_was_a_repeat(shelf: Shelf) -> None:
    shelf.write("a.md", head("Databases for everybody", "DAT301-R"), "", "Words.")
    shelf.write("b.md", head("Databases and resilience", "DAT301", year=2023), "", "Words.")
    status, _, err = shelf.call("show", "DAT301")
    assert status == 1
    assert "2022-DAT301" in err
    assert "2023-DAT301" in err


def test_a_title_that_is_all_of_the_words_is_meant_before_longer_ones(named: Shelf) -> None:
    named.write("e.md", head("Databases for everybody else"), "", "Words.")
    assert named.talk("databases for everybody")["id"] == "2022-DAT301"


@pytest.mark.parametrize("name", ["XYZ999", "nothing like it", "2031-DAT301", "AAAAAAAAAAA", "", "   ", "?!"])
def test_a_name_that_fits_nothing_is_one_line_and_exit_1(name: str, named: Shelf) -> None:
    status, out, err = named.call("show", name)
    assert (status, out, err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("name", ["ARC302", "arc 302", "2022-ARC302", "2022-ARC301-2"])
def test_a_code_that_no_talk_has_does_not_stand_for_the_next_one(name: str, named: Shelf) -> None:
    assert named.call("mark", name, "--watched")[0] == 1
    assert named.watched() == []


def test_an_id_that_a_talk_once_had_keeps_finding_it(shelf: Shelf) -> None:
    shelf.write("a.md", head("Resilient applications"), "", "Words.")
    [before] = shelf.ids()
    shelf.write("a.md", head("Resilient applications", "ARC301"), "", "Words.")
    assert shelf.ids() != [before]
    assert shelf.talk(before)["id"] == "2022-ARC301"


# whose words are trusted


def test_the_users_own_words_stand_before_those_of_the_bundled_notes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own/in/folders/that/go/far/down/mine.md"
    own.parent.mkdir(parents=True)
    own.write_text(head("My name for this talk", "SVS323", 2023) + "\n\nMy own words on it.\n")
    words = ["--data-dir", str(tmp_path / "data"), "--json"]
    assert main([*words, "add", str(tmp_path / "own")]) == 0
    capsys.readouterr()
    assert main([*words, "show", "2023-SVS323"]) == 0
    [talk] = json.loads(capsys.readouterr().out)["talks"]
    assert talk["title"] == "My name for this talk"
    assert len(talk["titles"]) == 2
    assert "My own words" in talk["notes"][0]["markdown"]
