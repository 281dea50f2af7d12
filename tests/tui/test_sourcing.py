"""What the library is made of: added, removed, edited by hand, away for a while, and changed by many at once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from calling import Call, Said, caller

from reinvent_notes import limits

if TYPE_CHECKING:
    from conftest import OpenReader


@pytest.fixture
def call(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Calls the command line on a library without the bundled notes, at home and in a folder of the test's own."""
    data.mkdir()
    (data / "sources.txt").write_text("bundled off\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return caller(capsys, "--data-dir", data)


def write(path: Path, code: str, title: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# AWS re:Invent 2022\n\n## {code}: {title}\n\nWhat was said of {title}.\n")
    return path


def titles(call: Call) -> list[str]:
    return sorted(talk["title"] for talk in call("list", "--json").json["talks"])


def sources(call: Call) -> dict[str, Any]:
    return {row["source"]: row for row in call("sources", "--json").json["sources"]}


# a list of sources that was edited by hand


@pytest.mark.parametrize("line", ["~/notes", "~/notes/"])
def test_a_source_below_home_may_be_written_so(call: Call, data: Path, tmp_path: Path, line: str) -> None:
    write(tmp_path / "notes" / "page.md", "SVS301", "Queues")
    (data / "sources.txt").write_text(f"bundled off\n{line}\n")
    assert titles(call) == ["Queues"]
    assert call("remove", "~/notes").status == 0
    assert titles(call) == []


def test_a_relative_source_is_the_same_wherever_the_program_is_called(
    call: Call, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(data / "notes" / "page.md", "SVS301", "Near the list")
    write(tmp_path / "notes" / "page.md", "SVS302", "Near the call")
    (data / "sources.txt").write_text("bundled off\nnotes\n")
    here = titles(call)
    monkeypatch.chdir(data)
    assert titles(call) == here


def test_every_source_that_is_listed_can_be_removed(call: Call, data: Path, tmp_path: Path) -> None:
    write(tmp_path / "notes" / "page.md", "SVS301", "Queues")
    (data / "sources.txt").write_text("bundled off\nnotes\n")
    [name] = sources(call)
    assert call("remove", name).status == 0
    assert sources(call) == {}


def test_remarks_stay_where_they_are_when_sources_come_and_go(call: Call, data: Path, tmp_path: Path) -> None:
    notes, more = (write(tmp_path / name / "page.md", "SVS301", "Queues").parent for name in ("notes", "more"))
    (data / "sources.txt").write_bytes(f"# mine\r\n{notes}\r\n\r\n# the end\r\nbundled off".encode())
    assert call("add", more).status == 0
    assert call("remove", notes).status == 0
    lines = (data / "sources.txt").read_text().splitlines()
    assert lines == ["# mine", "", "# the end", str(more), "bundled off"]


@pytest.mark.parametrize("verb", ["list", "sources", "add", "remove"])
def test_a_list_of_sources_that_cannot_be_read_is_named_and_left_alone(
    call: Call, data: Path, tmp_path: Path, verb: str
) -> None:
    (data / "sources.txt").unlink()
    (data / "sources.txt").mkdir()
    notes = write(tmp_path / "notes" / "page.md", "SVS301", "Queues")
    changes = verb in ("add", "remove")
    said = call(verb, *([notes] if changes else []))
    assert said.status == changes
    assert "sources.txt" in said.err
    assert changes or "are the bundled notes alone" in said.err
    assert said.err.count("\n") == 1
    assert list((data / "sources.txt").iterdir()) == []


# what became of a source


def test_a_file_that_a_folder_replaces_and_the_other_way_round(call: Call, tmp_path: Path) -> None:
    page = write(tmp_path / "page.md", "SVS301", "Queues")
    call("add", page)
    page.unlink()
    write(page / "inner.md", "SVS302", "Buses")
    assert titles(call) == ["Buses"]
    (page / "inner.md").unlink()
    page.rmdir()
    write(page, "SVS303", "Streams")
    assert titles(call) == ["Streams"]


def test_no_bundled_changes_nothing_of_a_source_that_is_away(call: Call, tmp_path: Path) -> None:
    notes = write(tmp_path / "notes" / "page.md", "SVS301", "Queues").parent
    call("add", notes)
    notes.rename(tmp_path / "elsewhere")
    for words in (["--no-bundled", "list"], ["index"], ["--no-bundled", "index", "--rebuild"], ["index", "--rebuild"]):
        call(*words)
        assert titles(call) == ["Queues"], words
    assert not sources(call)[str(notes)]["available"]
    assert sources(call)[str(notes)]["talks"] == 1
    assert call("remove", notes).status == 0
    assert titles(call) == []


def test_without_the_bundled_notes_documents_are_not_read_again_either(call: Call, tmp_path: Path) -> None:
    page = write(tmp_path / "notes" / "page.md", "SVS301", "Queues")
    call("--no-bundled", "add", page)
    assert call("--no-bundled", "index", "--json").json["index"]["added"] == []
    assert str(page) in call("index", "--json").json["index"]["added"]  # the library with them has not seen it yet
    write(page, "SVS302", "Buses and streams")
    assert call("--no-bundled", "index", "--json").json["index"]["changed"] == [str(page)]
    assert titles(call) == ["Buses and streams"]


def test_a_source_that_is_away_keeps_its_talks_where_the_index_cannot_be_written(
    call: Call, data: Path, tmp_path: Path
) -> None:
    notes = write(tmp_path / "notes" / "page.md", "SVS301", "Queues").parent
    other = write(tmp_path / "other" / "page.md", "SVS302", "Buses")
    call("add", notes, other)
    notes.rename(tmp_path / "elsewhere")
    write(other, "SVS302", "Buses and streams")
    (data / f"index.db.{os.getpid()}.new").mkdir()  # no file can be made there
    assert titles(call) == ["Buses and streams", "Queues"]


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '[{"code": "SVS301", "titl'], ids=["empty", "no rows", "[]", "cut"]
)
def test_a_list_that_is_none_any_more_is_told_of(call: Call, tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.json"
    talk = {"code": "SVS301", "title": "Queues", "type": "Breakout session", "event": "AWS re:Invent 2022"}
    path.write_text(json.dumps([talk]))
    call("add", path)
    assert titles(call) == ["Queues"]
    path.write_text(content)
    assert titles(call) == ["Queues"] or sources(call)[str(path)]["refused"]


def test_a_folder_and_a_link_to_it_give_each_talk_and_note_once(call: Call, tmp_path: Path) -> None:
    notes = write(tmp_path / "notes" / "page.md", "SVS301", "Queues").parent
    (tmp_path / "link").symlink_to(notes)
    (notes / "loop").symlink_to(notes)
    call("add", tmp_path / "link", notes, notes / "page.md", tmp_path / "link" / "page.md")
    [talk] = call("list", "--json").json["talks"]
    assert [note["source"].endswith("page.md") for note in talk["notes"]] == [True]
    call("remove", tmp_path / "link")
    assert titles(call) == ["Queues"]


def test_adding_twice_is_adding_once(call: Call, data: Path, tmp_path: Path) -> None:
    notes = write(tmp_path / "notes" / "page.md", "SVS301", "Queues").parent
    first = call("add", "--json", notes)
    before = (data / "sources.txt").read_bytes()
    second = call("add", "--json", "notes", f"{notes}/", notes / ".." / "notes")
    assert (first.json["added"], second.json["added"]) == ([str(notes)], [])
    assert (data / "sources.txt").read_bytes() == before


def test_talks_beyond_a_limit_are_told_of(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TALKS_PER_FILE", 3)
    kind = {"type": "Breakout session", "event": "AWS re:Invent 2022"}
    talks = [{"code": f"SVS30{n}", "title": f"Talk {n}", **kind} for n in range(5)]
    (tmp_path / "list.json").write_text(json.dumps(talks))
    added = call("add", tmp_path / "list.json")
    assert titles(call) == ["Talk 0", "Talk 1", "Talk 2"]
    assert "TALKS_PER_FILE" in added.err + call("sources").out + call("index").err


# what is told, and when

DATED = {"code": "SVS301", "title": "Queues", "type": "Breakout session", "event": "AWS re:Invent 2022"}
UNDATED = {
    "code": "SVS302",
    "title": "Buses",
    "type": "Breakout session",
    "abstract": "What it is about.",
    "speakers": "A",
}


def write_list(path: Path, *talks: dict[str, str]) -> Path:
    path.write_text(json.dumps(talks))
    return path


def test_what_stands_is_told_where_sources_are_looked_at_and_not_at_every_verb(call: Call, tmp_path: Path) -> None:
    path = write_list(tmp_path / "sessions.json", UNDATED)
    assert "name the file reinvent-YEAR.json" in call("add", path).err
    for words in (["list"], ["search", "buses"], ["show", "svs302"], ["mark", "svs302", "--watched"]):
        assert call(*words).err == "", words
    for words in (["sources"], ["index"], ["add", path]):
        assert "name the file reinvent-YEAR.json" in call(*words).err, words
    assert "name the file reinvent-YEAR.json" in call("doctor").out
    write(tmp_path / "page.md", "SVS301", "Queues")
    (tmp_path / "page.md").write_bytes((tmp_path / "page.md").read_bytes() + b"caf\xe9\n")
    assert "not UTF-8" in call("add", tmp_path / "page.md").err
    assert call("list").err == ""
    write_list(path, UNDATED, DATED)
    (tmp_path / "page.md").write_bytes((tmp_path / "page.md").read_bytes() + b"\n")
    assert "not UTF-8" in call("list").err


@pytest.mark.parametrize("name", ["2022.csv", "2022.json", "2022.jsonl"])
def test_of_bytes_in_a_list_that_are_no_text_the_line_is_told(call: Call, tmp_path: Path, name: str) -> None:
    talk = json.dumps(DATED).replace("Queues", "Queues of caf\xe9s")
    rows = {"2022.csv": "code,title,speakers\nSVS301,Queues of caf\xe9s,Ada L\n", "2022.json": f"[\n{talk}]"}
    path = tmp_path / name
    path.write_bytes(rows.get(name, f"{json.dumps(DATED)}\n{talk}").encode("latin-1"))
    for verb in ("parse", "add"):
        assert f"{path}:2: holds bytes that are not UTF-8" in call(verb, path).err


def test_a_list_that_lost_its_talks_is_told_of_at_every_verb(call: Call, tmp_path: Path) -> None:
    path = write_list(tmp_path / "sessions.json", DATED)
    call("add", path)
    path.write_text("{}")
    for words in (["list"], ["list"], ["sources"], ["index"]):
        assert call(*words).err == (
            f"reinvent-tui: {path}: holds no talks any more; export the list again, or remove it\n"
            + "reinvent-tui: the library is empty; add notes with: reinvent-tui add PATH\n" * (words == ["list"])
        )


def test_it_is_told_what_was_added_and_removed(call: Call, tmp_path: Path) -> None:
    notes = write(tmp_path / "notes" / "page.md", "SVS301", "Queues").parent
    path = write_list(tmp_path / "sessions.json", DATED, {**DATED, "code": "SVS302", "title": "Buses"})
    assert call("add", notes, path).out == (
        f"added {notes}: 1 talk, 1 new to the library\nadded {path}: 2 talks, 1 new to the library\n"
        "2 talks in the library\n"
    )
    said = call("add", notes / "page.md", notes)
    assert said.out.splitlines()[:2] == [
        f"added {notes / 'page.md'}: 1 talk, 0 new to the library",
        f"{notes} is part of the library already: 1 talk",
    ]
    said = call("remove", notes, notes / "page.md", path)
    assert said.out.splitlines()[:3] == [f"removed {notes}", f"removed {notes / 'page.md'}", f"removed {path}"]


@pytest.mark.parametrize(
    ("name", "content", "status", "told"),
    [
        ("empty.md", "", 0, "no talks were found in it; see reinvent-tui parse"),
        ("program.py", "print()", 0, "no talks were found in it; see reinvent-tui parse"),
        ("empty.json", "", 1, "holds no list of talks"),
        ("other.json", '{"a": 1}', 1, "holds no list of talks"),
        ("other.csv", "a,b\n1,2\n", 1, "holds no list of talks"),
    ],
)
def test_of_a_file_that_holds_no_talks_it_is_told(
    call: Call, tmp_path: Path, name: str, content: str, status: int, told: str
) -> None:
    (tmp_path / name).write_text(content)
    said = call("add", tmp_path / name)
    assert said.status == status
    assert f"{tmp_path / name}: {told}" in said.out + said.err
    assert len(sources(call)) == (status == 0)


def test_a_list_of_sources_that_another_program_keeps_is_no_fault_of_the_folder(
    call: Call, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(*_: object) -> None:
        raise TimeoutError(110, "another program keeps it locked")

    monkeypatch.setattr("reinvent_notes.source_list.change", kept)
    said = call("add", write(tmp_path / "page.md", "SVS301", "Queues"))
    assert said == Said(1, "", f"reinvent-tui: {data}/sources.txt: is locked by another program; try again\n")


def test_what_is_wrong_in_the_list_of_sources_is_told_with_its_line(call: Call, data: Path, tmp_path: Path) -> None:
    notes = write(tmp_path / "notes" / "page.md", "SVS301", "Queues").parent
    (data / "sources.txt").write_text(f"bundled off\nnotes\n{notes}\n")
    for words in (["list"], ["index"], ["sources"]):
        said = call(*words)
        assert said.err.startswith(f"reinvent-tui: {data}/sources.txt:2: notes is not an absolute path; "), words
        assert said.err.count("\n") == 1
    assert titles(call) == ["Queues"]
    assert not sources(call)["notes"]["available"]


# where talks come from


def test_each_talk_is_explained_in_one_line_and_a_line_for_each_thing_in_dispute(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "mine" / "page.md", "SVS301", "Draining queues")
    write(tmp_path / "mine" / "list.md", "SVS301", "Draining queues")
    write_list(tmp_path / "sessions.json", DATED)
    write(tmp_path / "yours" / "page.md", "SVS302", "Buses --> and more")
    call("add", tmp_path / "mine", tmp_path / "sessions.json", tmp_path / "yours")
    said = call("list", "--explain", "svs301").out.splitlines()
    sources = f"sessions.json, list.md, {tmp_path}/mine/page.md"
    assert [line.strip() for line in said[-2:]] == [
        f"from {sources}: same code: SVS301",
        f"title: Queues (shown; sessions.json) | Draining queues (list.md, {tmp_path}/mine/page.md)",
    ]
    shown = call("show", "svs301").out
    assert "same code" not in shown
    assert f"<!-- from {sources}: same code: SVS301 -->" in call("show", "svs301", "--explain").out
    assert call("show", "svs301", "--explain", "--json").json["talks"][0]["joined"]


def test_nothing_in_an_explanation_ends_its_comment(call: Call, tmp_path: Path) -> None:
    call(
        "add",
        write_list(tmp_path / "a.json", {**DATED, "title": "Queues --> buses"}),
        write_list(tmp_path / "b.json", DATED),
    )
    said = [line for line in call("show", "svs301", "--explain").out.splitlines() if line.startswith("<!--")]
    assert len(said) == 2
    assert all(line.count("-->") == 1 and line.endswith(" -->") for line in said)


def test_a_talk_of_a_source_that_is_away_is_shown_as_such(call: Call, tmp_path: Path) -> None:
    page = write(tmp_path / "notes" / "page.md", "SVS301", "Queues")
    call("add", page.parent, write_list(tmp_path / "sessions.json", DATED))
    assert "not there now" not in call("show", "svs301").out
    page.parent.rename(tmp_path / "elsewhere")
    assert f"\n{page} is not there now: shown as it was read before.\n" in call("show", "svs301").out


def test_what_a_list_holds_besides_talks_is_counted_by_why(call: Call, tmp_path: Path) -> None:
    meals = [{"title": f"Meal {n}", "type": "Meal"} for n in range(30)]
    said = call("parse", write_list(tmp_path / "sessions.json", *meals, DATED), "--explain").out
    assert "30 items, the first item 1" in said
    assert said.count("\n") == 4
    assert len({*said.splitlines()}) == 4


# how everything is


def test_doctor_says_how_things_are_before_it_mends_them(call: Call, data: Path, tmp_path: Path) -> None:
    said = call("doctor", "--json").json["doctor"]
    assert said["places"].pop("chosen_by") == "--data-dir"
    size = (data / "sources.txt").stat().st_size
    assert said["places"] == {
        "marks.db": {"path": str(data / "marks.db"), "bytes": None, "writable": True},
        "index.db": {"path": str(data / "index.db"), "bytes": None, "writable": True},
        "sources.txt": {"path": str(data / "sources.txt"), "bytes": size, "writable": True},
        "config.toml": {"path": str(data / "config.toml"), "bytes": None, "writable": True},
        "view.json": {"path": str(data / "view.json"), "bytes": None, "writable": True},
    }
    shown = call("doctor")
    assert shown.status == 0
    assert f"{data}/marks.db: not there yet\n" in shown.out
    call("add", write(tmp_path / "notes" / "page.md", "SVS301", "Queues").parent)
    assert "Index: 1 talk in 1 document\n" in call("doctor").out


def test_doctor_says_so_where_something_is_damaged(call: Call, data: Path, tmp_path: Path) -> None:
    call("add", write(tmp_path / "page.md", "SVS301", "Queues"))
    (data / "index.db").write_bytes(b"no index " * 1000)
    said = call("doctor")
    assert (said.status, "it was made anew" in said.out) == (1, True)
    assert call("doctor").status == 0
    (data / "marks.db").mkdir()
    said = call("doctor")
    assert said.status == 1
    assert "Marks: cannot be read" in said.out
    assert "0 talks" not in said.out


def test_doctor_lists_marks_files_that_were_set_aside(call: Call, data: Path) -> None:
    call("mark", "2022-API311", "--watched")
    (data / "marks.db").write_bytes(b"garbage")
    assert "was damaged" in call("marks").err
    [aside] = data.glob("marks.damaged-*.db")
    said = call("doctor")
    assert (said.status, f"set aside as damaged: {aside}" in said.out) == (0, True)
    assert call("doctor", "--json").json["doctor"]["marks"]["set_aside"] == [str(aside)]


def test_doctor_goes_on_where_the_list_of_sources_cannot_be_read(call: Call, data: Path) -> None:
    (data / "sources.txt").unlink()
    (data / "sources.txt").mkdir()
    said = call("doctor")
    assert said.status == 1
    assert "sources.txt: is not a regular file" in said.out


def test_what_was_read_before_is_shown_where_the_list_of_sources_cannot_be_read_any_more(
    call: Call, data: Path, tmp_path: Path
) -> None:
    call("add", write(tmp_path / "notes" / "page.md", "SVS301", "Queues").parent)
    before = (data / "index.db").read_bytes()
    (data / "sources.txt").unlink()
    (data / "sources.txt").mkdir()
    said = call("list")
    assert "SVS301" in said.out and "is what was read before" in said.err
    assert str(tmp_path / "notes") in call("sources").out
    assert (data / "index.db").read_bytes() == before


# many at once, and ended at any moment


def started(data: Path, *words: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "reinvent_tui", "--data-dir", str(data), *map(str, words)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_sixteen_that_add_at_once_lose_nothing(call: Call, data: Path, tmp_path: Path) -> None:
    pages = [write(tmp_path / f"notes{n}" / "page.md", f"SVS3{n:02}", f"Talk {n}") for n in range(16)]
    running = [started(data, "add", page.parent) for page in pages]
    for process in running:
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
    assert titles(call) == sorted(f"Talk {n}" for n in range(16))
    assert len(sources(call)) == 16


def test_a_call_that_is_killed_leaves_a_list_of_whole_lines_and_no_litter(
    call: Call, data: Path, tmp_path: Path
) -> None:
    chance = random.Random(5)
    pages = [write(tmp_path / f"notes{n}" / "page.md", f"SVS3{n:02}", f"Talk {n}") for n in range(4)]
    folders = {str(page.parent) for page in pages}
    for n in range(12):
        process = started(data, chance.choice(["add", "remove"]), pages[n % 4].parent)
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=20)
        assert {*(data / "sources.txt").read_text().splitlines()} <= {"bundled off", *folders}
    call("add", *folders)
    assert titles(call) == [f"Talk {n}" for n in range(4)]
    call("index", "--rebuild")
    assert not list(data.glob("index.db.*.new"))


# what is known of a talk from several sources


def test_every_wording_and_code_of_a_talk_finds_it(call: Call, tmp_path: Path) -> None:
    call("add", write(tmp_path / "mine" / "page.md", "SVS301", "Draining queues"))
    call("add", write(tmp_path / "yours" / "page.md", "SVS301-R1", "Backlogs and lakes"))
    for query in ("draining queues", "backlogs lakes", "svs301", "svs301-r1"):
        assert [talk["id"] for talk in call("search", "--json", query).json["talks"]] == ["2022-SVS301"], query
    said = call("list", "--explain", "--json").json["talks"]
    assert [set(talk["titles"]) for talk in said] == [{"Draining queues", "Backlogs and lakes"}]
    assert len(said[0]["notes"]) == len(said[0]["sources"]) == 2
    assert said[0]["joined"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_sources_whose_names_look_alike_are_told_apart(call: Call, tmp_path: Path, order: tuple[int, int]) -> None:
    folders = [
        write(tmp_path / name / "page.md", f"SVS30{n}", f"Talk {n}").parent for n, name in enumerate(("a b", "a  b"))
    ]
    call("add", *(folders[n] for n in order))
    for folder in folders:
        folder.rename(tmp_path / "elsewhere")
        assert titles(call) == ["Talk 0", "Talk 1"]
        (tmp_path / "elsewhere").rename(folder)
        assert titles(call) == ["Talk 0", "Talk 1"]


# in the reader


async def test_notes_are_added_from_the_palette_and_a_path_is_completed(
    open_reader: OpenReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "elsewhere" / "my-notes" / "page.md", "SVS399", "Added while reading")
    monkeypatch.chdir(tmp_path / "elsewhere")
    async with open_reader(size=(100, 30)) as reader:
        await reader.press("colon")
        await reader.type("add notes")
        await reader.press("enter")
        await reader.type("my-n")
        await reader.until(lambda: "my-notes/" in reader.text)
        await reader.press("tab", "enter")
        await reader.until(lambda: "Added" in reader.text)
        await reader.refresh()
        await reader.press("slash")
        await reader.type("added while reading")
        await reader.until(lambda: "SVS399" in reader.results_text)


@pytest.mark.parametrize("typed", ["/nowhere/at/all", "picture.png"])
async def test_what_cannot_be_added_from_the_palette_is_told(
    open_reader: OpenReader, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    monkeypatch.chdir(tmp_path)
    async with open_reader(size=(100, 30)) as reader:
        await reader.press("colon")
        await reader.type("add notes")
        await reader.press("enter")
        await reader.type(typed)
        await reader.press("enter")
        await reader.until(lambda: "cannot be read" in reader.all_words or "binary" in reader.all_words)
    assert not (data / "sources.txt").exists()
