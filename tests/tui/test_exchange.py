"""Marks go from one machine to another and back, and what was watched is counted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import pytest
from calling import Said, caller
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes.marks import Mark
from reinvent_notes.stats import Part, Stats, Week
from reinvent_tui.charts import lines
from reinvent_tui.cli import main

if TYPE_CHECKING:
    from conftest import OpenReader

PAGE = """# AWS re:Invent 2022

## ARC301: Resilient applications

https://youtu.be/PiQ_eZFO2GU

Everything fails all the time.

## DAT301: Databases for everybody

Pick one.
"""
LIST = [
    {"title": "Resilient applications", "code": "ARC301", "year": 2022, "track": "Architecture", "minutes": 50},
    {"title": "Something else entirely", "code": "SVS305", "year": 2023, "track": "Serverless", "minutes": 60},
]


class Machine:
    """The command line with a data folder of its own, and the same notes as on every machine."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._call = caller(capsys, "--data-dir", folder, "--no-bundled")

    def __call__(self, *words: object) -> Said:
        return self._call(*words)

    @property
    def marks(self) -> Any:
        return self("marks", "--json").json["marks"]

    def values(self, name: str) -> Any:
        return {mark: value for mark, value in self("show", name, "--json").json["talks"][0]["marks"].items() if value}


Machines = Callable[[str], Machine]


@pytest.fixture
def machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Machines:
    page = tmp_path / "page.md"
    page.write_text(PAGE)

    def new(name: str) -> Machine:
        made = Machine(tmp_path / name, capsys)
        assert made("add", page).status == 0
        return made

    return new


def is_one_line(said: Said) -> bool:
    return said.err.startswith("reinvent-tui: ") and said.err.count("\n") == 1 and said.out == ""


def test_every_mark_travels(machine: Machines, tmp_path: Path) -> None:
    one, other = machine("one"), machine("other")
    one(
        "mark",
        "arc301",
        *"--watched --queue --favourite --hide --rating 4 --position 12:30 --note".split(),
        "My “own”\nnote",
    )
    said = one("marks", "export", tmp_path / "out.json")
    assert (said.status, said.err) == (0, "")
    said = other("marks", "import", tmp_path / "out.json")
    assert (said.status, said.err) == (0, "")
    assert "7 changes taken in" in said.out
    assert other.values("arc301") == one.values("arc301")
    assert len(other.values("arc301")) == 7
    assert "0 changes taken in" in other("marks", "import", tmp_path / "out.json").out
    assert other.marks == one.marks


def test_from_three_machines_in_any_order_the_newest_stays_removals_too(machine: Machines, tmp_path: Path) -> None:
    files = []
    for name, words in (
        ("a", ["arc301", "--rating", "5", "--note", "first"]),
        ("b", ["arc301", "--rating", "2", "--favourite"]),
        ("c", ["arc301", "--rating", "1", "--watched"]),
    ):
        one = machine(name)
        if files:  # c knows what b said, and takes it back
            one("marks", "import", files[-1])
        one("mark", *words)
        if name == "c":
            one("mark", "arc301", "--unfavourite", "--rating", "none")
        files.append(tmp_path / f"{name}.json")
        one("marks", "export", files[-1])
    results = []
    for number, order in enumerate(permutations(files)):
        one = machine(f"joined {number}")
        for file in order:
            assert one("marks", "import", file).status == 0
        results.append((one("marks", "--json").out, one("marks", "export", "-").out))
    assert len(set(results)) == 1
    [mark] = json.loads(results[0][0])["marks"]
    assert mark["marks"] == {"watched": date.today().isoformat(), "note": "first"}


def test_marks_of_talks_that_are_in_no_source_here_are_kept_and_listed(machine: Machines, tmp_path: Path) -> None:
    one, other = machine("one"), machine("other")
    (tmp_path / "list-reinvent-2022.json").write_text(json.dumps(LIST))
    one("add", tmp_path / "list-reinvent-2022.json")
    one("mark", "SVS305", "arc301", "--watched")
    one("marks", "export", tmp_path / "out.json")
    other("marks", "import", tmp_path / "out.json")
    assert [(mark["talk"], mark["title"]) for mark in other.marks] == [
        ("2022-ARC301", "Resilient applications"),
        (None, "Something else entirely"),
    ]
    other("marks", "export", tmp_path / "back.json")
    assert "0 changes taken in" in one("marks", "import", tmp_path / "back.json").out
    other("add", tmp_path / "list-reinvent-2022.json")
    assert other.values("SVS305") == one.values("SVS305") != {}


KNOWN_HERE = "# AWS re:Invent 2022\n\n## ARC301: Resilient applications\n\nhttps://youtu.be/PiQ_eZFO2GU\n\nNotes.\n"
KNOWN_THERE = (
    "# AWS re:Invent 2022\n\n## Resilient applications\n\nhttps://youtu.be/PiQ_eZFO2GU\n\nNotes.\n",
    "# AWS re:Invent 2022\n\n## ARC301: Resilient applications\n\nNotes.\n",
    "# AWS re:Invent 2022\n\n## ARC301-R: Applications that are resilient\n\nhttps://youtu.be/PiQ_eZFO2GU\n\nNotes.\n",
)


def test_a_talk_that_is_known_otherwise_elsewhere_is_the_same_talk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for number, text in enumerate(KNOWN_THERE):
        page = tmp_path / f"there-{number}.md"
        page.write_text(text)
        there = Machine(tmp_path / f"there {number}", capsys)
        there("add", page)
        assert there("mark", "resilient applications", "--rating", number + 1, "--note", f"of {number}").status == 0
        files.append(tmp_path / f"{number}.json")
        there("marks", "export", files[-1])
    page = tmp_path / "here"
    page.mkdir()
    (page / "first.md").write_text(KNOWN_HERE)
    (page / "second.md").write_text(KNOWN_THERE[2])  # so that it is known by two titles, and marks stay under both
    results = []
    for number, order in enumerate(permutations(files)):
        here = Machine(tmp_path / f"here {number}", capsys)
        here("add", page)
        for file in order:
            here("marks", "import", file)
        assert here.values("arc301") == {"rating": 3, "note": "of 2"}
        results.append((here("marks", "--json").out, here("marks", "export", "-").out))
        for file in files:
            assert "; 0 changes taken in" in here("marks", "import", file).out
        assert (here("marks", "--json").out, here("marks", "export", "-").out) == results[-1]
        here("mark", "arc301", "--rating", "none")
        here("marks", "import", files[number % 3])
        assert here.values("arc301") == {"note": "of 2"}
    assert len(set(results)) == 1


def written(folder: Path) -> set[tuple[Path, int, int]]:
    """Its files, and when each was made and written: that one was read tells nothing."""
    return {(path, path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}


def test_a_folder_makes_machines_agree(machine: Machines, tmp_path: Path) -> None:
    one, other, folder = machine("one"), machine("other"), tmp_path / "shared"
    folder.mkdir()
    one("mark", "arc301", "--rating", 5)
    other("mark", "dat301", "--rating", 3)
    for each in (one, other, one):
        said = each("marks", "sync", folder)
        assert (said.status, said.err) == (0, "")
    assert one.marks == other.marks
    assert len(one.marks) == 2
    assert len(list(folder.iterdir())) == 2, "a file for each machine"
    before = written(folder)
    assert one("marks", "sync", folder, "--json").json["sync"] | {"file": ""} == {
        "file": "",
        "files": 2,
        "changed": 0,
        "wrote": False,
        "skipped": [],
    }
    assert written(folder) == before
    other("mark", "arc301", "--rating", "none")
    other("marks", "sync", folder)
    one("marks", "sync", folder)
    assert one.values("arc301") == {}


def test_a_copy_of_a_conflict_and_a_half_written_file_are_taken_in_too(machine: Machines, tmp_path: Path) -> None:
    one, other, folder = machine("one"), machine("other"), tmp_path / "shared"
    folder.mkdir()
    one("mark", "arc301", "dat301", "--rating", 5)
    one("marks", "sync", folder)
    [file] = folder.iterdir()
    text = file.read_text()
    file.unlink()
    (folder / "marks-one (conflicted copy).json").write_text(text[: text.index("2022-DAT301") + 40])
    said = other("marks", "sync", folder)
    assert said.status == 0
    assert "is not whole JSON" in said.err
    assert other.values("arc301") == {"rating": 5}
    assert other.values("dat301") == {}


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["export"], 2, "marks export takes one file"),
        (["import", "a", "b"], 2, "marks import takes one file"),
        (["sync"], 2, "marks sync takes one folder"),
        (["merge", "a"], 2, "not 'merge'"),
        (["export", "-", "--json"], 2, "leave --json out"),
        (["import", "{}/nothing.json"], 1, "nothing.json: cannot be read (no such file or directory)"),
        (["import", "{}/page.md"], 1, "page.md: holds no marks"),
        (["import", "{}"], 1, "is not a regular file"),
        (["import", "{}/broken.json"], 1, "broken.json:2: is not whole JSON"),
        (["export", "{}/nowhere/out.json"], 1, "out.json: cannot be written (no such file or directory)"),
        (["export", "{}/page.md"], 1, "page.md: is there already, and holds something else"),
        (["export", "{}"], 1, "is not a regular file"),
        (["sync", "{}/nowhere"], 1, "nowhere: cannot be read (no such file or directory)"),
        (["sync", "{}/page.md"], 1, "page.md: cannot be read (not a directory)"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    words: list[str], status: int, told: str, machine: Machines, tmp_path: Path
) -> None:
    one = machine("one")
    (tmp_path / "broken.json").write_text('{"reinvent-tui marks": 1, "marks": [\n{"id": "20')
    before = one.marks
    said = one("marks", *(word.format(tmp_path) for word in words))
    assert (said.status, is_one_line(said)) == (status, True), said
    assert told in said.err
    assert one.marks == before
    assert (tmp_path / "page.md").read_text() == PAGE


def test_of_a_file_with_mistakes_the_good_marks_are_taken_in_and_each_mistake_is_named(
    machine: Machines, tmp_path: Path
) -> None:
    one, file = machine("one"), tmp_path / "by hand.json"
    items = [
        {
            "title": "Resilient applications",
            "year": 2022,
            "code": "ARC301",
            "marks": {"rating": 4, "hidden": "perhaps"},
        },
        {"marks": {"rating": 1}},
    ]
    file.write_text(json.dumps({"marks": items}))
    said = one("marks", "import", file)
    assert said.status == 0
    assert said.err.splitlines() == [
        f"reinvent-tui: {file}: item 1 (2022-ARC301): hidden takes true or false, not 'perhaps'; skipped",
        f"reinvent-tui: {file}: item 2 has no title; skipped",
    ]
    assert one.values("arc301") == {"rating": 4}
    file.write_text(json.dumps({"marks": items[1:]}))
    assert one("marks", "import", file).status == 1


def test_a_file_that_is_gone_after_some_calls_costs_no_mark(machine: Machines, tmp_path: Path) -> None:
    one = machine("one")
    one("mark", "arc301", "--rating", 5)
    one("mark", "dat301", "--rating", 3)
    before = one.marks
    (one.folder / "marks.db").unlink()
    assert "was missing and was restored" in one("marks").err
    assert one.marks == before


async def test_two_readers_and_the_command_line_see_each_others_marks(
    open_reader: OpenReader, data: Path, tmp_path: Path
) -> None:
    def call(*words: object) -> int:
        return main(["--data-dir", str(data), *map(str, words)])

    async with open_reader() as reader, open_reader() as other:
        assert await asyncio.to_thread(call, "mark", "2025-SVS401", "--watched") == 0
        for each in (reader, other):
            await each.until(lambda each=each: "1 watched" in each.lines[0])
        await other.press("m")
        assert await asyncio.to_thread(call, "marks", "export", tmp_path / "out.json") == 0
        titles = {mark["title"] for mark in json.loads((tmp_path / "out.json").read_text())["marks"]}
        assert titles == {"Serverless for large teams", "The opening keynote"}
        assert await asyncio.to_thread(call, "mark", "2025-SVS401", "--unwatched") == 0
        await reader.press("j")
        for each in (reader, other):
            await each.until(lambda each=each: "1 watched" in each.lines[0])
        await reader.until(lambda: "● The opening keynote" in reader.text)


def test_marks_can_be_written_to_be_read(machine: Machines, tmp_path: Path) -> None:
    one = machine("one")
    one("mark", "arc301", "--rating", 5, "--note", "Two\n\nparagraphs", "--position", "1:05")
    one("mark", "dat301", "--favourite")
    one("mark", "dat301", "--unfavourite")
    for _ in range(2):
        assert one("marks", "export", tmp_path / "marks.md").status == 0
    text = (tmp_path / "marks.md").read_text()
    assert "## 2022\n\n- **Resilient applications** (ARC301): rating 5, stopped at 1:05" in text
    assert "  > Two\n  >\n  > paragraphs" in text
    assert "Databases" not in text


# progress


def test_stats_count_by_year_and_track_and_week(machine: Machines, tmp_path: Path) -> None:
    one = machine("one")
    (tmp_path / "list-reinvent-2022.json").write_text(json.dumps(LIST))
    one("add", tmp_path / "list-reinvent-2022.json")
    one("mark", "arc301", "--watched", "--rating", 5)
    one("mark", "dat301", "--watched", "--queue")
    found = one("stats", "--json").json["stats"]
    assert {name: found[name] for name in ("watched", "talks", "minutes", "without_length", "elsewhere")} == {
        "watched": 2,
        "talks": 3,
        "minutes": 50,
        "without_length": 1,
        "elsewhere": 0,
    }
    assert [(year["year"], year["watched"], year["talks"]) for year in found["years"]] == [(2023, 0, 1), (2022, 2, 2)]
    assert found["ratings"] == {"5": 1, "4": 0, "3": 0, "2": 0, "1": 0}
    [week] = found["weeks"]
    assert (week["watched"], week["minutes"], week["without_length"]) == (2, 50, 1)
    assert date.fromisoformat(week["monday"]).weekday() == 0
    said = one("stats")
    assert (said.status, said.err) == (0, "")
    assert "Watched: 2 of 3 talks (66 %)" in said.out
    assert "Time watched: 50 min, 1 of unknown length" in said.out
    assert max(map(len, said.out.splitlines())) <= 80
    one("remove", tmp_path / "list-reinvent-2022.json")
    one("remove", tmp_path / "page.md")
    found = one("stats", "--json").json["stats"]
    assert (found["talks"], found["watched"], found["elsewhere"], found["ratings"]["5"]) == (0, 0, 2, 1)
    assert one("stats").status == 0


def test_stats_count_what_is_hidden_as_the_tree_does_and_what_was_done_stays_done(machine: Machines) -> None:
    one = machine("one")
    one("mark", "arc301", "--watched", "--queue", "--rating", 4, "--hide")
    found = one("stats", "--json").json["stats"]
    assert [found[name] for name in ("watched", "talks", "watched_and_hidden")] == [0, 1, 1]
    assert (found["marks"]["queued"], found["marks"]["hidden"]) == (0, 1)
    assert found["weeks"][0]["watched"] == found["ratings"]["4"] == 1
    assert "Watched: 0 of 1 talks\nTime watched: 1 of unknown length\nWatched, and hidden: 1\n" in one("stats").out
    one("mark", "dat301", "--hide")
    found = one("stats", "--json").json["stats"]
    assert (found["talks"], found["years"]) == (0, [])
    assert one("stats").status == 0


COUNTS = st.integers(0, 30_000)
PARTS = st.builds(
    lambda name, watched, rest, minutes, unknown: Part(name, watched, watched + rest + 1, minutes, unknown),
    st.none() | st.text(st.sampled_from("abc 会議"), max_size=50),
    *[COUNTS] * 4,
)
STATS = st.builds(
    Stats,
    PARTS,
    st.fixed_dictionaries(dict.fromkeys(Mark, COUNTS)),
    COUNTS,
    COUNTS,
    st.lists(PARTS.map(lambda part: part._replace(name="2022", tracks=(part,))), max_size=3).map(tuple),
    st.lists(st.builds(Week, st.dates(), st.integers(1, 99), COUNTS, COUNTS), max_size=20).map(tuple),
    st.fixed_dictionaries(dict.fromkeys(range(5, 0, -1), COUNTS)),
)


@given(STATS, st.integers(12, 150))
def test_no_line_of_the_stats_is_wider_than_the_terminal(stats: Stats, width: int) -> None:
    for line in lines(stats, width):
        assert sum(2 if east_asian_width(char) in "WF" else 1 for char in line) <= width


def test_bars_say_begun_and_done_as_they_are_also_in_ascii() -> None:
    years = (
        Part("2023", 1, 1000, 0, 1),
        Part("2022", 999, 1000, 0, 999),
        Part("2021", 7, 7, 0, 7),
        Part("2020", 0, 7, 0, 0),
    )
    stats = Stats(
        Part("", 1007, 2014, 0, 1007), dict.fromkeys(Mark, 0), 0, 0, years, (), dict.fromkeys(range(5, 0, -1), 0)
    )
    begun, nearly, done, untouched = lines(stats, 60, plain=True)[-4:]
    assert begun.startswith("2023 #.") and "##" not in begun
    assert "#. 999 of" in nearly
    assert "." not in done and "#" not in untouched
    assert all(line.isascii() for line in lines(stats, 60, plain=True))
