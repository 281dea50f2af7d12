"""Folders, files and typing that nobody meant well: a reason by name, and a reader that stays usable."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reinvent_notes
import reinvent_tui
from reinvent_notes import folders, limits
from reinvent_notes.catalogs import read
from reinvent_notes.errors import Refused
from reinvent_tui.cli import main

if TYPE_CHECKING:
    from conftest import Notes

SOURCES = sorted(
    path for package in (reinvent_notes, reinvent_tui) for path in Path(package.__file__).parent.rglob("*.py")
)
posix = pytest.mark.skipif(os.name != "posix", reason="there are no such things on this system")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with five notes in it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(limits, "FILES_UNASKED", 3)
    for number in range(5):
        path = tmp_path / "home" / "notes" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# AWS re:Invent 2022\n\n## SVS30{number}: Talk number {number}\n")
    return tmp_path / "home"


@pytest.mark.parametrize("typed", ["/", "~"])
@posix
def test_a_whole_disk_or_home_is_not_added_by_mistake(
    typed: str, home: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", typed, "--data-dir", str(data)]) == 1
    said = capsys.readouterr().err
    assert "more than 3 files" in said and str(data / "sources.txt") in said
    assert main(["add", str(home / "notes"), "--data-dir", str(data)]) == 0


@posix
def test_a_home_is_a_source_where_the_list_of_sources_says_so(
    home: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.mkdir()
    (data / "sources.txt").write_text("~\nbundled off\n")
    assert main(["add", "~", "--data-dir", str(data)]) == 0
    assert "5 talks" in capsys.readouterr().out


@posix
def test_what_is_no_file_in_a_folder_is_told(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "page.md").write_text("# AWS re:Invent 2022\n\n## SVS301: Queues\n")
    assert main(["parse", str(tmp_path), "--data-dir", str(data)]) == 0
    assert f"{tmp_path / 'pipe.md'}: is not a regular file" in capsys.readouterr().err


@posix
def test_a_folder_that_may_not_be_listed_is_no_source(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(folders.os, "scandir", refuse)
        assert main(["add", str(tmp_path), "--data-dir", str(data)]) == 1
    assert f"{tmp_path}: cannot be listed (permission denied); check its permissions" in capsys.readouterr().err
    assert not (data / "sources.txt").exists()


@posix
def test_a_path_that_is_no_text_is_told_byte_by_byte(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "/nowhere/\udcff\x1b[2J", "--data-dir", str(data)]) == 1
    assert "/nowhere/\\xff[2J: cannot be read" in capsys.readouterr().err


def test_a_list_of_too_many_parts_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIST_PARTS", 5)
    with pytest.raises(Refused, match=r"^list\.json:4: holds more than 5 lists and objects \(LIST_PARTS\); split it$"):
        read("[\n{}, {},\n{},\n{}, {}\n]", "list.json", 2022)


def test_talks_beyond_the_limit_are_told_of_by_the_first_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TALKS_PER_FILE", 2)
    talks = [{"title": f"AWS re:Invent 2022 - Talk {n} (SVS30{n})", "speakers": ["Ada Lovelace"]} for n in range(9)]
    catalog = read(json.dumps(talks), "list.json", 2022)
    assert catalog and len(catalog.talks) == 2
    assert any("item 3" in warning and "TALKS_PER_FILE" in warning for warning in catalog.warnings)


@pytest.mark.parametrize(("limit", "line"), [("TALKS_PER_FILE", 5), ("CODED_LINES", 5)])
def test_lines_beyond_a_limit_are_told_of_by_the_first_of_them(
    limit: str,
    line: int,
    tmp_path: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(limits, limit, 2)
    page = tmp_path / "page.md"
    page.write_text("# AWS re:Invent 2022\n\n" + "".join(f"- SVS30{n} - Talk number {n}\n" for n in range(5)))
    assert main(["parse", str(page), "--data-dir", str(data)]) == 0
    told = capsys.readouterr()
    assert f"{page}:{line}: " in told.err and limit in told.err
    assert "SVS301" in told.out and "SVS302" not in told.out


_ITEMS = "# AWS re:Invent 2022\n\n", "- SVS30{} - Talk number {}{}\n", "CODED_LINES"
_HEADS = "# AWS re:Invent 2022\n\n", "## SVS30{}: Talk number {}\n\n{}\n\n", "HEADINGS"
_BOLD = "# AWS re:Invent 2022\n\n", "**SVS30{}: Talk number {}**\n\n{}\n\n", "TALKS_PER_FILE"
_ROWS = "# AWS re:Invent 2022\n\n| Code | Title |\n|--|--|\n", "| SVS30{} | Talk number {} {} |\n", "TABLE_ROWS"
_CSV = "title,code,abstract\n", "Queues,SVS30{},Part {} {}\n", "TALKS_PER_FILE"


@pytest.mark.parametrize(
    ("head", "talk", "limit"), [_ITEMS, _HEADS, _BOLD, _ROWS, _CSV], ids=["items", "headings", "bold", "rows", "csv"]
)
def test_of_talks_that_are_of_a_few_words_each_fewer_are_read(
    head: str,
    talk: str,
    limit: str,
    tmp_path: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(limits, "DENSE", 5)
    page = tmp_path / ("reinvent-2022.csv" if head.startswith("title") else "page.md")
    for words, is_told in (("", True), ("of many more words " * 6, False)):
        page.write_text(head + "".join(talk.format(n, n, words) for n in range(9)))
        assert main(["parse", str(page), "--json", "--data-dir", str(data)]) == 0
        told = capsys.readouterr()
        assert (f"({limit})" in told.err) == is_told
        assert (len(json.loads(told.out)["talks"]) < 9) == is_told


def test_what_stands_below_too_many_headings_is_told_of(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(limits, "HEADINGS", 3)
    page = tmp_path / "page.md"
    page.write_text(
        "# AWS re:Invent 2022\n\n" + "".join(f"## SVS30{n}: Talk number {n}\n\nText {n}.\n\n" for n in range(5))
    )
    assert main(["parse", str(page), "--json", "--data-dir", str(data)]) == 0
    told = capsys.readouterr()
    assert f"{page}:11: more than 3 headings (HEADINGS); skipped, split the file" in told.err
    assert [note["markdown"] for talk in json.loads(told.out)["talks"] for note in talk["notes"]] == [
        "Text 0.",
        "Text 1.",
    ]


@pytest.mark.parametrize("end", ["---", "no end"])
def test_front_matter_that_is_too_long_is_told_of(
    end: str, tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    block = "\n".join(f"key{n}: value" for n in range(limits.FRONT_MATTER_LINES))
    page.write_text(f"---\ntitle: Queues\n{block}\n{end}\n# AWS re:Invent 2022\n\n## SVS301: Queues\n\nText.\n")
    main(["parse", str(page), "--data-dir", str(data)])
    assert (f"{page}:1: front matter" in capsys.readouterr().err) == (end == "---")


@pytest.mark.parametrize(
    ("heading", "is_cut"),
    [("word " * 61, True), ("word " * 57, False), (f"[{'word ' * 40}](https://aws.amazon.com/{'a' * 200})", False)],
)
def test_a_title_that_is_cut_is_told_of(
    heading: str, is_cut: bool, tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# AWS re:Invent 2022\n\n## SVS301: {heading}\n\nText.\n")
    assert main(["parse", str(page), "--data-dir", str(data)]) == 0
    told = capsys.readouterr()
    assert "SVS301" in told.out
    assert (f"{page}:3: its title is cut" in told.err) == is_cut


@pytest.mark.parametrize(("length", "is_told"), [(limits.INLINE_CHARS, True), (100, False)])
def test_a_line_of_which_only_a_part_is_read_is_told_of(
    length: int, is_told: bool, tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    link = f"[Queues and how to drain them](https://aws.amazon.com/{'a' * length})"
    page.write_text(f"# AWS re:Invent 2022\n\n## SVS301: {link}\n\nText.\n\n- SVS302: Streams. {'word ' * 300}\n")
    assert main(["parse", str(page), "--data-dir", str(data)]) == 0
    assert (f"{page}:3: only its first 1,000 characters" in capsys.readouterr().err) == is_told


@pytest.mark.parametrize(("depth", "is_refused"), [(limits.LIST_DEPTH + 1, True), (limits.LIST_DEPTH, False)])
def test_talks_that_are_too_deep_in_a_list_are_told_of(
    depth: int, is_refused: bool, tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talks: object = [{"title": f"AWS re:Invent 2022 - Talk {n} (SVS30{n})", "speakers": ["Ada"]} for n in range(3)]
    for _ in range(depth):
        talks = {"days": talks}
    page = tmp_path / "list.json"
    page.write_text(json.dumps(talks))
    assert main(["parse", str(page), "--data-dir", str(data)]) == is_refused
    assert (f"{page}: has talks deeper than 8 levels (LIST_DEPTH)" in capsys.readouterr().err) == is_refused


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_limit_that_is_named_stands_in_the_table(path: Path) -> None:
    names = set(re.findall(r"limits\.([A-Z_]+)|\(([A-Z]+(?:_[A-Z]+)+)\)\"", path.read_text(encoding="utf-8")))
    assert {name for pair in names for name in pair if name} <= vars(limits).keys()


# typing


@posix
@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        pytest.param(["\x1b[200~one two\x1b[201~x"], [(True, "one two"), (False, "x")], id="between marks"),
        pytest.param(["a\x1b[20", "0~one", " two\x1b[2", "01~"], [(False, "a"), (True, "one two")], id="in parts"),
        pytest.param(["\x1b", "[A"], [(False, "\x1b"), (False, "[A")], id="escape is a key of its own"),
        pytest.param(["\x1b[200~a\x1b[2Jb\x1b[201~"], [(True, "a\x1b[2Jb")], id="sequences within are no keys"),
        pytest.param(["x" * 2000], [(True, "x" * 2000)], id="so much at once"),
        pytest.param(["\x1b[<35;10;10M" * 200], [(False, "\x1b[<35;10;10M" * 200)], id="what a mouse sends"),
    ],
)
def test_what_is_pasted_is_told_from_what_is_typed(chunks: list[str], expected: list[tuple[bool, str]]) -> None:
    from reinvent_tui.terminal import Pastes

    pastes = Pastes()
    assert [piece for chunk in chunks for piece in pastes.split(chunk)] == expected


@posix
def test_a_paste_without_end_is_one_all_the_same() -> None:
    from reinvent_tui.terminal import Pastes

    pastes = Pastes()
    assert not [*pastes.split("\x1b[200~one")]
    assert [*pastes.end()] == [(True, "one")]
    assert [*pastes.split("x")] == [(False, "x")]


@posix
def test_lines_that_are_pasted_end_where_the_terminal_ends_them(shared_notes: Notes, data: Path) -> None:
    from test_terminal import Terminal

    terminal = Terminal(str(shared_notes.folder), data=data)
    try:
        terminal.until_painted()
        terminal.type(b"c")
        terminal.until(lambda: "own note:" in terminal.text)
        terminal.type(b"\x1b[200~one\rtwo\r\nthree\x1b[201~")
        terminal.until(lambda: "one⏎two⏎three" in terminal.text)
        terminal.type(b"\x1b")
        terminal.type(b"\x11")
        assert terminal.ends() == 0
    finally:
        terminal.close()


@posix
@pytest.mark.parametrize("marks", [(b"", b""), (b"\x1b[200~", b"\x1b[201~")], ids=["as typed", "between marks"])
def test_a_megabyte_that_is_pasted_leaves_it_usable(
    marks: tuple[bytes, bytes], shared_notes: Notes, data: Path
) -> None:
    from test_terminal import Terminal

    terminal = Terminal(str(shared_notes.folder), data=data)
    try:
        terminal.until_painted()
        terminal.type(b"/")
        terminal.until(lambda: "esc" in terminal.text)  # the keys of the search bar
        rest = marks[0] + b"serverless \x07" * 90_000 + marks[1]
        while rest:
            try:
                rest = rest[os.write(terminal.outside, rest) :]
            except BlockingIOError:
                terminal.read()
                time.sleep(0.005)
        terminal.type(b"\x1b")
        time.sleep(0.3)
        terminal.type(b"\x11")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
        assert "Traceback" not in terminal.text
    finally:
        terminal.close()


@posix
def test_who_wants_out_does_not_wait_for_keys_that_came_by_mistake(shared_notes: Notes, data: Path) -> None:
    from test_terminal import Terminal

    terminal = Terminal(str(shared_notes.folder), data=data)
    try:
        terminal.until_painted()
        terminal.type(b"\x10" + b"abcdefgh" * 60)  # into the palette, where a key takes long
        time.sleep(0.3)
        terminal.type(b"\x11")
        assert terminal.ends(3) == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()


@posix
@pytest.mark.parametrize("stop", ["SIGTSTP", "SIGSTOP"])
def test_a_reader_that_was_stopped_goes_on(stop: str, shared_notes: Notes, data: Path) -> None:
    from test_terminal import Terminal

    terminal = Terminal(str(shared_notes.folder), data=data)
    try:
        terminal.until_painted()
        terminal.process.send_signal(getattr(signal, stop))
        time.sleep(0.5)
        terminal.read()
        before = len(terminal.output)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.until(lambda: b"Serverless" in terminal.output[before:])
        terminal.type(b"\x11")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()


@posix
def test_the_terminal_is_believed_where_the_environment_says_another_size(shared_notes: Notes, data: Path) -> None:
    from test_terminal import Terminal

    terminal = Terminal(str(shared_notes.folder), data=data, COLUMNS="9999", LINES="9999")
    try:
        terminal.until_painted()
        assert len(terminal.output) < 100_000
        terminal.type(b"\x11")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()


@posix
@pytest.mark.parametrize("told", ["by the system", "as a key"])
def test_a_terminal_that_says_it_is_huge_leaves_it_usable(told: str, shared_notes: Notes, data: Path) -> None:
    from test_terminal import Terminal

    terminal = Terminal(str(shared_notes.folder), data=data)
    try:
        terminal.until_painted()
        if told == "by the system":
            terminal.resize(9999, 9999)
        else:
            terminal.type(b"\x1b[48;9999;9999;9999;9999t")
        before = len(terminal.output)
        terminal.until(lambda: len(terminal.output) > before + 10_000)
        terminal.type(b"\x11")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()


@posix
def test_a_data_folder_that_cannot_be_made_leaves_a_reader_of_the_notes(shared_notes: Notes, tmp_path: Path) -> None:
    from test_terminal import Terminal

    (tmp_path / "file").touch()
    terminal = Terminal(data=tmp_path / "file" / "data")
    try:
        terminal.until(lambda: "49 talks" in terminal.text)
        terminal.type(b"\x11")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()


def test_the_doctor_looks_at_what_it_can_where_nobody_may_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--data-dir", str(tmp_path / ("long" * 200))]) == 1
    said = capsys.readouterr()
    assert not said.err
    assert (
        "Versions: " in said.out and "Marks: cannot be read" in said.out and "sources.txt: cannot be read" in said.out
    )


@pytest.mark.parametrize(
    ("verb", "status", "told"),
    [
        (["list", "year:2022"], 0, ["sources.txt", "marks.db"]),
        (["search", "queue"], 0, ["sources.txt", "marks.db"]),
        (["sources"], 0, ["sources.txt", "marks.db"]),
        (["show", "2023-SVS401"], 0, ["sources.txt", "marks.db"]),
        (["open", "2023-SVS401", "--dry-run"], 0, ["sources.txt", "marks.db"]),
        (["index"], 0, ["sources.txt"]),
        (["marks"], 1, ["marks.db"]),
        (["stats"], 1, ["marks.db"]),
        (["marks", "export", "-"], 1, ["marks.db"]),
        (["mark", "2023-SVS401", "--watched"], 1, ["marks.db"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) and " " not in value else None,
)
def test_what_can_be_read_is_read_where_nobody_may_look_into_the_data_folder(
    verb: list[str], status: int, told: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*verb, "--data-dir", str(tmp_path / ("long" * 200))]) == status
    said = capsys.readouterr()
    assert bool(said.out) == (status == 0)
    assert len(said.err.splitlines()) == len(told)
    assert all(name in line for name, line in zip(told, said.err.splitlines(), strict=True))
