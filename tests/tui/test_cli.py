"""The command line does what it says, in whatever surroundings it is called."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from calling import Call, Said, caller

from reinvent_notes import __version__
from reinvent_tui.cli import VERBS, main
from reinvent_tui.cli.arguments import parse_arguments

VIDEO = "PiQ_eZFO2GU"
TALK_KEYS = {
    "id": str,
    "year": int,
    "code": str,
    "title": str,
    "titles": list,
    "track": str,
    "level": int,
    "kind": str,
    "speakers": list,
    "video": str,
    "videos": list,
    "url": str,
    "minutes": int,
    "verdict": str,
    "why": str,
    "abstract": str,
    "related": list,
    "notes": list,
    "marks": dict,
}
MARKS = {"watched", "queued", "favourite", "hidden", "rating", "note", "position"}

PAGE = f"""# AWS re:Invent 2022

## ARC301: Resilient applications

https://youtu.be/{VIDEO}

Everything fails all the time.

## DAT301: Databases for everybody

Pick one.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the bundled notes, made once."""
    folder = tmp_path_factory.mktemp("built")
    assert main(["--data-dir", str(folder), "index"]) == 0
    return folder / "index.db"


@pytest.fixture
def data(tmp_path: Path, built: Path) -> Path:
    """A data folder as it is after a first start."""
    (tmp_path / "data").mkdir()
    shutil.copyfile(built, tmp_path / "data" / "index.db")
    return tmp_path / "data"


@pytest.fixture
def call(data: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls the command line in this process, with a data folder of its own."""
    return caller(capsys, "--data-dir", data)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "notes" / "page.md"
    path.parent.mkdir()
    path.write_text(PAGE)
    return path


@pytest.fixture
def own(call: Call, page: Path) -> Call:
    """The command line with a library of two talks, without the bundled notes."""
    assert call("--no-bundled", "add", page.parent).status == 0
    return lambda *words: call("--no-bundled", *words)


def outside(home: Path, **more: str) -> dict[str, str]:
    """The environment of a user whose home is `home`, and who has set nothing."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm", **more}


def start(*words: object, home: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Runs the program for itself."""
    environment = outside(home, **more.pop("environment", {}))
    settings = {"stdin": subprocess.DEVNULL, "capture_output": True, **more}
    command = [
        sys.executable,
        "-m",
        "reinvent_tui",
        *(word if isinstance(word, bytes) else str(word) for word in words),
    ]
    return subprocess.run(command, env=environment, encoding="utf-8", timeout=20, check=False, **settings)


def is_one_line(err: str) -> bool:
    return err.startswith("reinvent-tui: ") and err.count("\n") == 1 and err.endswith("\n") and "\x1b" not in err


# talks in JSON


def assert_is_talk(talk: dict[str, Any], *, without: tuple[str, ...] = (), score: bool = False) -> None:
    assert set(talk) == (set(TALK_KEYS) - set(without)) | ({"score"} if score else set())
    for name, kind in TALK_KEYS.items():
        assert name in without or talk[name] is None or type(talk[name]) is kind, name
    for name in ("title", "titles", "videos", "speakers", "related", "notes"):
        assert talk[name] is not None
    assert talk["titles"][0] == talk["title"]
    assert talk["video"] == (talk["videos"] or [None])[0]
    for note in talk["notes"]:
        assert set(note) == {"source", "author", "line", "markdown"}
        assert note["line"] >= 1
        assert note["markdown"]
    assert "marks" in without or set(talk["marks"]) == MARKS


def test_search_prints_ranked_talks_with_a_score(call: Call) -> None:
    said = call("search", "serverless", "--json")
    assert (said.status, said.err) == (0, "")
    assert list(said.json) == ["talks"]
    for talk in said.talks:
        assert_is_talk(talk, score=True)
    scores = [talk["score"] for talk in said.talks]
    assert scores == sorted(scores, reverse=True)


def test_search_keeps_to_its_limit(call: Call) -> None:
    everything = call("search", "serverless", "--json").ids
    assert len(everything) > 3
    assert call("search", "serverless", "--limit", 3, "--json").ids == everything[:3]


def test_list_prints_every_talk_by_year_and_track_without_a_score(call: Call) -> None:
    said = call("list", "--json")
    assert (said.status, said.err) == (0, "")
    for talk in said.talks:
        assert_is_talk(talk)
    places = [(-talk["year"], talk["track"]) for talk in said.talks]
    assert [year for year, _ in places] == sorted(year for year, _ in places)
    assert len([1 for one, two in pairwise(places) if one != two]) + 1 == len(set(places))


def test_list_keeps_what_a_query_keeps(call: Call) -> None:
    assert {talk["year"] for talk in call("list", "year:2023", "--json").talks} == {2023}
    assert call("list", "year:2023", "kind:keynote", "--json").talks == []


def test_show_prints_one_talk(call: Call) -> None:
    said = call("show", "2022-STP211", "--json")
    assert (said.status, said.err) == (0, "")
    [talk] = said.talks
    assert_is_talk(talk)
    assert (talk["id"], talk["code"], talk["video"]) == ("2022-STP211", "STP211-R", "yrP3M4_13QM")
    assert set(talk["marks"].values()) == {None}


def test_parse_prints_talks_without_ids_and_marks(call: Call, page: Path) -> None:
    said = call("parse", page, "--json")
    assert (said.status, said.err) == (0, "")
    for talk in said.talks:
        assert_is_talk(talk, without=("id", "marks"))
    assert [(talk["year"], talk["code"], talk["video"]) for talk in said.talks] == [
        (2022, "ARC301", VIDEO),
        (2022, "DAT301", None),
    ]
    assert said.talks[0]["notes"][0]["line"] == 3


@pytest.mark.parametrize("verb", ["search", "list"])
def test_where_there_is_no_talk_json_says_so_and_the_status_is_1(verb: str, call: Call) -> None:
    assert call(verb, "zzzzqqqq", "--json") == Said(1, '{\n "talks": []\n}\n', "")
    said = call(verb, "zzzzqqqq")
    assert (said.status, said.out) == (1, "")
    assert is_one_line(said.err)
    assert "zzzzqqqq" in said.err


# text for people


def test_each_verb_prints_for_people_what_it_prints_as_json(call: Call) -> None:
    talk = call("show", "2023-SVS323", "--json").talks[0]
    for words in (("search", "api gateway"), ("list", "code:svs323"), ("show", "2023-SVS323")):
        said = call(*words)
        assert (said.status, said.err) == (0, "")
        assert talk["title"] in said.out
        assert "{" not in said.out.split("\n")[0]
    assert talk["id"] in call("list").out


def test_a_list_names_each_year_and_track_once_above_its_talks(call: Call) -> None:
    lines = call("list").out.splitlines()
    years = [line for line in lines if re.fullmatch(r"\d{4}", line)]
    assert years == sorted(set(years), reverse=True)
    tracks = [line for line in lines if re.match(r"  \S", line)]
    assert tracks
    assert lines[0] == years[0]


def test_show_prints_markdown_that_begins_with_the_title(call: Call) -> None:
    said = call("show", "2022-SVS401")
    assert said.out.startswith("# Best practices for advanced serverless developers\n")
    assert f"https://www.youtube.com/watch?v={VIDEO}" in said.out
    assert "level 400" in said.out


# options


@pytest.mark.parametrize("where", [0, 1, 2], ids=["before the verb", "after the verb", "at the end"])
@pytest.mark.parametrize("spelling", [("--data-dir", "{}"), ("--data-dir={}",)], ids=["two words", "one word"])
def test_options_may_stand_before_and_after_the_verb(
    where: int, spelling: tuple[str, ...], data: Path, own: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--json", "--no-bundled", *(word.format(data) for word in spelling)]
    words = ["search", "databases"]
    assert main([*words[:where], *given, *words[where:]]) == 0
    assert [talk["id"] for talk in json.loads(capsys.readouterr().out)["talks"]] == ["2022-DAT301"]


def test_a_value_that_is_called_like_a_verb_is_a_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--data-dir", "list", "--no-bundled", "search", "show", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"talks": []}


def test_without_the_bundled_notes_the_users_own_are_left_and_nothing_is_remembered(own: Call, call: Call) -> None:
    assert own("list", "--json").ids == ["2022-ARC301", "2022-DAT301"]
    assert len(call("list", "--json").ids) > 40


def test_an_empty_library_says_what_to_do(call: Call) -> None:
    said = call("--no-bundled", "list")
    assert (said.status, said.out) == (1, "")
    assert is_one_line(said.err)
    assert "reinvent-tui add" in said.err


def test_the_version_is_told(call: Call) -> None:
    assert call("--version") == Said(0, f"reinvent-tui {__version__}\n", "")
    assert call("list", "--version") == Said(0, f"reinvent-tui {__version__}\n", "")


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_each_verb_has_help_with_an_example_that_is_understood(verb: str, call: Call) -> None:
    said = call(verb, "--help")
    assert (said.status, said.err) == (0, "")
    assert f"reinvent-tui {verb}" in said.out
    [example] = re.findall(rf"example:\s+reinvent-tui ({verb}.*)", said.out)
    assert parse_arguments(shlex.split(example)).verb == verb


def test_help_names_every_verb(call: Call) -> None:
    said = call("--help")
    assert (said.status, said.err) == (0, "")
    for verb in VERBS:
        assert re.search(rf"^  {verb} ", said.out, re.M)


@pytest.mark.parametrize("words", [("search", "grav"), ("list",), ("show", "STG407"), ("mark", "STG407", "--watched")])
@pytest.mark.parametrize("is_folder", [False, True])
def test_a_bad_file_of_names_is_said_once_and_stops_nothing(
    words: tuple[str, ...], is_folder: bool, call: Call, data: Path
) -> None:
    path = data / "aliases.toml"
    path.mkdir() if is_folder else path.write_text('grav = "graviton"\nbad line\n')
    said = call(*words)
    assert said.status == 0 and said.out
    assert said.err.count("aliases.toml") == 1 and f"{path}{'' if is_folder else ':2'}: " in said.err


def test_what_nothing_matches_is_said_in_one_short_line_with_what_was_meant(call: Call) -> None:
    said = call("list", "track:servrless")
    assert (said.status, said.out) == (1, "") and said.err.endswith("; perhaps track:serverless is meant\n")
    long = call("list", "qqqq " * 100)
    assert long.status == 1 and len(long.err) < 120 and long.err.count("\n") == 1


# calls that are wrong


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["bogus"], "bogus"),
        (["/nowhere/at/all.md"], "/nowhere/at/all.md"),
        (["--nonsense"], "--nonsense"),
        (["list", "--nonsense"], "--nonsense"),
        (["search"], "QUERY"),
        (["show"], "TALK"),
        (["parse"], "PATH"),
        (["add"], "PATH"),
        (["mark"], "TALK"),
        (["mark", "2023-SVS323"], "--watched"),
        (["mark", "2023-SVS323", "--watched", "--unwatched"], "--unwatched: not allowed with argument --watched"),
        (["mark", "2023-SVS323", "--rating", "6"], "1 to 5"),
        (["mark", "2023-SVS323", "--rating", "best"], "best"),
        (["mark", "2023-SVS323", "--position", "soon"], "soon"),
        (["open", "2022-SVS401", "--dry-run", "--at", "noon"], "noon"),
        (["search", "lambda", "--limit", "0"], "--limit"),
        (["search", "lambda", "--limit", "many"], "many"),
        (["list", "yeer:2022"], "year:"),
        (["search", "lambda", "sort:size"], "size"),
        (["list", "year:soon"], "year:soon"),
        (["list", "--data-dir"], "--data-dir"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_one_line_that_names_the_mistake_and_status_2(words: list[str], named: str, call: Call) -> None:
    said = call(*words)
    assert (said.status, said.out) == (2, "")
    assert is_one_line(said.err)
    assert named in said.err
    assert call(*words, *["--json"] * (words[0] in VERBS)).status == 2


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["show", "XYZ999"], "XYZ999"),
        (["show", "svs401"], "2022-SVS401, "),
        (["open", "zzzzqqqq", "--dry-run"], "zzzzqqqq"),
        (["mark", "zzzzqqqq", "--watched"], "zzzzqqqq"),
        (["parse", "/nowhere/at/all.md"], "/nowhere/at/all.md"),
        (["add", "/nowhere/at/all.md"], "/nowhere/at/all.md"),
        (["remove", "/nowhere/at/all.md"], "/nowhere/at/all.md"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_what_is_not_there_is_one_line_that_names_it_and_status_1(words: list[str], named: str, call: Call) -> None:
    said = call(*words)
    assert said.status == 1
    assert is_one_line(said.err)
    assert named in said.err.replace("2023-SVS401, 2022-SVS401", "2022-SVS401, 2023-SVS401")


@pytest.mark.parametrize(
    "words",
    [["-is:watched", "year:2022"], ["year:2022", "-is:watched"], ["year:2022", "-keynote"], ["--", "-keynote"]],
    ids=" ".join,
)
def test_what_is_not_wanted_may_be_a_word_of_its_own(words: list[str], call: Call) -> None:
    assert call("list", *words).status == 0
    assert call("search", *words).status == 0


def test_what_is_not_wanted_may_stand_in_a_query_of_one_word(call: Call) -> None:
    some, everything = (set(call("list", query, "--json").ids) for query in ("year:2022 -kind:keynote", "year:2022"))
    assert len(everything - some) == 3


def test_a_lone_minus_is_no_reason_to_find_less(call: Call) -> None:
    assert call("search", "garman", "-", "ceo", "--json").ids == call("search", "garman", "ceo", "--json").ids != []


def test_where_there_are_no_marks_it_is_said(call: Call) -> None:
    said = call("marks")
    assert said.status == 1
    assert is_one_line(said.err)


# documents that cannot be read


def test_a_binary_file_that_is_named_is_refused_and_the_others_are_read(call: Call, page: Path) -> None:
    picture = page.parent / "picture.md"
    picture.write_bytes(b"\x89PNG\x00\x00")
    said = call("parse", page, picture, "--json")
    assert said.status == 1
    assert len(said.talks) == 2
    assert said.err == f"reinvent-tui: {picture}: is a binary file; name a text file\n"


def test_a_binary_file_in_a_folder_is_skipped_with_a_warning(call: Call, page: Path) -> None:
    (page.parent / "picture.md").write_bytes(b"\x89PNG\x00\x00")
    said = call("parse", page.parent, "--json")
    assert (said.status, len(said.talks)) == (0, 2)
    assert is_one_line(said.err)


@pytest.mark.parametrize("words", [["parse", "{}"], ["parse", "{}", "--explain"]], ids=" ".join)
def test_an_empty_folder_and_an_empty_file_hold_no_talks(words: list[str], call: Call, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.md").touch()
    for name in ("folder", "file.md"):
        said = call(*(word.format(tmp_path / name) for word in words), "--json")
        assert (said.status, said.json) == (0, {"talks": []})


def test_a_note_in_latin_1_is_read_with_a_warning_that_names_file_and_line(call: Call, tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_bytes("# AWS re:Invent 2022 - Café talk (ARC301)\n\nA naïve note.\n".encode("latin-1"))
    said = call("parse", note, "--json")
    assert (said.status, len(said.talks)) == (0, 1)
    assert is_one_line(said.err)
    assert said.err.startswith(f"reinvent-tui: {note}:1: ")


def test_parse_explains_what_was_seen_and_what_is_no_talk(call: Call, page: Path) -> None:
    said = call("parse", page, "--explain")
    assert said.status == 0
    assert f"{page}:1: no talk: " in said.out
    json_said = call("parse", page, "--explain", "--json")
    assert len(json_said.talks) == 2
    assert f"{page}:1: no talk: " in json_said.err


def test_parse_touches_no_library(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir", str(tmp_path / "new"), "parse", str(page)]) == 0
    assert "Resilient applications" in capsys.readouterr().out
    assert not (tmp_path / "new").exists()


# the library


def test_what_was_added_can_be_found_at_once_and_is_gone_when_removed(call: Call, page: Path) -> None:
    before = len(call("list", "--json").ids)
    said = call("add", page.parent, "--json")
    assert said == Said(0, said.out, "")
    assert said.json == {"added": [str(page.parent)], "talks": before + 2, "refused": []}
    assert call("search", "databases for everybody", "--json").ids[0] == "2022-DAT301"
    assert call("remove", page.parent, "--json").json["talks"] == before
    assert call("show", "2022-DAT301").status == 1


def test_a_relative_path_means_the_same_from_everywhere(
    call: Call, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(page.parent)
    assert call("add", "page.md", "--json").json["added"] == [str(page)]
    monkeypatch.chdir("/")
    assert call("show", "2022-DAT301").status == 0
    monkeypatch.chdir(page.parent)
    assert call("remove", "page.md").status == 0


def test_adding_twice_changes_nothing(own: Call, page: Path) -> None:
    assert own("add", page.parent, "--json").json == {"added": [], "talks": 2, "refused": []}
    assert own("add", page.parent).status == 0
    assert [row["source"] for row in own("sources", "--json").json["sources"]] == [str(page.parent)]


def test_of_several_paths_those_that_are_there_are_added(call: Call, page: Path) -> None:
    said = call("--no-bundled", "add", page, page.parent / "gone.md", "--json")
    assert said.status == 1
    assert said.json["added"] == [str(page)]
    assert said.json["talks"] == 2
    [refused] = said.json["refused"]
    assert str(page.parent / "gone.md") in refused
    assert is_one_line(said.err)


@pytest.mark.parametrize("spelling", ["{}/../notes", "{}/./../notes/"])
def test_a_folder_is_the_same_however_its_path_is_spelled(spelling: str, own: Call, page: Path) -> None:
    again = spelling.format(page.parent)
    assert own("add", again, "--json").json["added"] == []
    assert own("remove", again).status == 0


def test_a_blank_or_a_slash_in_a_path_is_no_reason_to_lose_it(own: Call, page: Path) -> None:
    other = page.parent.parent / "my other notes" / "page.md"
    other.parent.mkdir()
    other.write_text("# AWS re:Invent 2022\n\n## SEC301: Least privilege\n\nAnd less.\n")
    assert own("add", f"{other.parent}/").status == 0
    assert "2022-SEC301" in own("list", "--json").ids
    assert own("remove", other.parent).status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no name is like this here")
@pytest.mark.parametrize("name", ["blank at the end ", "two\nlines"])
def test_what_was_added_is_found_whatever_its_folder_is_called(name: str, own: Call, page: Path) -> None:
    other = page.parent.parent / name / "page.md"
    other.parent.mkdir()
    other.write_text("# AWS re:Invent 2022\n\n## SEC301: Least privilege\n\nAnd less.\n")
    assert own("add", other.parent).status == 0
    assert "2022-SEC301" in own("list", "--json").ids


def test_a_binary_file_that_is_named_is_not_added(call: Call, tmp_path: Path) -> None:
    picture = tmp_path / "picture.md"
    picture.write_bytes(b"\x89PNG\x00\x00")
    said = call("add", picture, "--json")
    assert (said.status, said.json["added"], len(said.json["refused"])) == (1, [], 1)
    assert str(picture) not in call("sources").out


def test_sources_say_what_the_library_is_made_of(own: Call, call: Call, page: Path) -> None:
    [row] = own("sources", "--json").json["sources"]
    assert row | {"changed": None} == {
        "source": str(page.parent),
        "available": True,
        "documents": 1,
        "talks": 2,
        "bytes": page.stat().st_size,
        "changed": None,
        "refused": [],
    }
    assert [row["source"] for row in call("sources", "--json").json["sources"]] == [str(page.parent), "bundled"]


@pytest.mark.parametrize("words", [(), ("--no-bundled",), ("index", "--rebuild")])
def test_a_source_that_is_away_keeps_its_talks_until_it_is_there_again(
    words: tuple[str, ...], call: Call, page: Path
) -> None:
    call("add", page.parent)
    there = call("list", "source:page.md", "--json").ids
    assert len(there) == 2
    page.parent.rename(page.parent.parent / "elsewhere")
    if "index" in words:
        call(*words)
    said = call("list", "source:page.md", "--json", *words[: words == ("--no-bundled",)])
    assert said.ids == there
    assert f"{page.parent}: cannot be read" in said.err
    away = call("sources", "--json").json["sources"][0]
    assert (away["available"], away["talks"], away["documents"]) == (False, 2, 1)
    call("remove", page.parent)
    assert call("list", "source:page.md", "--json").ids == []


def test_a_source_inside_another_doubles_nothing(call: Call, page: Path) -> None:
    call("add", page.parent, "--json")
    before = call("list", "--json").ids
    call("add", page)
    call("add", page.parent.parent)
    assert call("list", "--json").ids == before
    talks = {row["source"]: row["talks"] for row in call("sources", "--json").json["sources"]}
    assert talks[str(page)] == talks[str(page.parent)] == 2


def test_the_bundled_notes_are_a_source_that_can_be_turned_off_and_on(call: Call, page: Path) -> None:
    call("add", page)
    everything = call("list", "--json").ids
    assert call("remove", "bundled", "--json").json["removed"] == ["bundled"]
    assert len(call("list", "--json").ids) == 2
    assert [row["source"] for row in call("sources", "--json").json["sources"]] == [str(page)]
    assert call("remove", "bundled").status == 1
    assert call("add", "bundled", "--json").json["added"] == ["bundled"]
    assert call("list", "--json").ids == everything


def test_a_list_of_recordings_is_counted_as_a_source_of_talks(own: Call, page: Path) -> None:
    page.write_text(
        "# AWS re:Invent 2022\n\n"
        "- [Resilient applications (ARC301)](https://youtu.be/PiQ_eZFO2GU)\n"
        "- [Databases for everybody (DAT301)](https://youtu.be/SbL3a9YOW7s)\n"
    )
    assert len(own("list", "--json").ids) == 2
    assert [row["talks"] for row in own("sources", "--json").json["sources"]] == [2]


def test_index_says_what_changed(call: Call, page: Path) -> None:
    call("add", page.parent)
    assert call("index", "--json").json["index"]["changed"] == []
    page.write_text(PAGE + "\n## SEC301: Least privilege\n\nAnd less.\n")
    said = call("index", "--json").json["index"]
    assert said["changed"] == [str(page)]
    assert said["added"] == said["removed"] == said["warnings"] == []
    assert "0 new, 0 changed, 0 gone" in call("index").out


# marks


def test_a_mark_is_seen_by_the_next_call_of_the_program(call: Call, data: Path, tmp_path: Path) -> None:
    done = start("--data-dir", data, "mark", "2023-SVS323", "--watched", "--rating", 5, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    marks = call("show", "2023-SVS323", "--json").talks[0]["marks"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", marks.pop("watched"))
    assert {name: value for name, value in marks.items() if value is not None} == {"rating": 5}
    again = start("--data-dir", data, "list", "is:watched", "--json", home=tmp_path)
    assert [talk["id"] for talk in json.loads(again.stdout)["talks"]] == ["2023-SVS323"]


def test_every_mark_can_be_set_and_taken_back(own: Call) -> None:
    set_all = "--watched --queue --favourite --hide --rating 4 --position 12:30 --note again".split()
    [talk] = own("mark", "arc301", *set_all, "--json").talks
    assert_is_talk(talk)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", talk["marks"].pop("watched"))
    assert talk["marks"] == {
        "queued": 1,
        "favourite": True,
        "hidden": True,
        "rating": 4,
        "note": "again",
        "position": 750,
    }
    back = "--unwatched --unqueue --unfavourite --unhide --rating none --position 0:00 --note".split()
    [talk] = own("mark", "arc301", *back, "", "--json").talks
    assert set(talk["marks"].values()) == {None}
    assert own("marks", "--json") == Said(1, '{\n "marks": []\n}\n', "")


def test_talks_are_queued_in_the_order_in_which_they_were_named(own: Call) -> None:
    own("mark", "dat301", "arc301", "--queue")
    marks = {talk["id"]: talk["marks"]["queued"] for talk in own("list", "--json").talks}
    assert marks == {"2022-DAT301": 1, "2022-ARC301": 2}


def test_a_talk_that_is_watched_again_keeps_the_day_on_which_it_was_first(own: Call, tmp_path: Path) -> None:
    known = {"title": "Resilient applications", "year": 2022, "code": "ARC301", "videos": [VIDEO]}
    (tmp_path / "marks.json").write_text(json.dumps({"marks": [known | {"marks": {"watched": "2024-12-24"}}]}))
    own("marks", "import", tmp_path / "marks.json")
    own("mark", "arc301", "--queue")
    [talk] = own("mark", "arc301", "--watched", "--json").talks
    assert (talk["marks"]["watched"], talk["marks"]["queued"]) == ("2024-12-24", None)
    own("mark", "arc301", "--unwatched")
    [talk] = own("mark", "arc301", "--watched", "--json").talks
    assert talk["marks"]["watched"] > "2024-12-24"


def test_a_watched_talk_is_in_no_queue_until_it_is_queued_again(own: Call) -> None:
    own("mark", "dat301", "arc301", "--queue")
    own("mark", "dat301", "--watched")
    assert own("list", "is:queued", "--json").ids == ["2022-ARC301"]
    assert own("show", "dat301", "--json").talks[0]["marks"]["queued"] is None
    own("mark", "dat301", "--queue")
    assert {talk["id"]: talk["marks"]["queued"] for talk in own("list", "is:queued", "--json").talks} == {
        "2022-ARC301": 2,
        "2022-DAT301": 3,
    }


@pytest.mark.parametrize("name", ["zzzzqqqq", "databases resilient", ""])
def test_several_talks_are_marked_in_one_call_or_none_of_them(name: str, own: Call) -> None:
    said = own("mark", "arc301", name, "--watched")
    assert (said.status, said.out) == (1, "")
    assert is_one_line(said.err)
    assert own("marks", "--json").json == {"marks": []}
    said = own("mark", "arc301", "dat301", "--watched", "--json")
    assert (said.status, said.ids) == (0, ["2022-ARC301", "2022-DAT301"])
    assert all(talk["marks"]["watched"] for talk in said.talks)


def test_one_wrong_value_marks_nothing(own: Call) -> None:
    assert own("mark", "arc301", "--watched", "--rating", "9").status == 2
    assert own("marks", "--json").json == {"marks": []}


def test_marks_lists_every_mark_with_its_talk(own: Call) -> None:
    own("mark", "arc301", "--rating", 3, "--note", "two\nlines")
    [mark] = own("marks", "--json").json["marks"]
    assert (mark["talk"], mark["title"], mark["year"], mark["code"]) == (
        "2022-ARC301",
        "Resilient applications",
        2022,
        "ARC301",
    )
    assert mark["marks"] == {"rating": 3, "note": "two\nlines"}
    said = own("marks")
    assert (said.status, said.err) == (0, "")
    assert "2022-ARC301" in said.out


def test_marks_of_a_talk_that_is_in_no_source_are_changed_by_the_id_that_is_listed(
    own: Call, page: Path, tmp_path: Path
) -> None:
    own("mark", "arc301", "--queue", "--rating", 3)
    page.write_text(page.read_text().replace("## ARC301: Resilient applications", "## DEV999: Something else"))
    page.write_text(page.read_text().replace(VIDEO, "aaaaaaaaaa1"))
    assert (
        own("marks").out == "2022-ARC301  Resilient applications: queued 1, rating 3  (its talk is in no source now)\n"
    )
    said = own("mark", "2022-arc301", "dat301", "--unqueue", "--watched")
    assert (said.status, said.err) == (0, "")
    assert re.search(
        "2022-ARC301  Resilient applications: rating 3, watched .*  .its talk is in no source now", said.out
    )
    said = own("mark", "2022-ARC301", "--unwatched", "--rating", "none", "--json")
    assert said.talks == [] and [mark["marks"] for mark in said.json["marks"]] == [{}]
    assert "ARC301" not in own("marks").out
    assert own("mark", "2022-ARC301", "--watched").status == 1


def test_a_note_that_is_typed_cannot_steer_a_terminal(own: Call) -> None:
    own("mark", "arc301", "--note", "red \x1b[31m and \u202e back")
    for words in (["marks"], ["marks", "--json"], ["show", "arc301"]):
        assert not {"\x1b", "\u202e"} & set(own(*words).out)


# recordings


def test_a_recording_is_named_without_being_opened(own: Call) -> None:
    url = f"https://www.youtube.com/watch?v={VIDEO}"
    assert url in own("open", "arc301", "--dry-run").out
    assert f"{url}&t=750s" in own("open", "arc301", "--at", "12:30", "--dry-run").out
    assert own("open", "arc301", "--dry-run", "--json").json == {"open": {"url": url}}
    own("mark", "arc301", "--position", "5:00")
    assert f"{url}&t=300s" in own("open", "arc301", "--dry-run").out
    assert f"{url}&t=750s" in own("open", "arc301", "--at", "12:30", "--dry-run").out
    assert own("open", "arc301", "--at", "0", "--dry-run").out.strip() == url


def test_a_talk_without_a_recording_says_so(own: Call) -> None:
    said = own("open", "dat301", "--dry-run")
    assert (said.status, said.out) == (1, "")
    assert is_one_line(said.err)
    assert "2022-DAT301" in said.err
    assert "https://www.youtube.com/results?search_query=AWS+re%3AInvent+2022+%22Databases" in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="the browser here is a shell script")
@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://example.com/talk?a=b&c=d", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("https://user:secret@example.com/", False),
        ("--version", False),
    ],
)
def test_only_plain_web_addresses_are_given_to_the_browser(url: str, opens: bool, own: Call, page: Path) -> None:
    page.write_text(f"---\ntitle: A talk\nyear: 2022\nkind: breakout\nurl: {url}\n---\n\nText.\n")
    browser, seen = page.parent / "browser", page.parent / "seen"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{seen}"\n')
    browser.chmod(0o700)
    done = start(
        "--data-dir", page.parent.parent / "data", "--no-bundled", "open", "A talk",
        home=page.parent, environment={"BROWSER": f"{browser} %s"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert (done.returncode == 0) is opens
    assert seen.exists() is opens
    assert not opens or seen.read_text() == f"{url}\n"
    assert opens or is_one_line(done.stderr)


# where things are kept


@pytest.mark.parametrize("how", ["option", "variable"])
def test_with_a_data_folder_everything_is_there_and_nothing_in_the_home(
    how: str, data: Path, page: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    option = ["--data-dir", data] if how == "option" else []
    variable = {} if option else {"REINVENT_TUI_DATA_DIR": str(data)}
    for words in (["add", page.parent], ["mark", "arc301", "--watched"]):
        done = start(*option, *words, home=home, environment=variable, cwd=home)
        assert (done.returncode, done.stderr) == (0, "")
    assert list(home.rglob("*")) == []
    assert {"index.db", "marks.db", "sources.txt"} <= {path.name for path in data.iterdir()}
    assert {path.name for path in tmp_path.iterdir()} == {"home", "data", "notes"}


@pytest.mark.skipif(sys.platform != "linux", reason="the folders have other names elsewhere")
def test_without_one_marks_and_index_and_sources_are_in_the_users_folders(tmp_path: Path, page: Path) -> None:
    for words in (["add", page.parent], ["mark", "arc301", "--watched"]):
        assert start(*words, home=tmp_path / "home").returncode == 0
    kept = {path.relative_to(tmp_path / "home") for path in (tmp_path / "home").rglob("*") if path.is_file()}
    assert {Path(".local/share/reinvent-tui/marks.db"), Path(".local/share/reinvent-tui/index.db")} <= kept
    assert Path(".config/reinvent-tui/sources.txt") in kept


# surroundings


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals here")
@pytest.mark.parametrize(
    ("terminals", "term", "said"),
    [
        ((), "xterm", "terminal"),
        (("stdin",), "xterm", "terminal"),
        (("stdout",), "xterm", "terminal"),
        (("stdin", "stdout", "stderr"), "dumb", "TERM=dumb"),
    ],
    ids=["neither in nor out", "no terminal to write to", "no terminal to read from", "a terminal without a cursor"],
)
def test_without_a_terminal_the_reader_says_so_and_ends(
    terminals: tuple[str, ...], term: str, said: str, tmp_path: Path
) -> None:
    import pty

    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    streams |= dict.fromkeys(terminals, theirs)
    try:
        done = start("--data-dir", tmp_path, home=tmp_path, environment={"TERM": term}, capture_output=False, **streams)
        err = os.read(ours, 4096).decode().replace("\r\n", "\n") if "stderr" in terminals else done.stderr
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 2
    assert is_one_line(err)
    assert said in err


@pytest.mark.parametrize("words", [["list", "--json"], ["search", "serverless", "--json"], ["show", "2022-SVS401"]])
def test_a_reader_of_the_output_may_have_had_enough(words: list[str], data: Path) -> None:
    command = [sys.executable, "-m", "reinvent_tui", "--data-dir", str(data), *words]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=outside(data))
    assert program.stdout is not None
    program.stdout.readline()
    program.stdout.close()
    _, err = program.communicate(timeout=20)
    assert (program.returncode, err) == (0, b"")


@pytest.mark.parametrize("words", [["list", "year:2023"], ["show", "2023-SVS323"], ["list", "year:2023", "--json"]])
def test_a_terminal_that_knows_ascii_alone_gets_what_it_can_show(words: list[str], data: Path) -> None:
    done = start("--data-dir", data, *words, home=data, environment={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "Amazon API Gateway did that" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
@pytest.mark.parametrize("words", [["list"], ["mark", "2023-SVS323", "--watched"], ["--version"]], ids=" ".join)
def test_a_full_disk_below_the_output_is_one_line(words: list[str], data: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = start("--data-dir", data, *words, home=data, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert is_one_line(done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_where_nothing_can_be_told_the_status_tells_it(data: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = start("--data-dir", data, "show", "nothing", home=data, capture_output=False, stderr=full)
    assert done.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is in use stays there")
def test_a_folder_that_is_gone_under_the_call_is_told_of(data: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    command = f'mkdir "{gone}" && cd "{gone}" && rmdir "{gone}" && exec "{sys.executable}" -Pm reinvent_tui parse x.md'
    done = subprocess.run(command, shell=True, env=outside(data), capture_output=True, text=True, timeout=20)
    assert done.returncode == 1
    assert is_one_line(done.stderr) and "is gone; start it in another" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell here")
def test_without_any_output_a_verb_does_its_work_all_the_same(data: Path) -> None:
    command = f'"{sys.executable}" -m reinvent_tui --data-dir "{data}" list --json >&-'
    done = subprocess.run(command, shell=True, env=outside(data), capture_output=True, text=True, timeout=20)
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="arguments and names are any bytes on Linux only")
@pytest.mark.parametrize(
    "words",
    [
        ["show", b"caf\xe9"],
        ["search", b"caf\xe9"],
        ["list", b"year:\xe9"],
        ["parse", b"/nowhere/caf\xe9.md"],
        ["remove", b"/nowhere/caf\xe9.md"],
    ],
    ids=lambda words: str(words[0]),
)
def test_words_that_are_no_text_are_answered_in_one_line(words: list[Any], data: Path) -> None:
    done = start("--data-dir", data, *words, home=data)
    assert done.returncode in (1, 2)
    assert is_one_line(done.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_a_data_folder_may_have_any_name(data: Path, tmp_path: Path) -> None:
    folder = data.rename(tmp_path / os.fsdecode(b"caf\xe9"))
    name = os.fsencode(folder)
    assert start("--data-dir", name, "mark", "2023-SVS323", "--watched", home=tmp_path).returncode == 0
    assert "SVS323" in start("--data-dir", name, "marks", home=tmp_path).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_a_file_whose_name_is_no_text_does_not_make_the_library_unusable(data: Path, page: Path) -> None:
    page.rename(page.parent / os.fsdecode(b"caf\xe9.md"))
    assert start("--data-dir", data, "add", page.parent, home=data).returncode == 0
    done = start("--data-dir", data, "list", "year:2022", home=data)
    assert done.returncode == 0
    assert "2022-ARC301" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no name holds such signs here")
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["parse", "{gone}"], id="a file that is not there"),
        pytest.param(["add", "{gone}"], id="a folder that is not there"),
        pytest.param(["remove", "{gone}"], id="a folder that is not in the library"),
        pytest.param(["{gone}"], id="a path for the reader"),
        pytest.param(["parse", "{here}"], id="the talks of a file"),
        pytest.param(["parse", "{here}", "--explain"], id="a file explained"),
        pytest.param(["show", "\x1b[31m\u202e"], id="a talk"),
        pytest.param(["list", "year:\x1b[31m"], id="a year"),
        pytest.param(["list", "kind:\u202e"], id="a kind"),
        pytest.param(["list", "sort:\x1b[31m"], id="an order"),
    ],
)
def test_nothing_that_is_printed_can_steer_a_terminal(words: list[str], call: Call, tmp_path: Path) -> None:
    here, gone = (tmp_path / f"{name}\x1b[31m\u202e.md" for name in ("here", "gone"))
    here.write_text(PAGE)
    said = call(*(word.format(here=here, gone=gone) for word in words))
    assert said.out or said.err
    assert not {"\x1b", "\u202e"} & set(said.out + said.err)


@pytest.mark.skipif(sys.platform == "win32", reason="no name holds such signs here")
@pytest.mark.parametrize(
    "words",
    [
        ["show", "arc301"],
        ["sources"],
        ["index", "--json"],
        ["list", "--json"],
    ],
    ids=" ".join,
)
def test_the_names_of_files_in_the_library_cannot_steer_a_terminal(
    words: list[str], call: Call, tmp_path: Path
) -> None:
    folder = tmp_path / "fol\x1b[31m\u202eder"
    folder.mkdir()
    (folder / "fi\x1b[31m\u202ele.md").write_text(PAGE)
    (folder / "pi\x1b[31m\u202ecture.md").write_bytes(b"\x89PNG\x00")
    call("--no-bundled", "add", folder)
    said = call("--no-bundled", *words)
    assert said.status == 0
    assert said.out
    assert not {"\x1b", "\u202e"} & set(said.out + said.err)


def test_an_empty_data_dir_is_no_wish_for_the_usual_folders(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--data-dir", ""]) == 2
    assert "--data-dir" in capsys.readouterr().err
