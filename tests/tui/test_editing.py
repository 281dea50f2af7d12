"""Editing notes in the user's editor: which file, at which line, and what becomes of it."""

from __future__ import annotations

import json
import shlex
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reinvent_notes import sources
from reinvent_notes.errors import MarksError, Refused
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.talk import Note, Talk
from reinvent_tui.app import ReinventApp
from reinvent_tui.cli import main
from reinvent_tui.editor import command, editor
from reinvent_tui.own_notes import draft, is_kept

if TYPE_CHECKING:
    from conftest import Notes, OpenReader

TALK = Talk("Deep dive", 2024, "STG407")
_EDITOR = """
import pathlib, sys
log, text, status = sys.argv[1:4]
path = pathlib.Path(sys.argv[-1])
pathlib.Path(log).write_text(str(path))
if text:
    path.write_text(path.read_text() + text)
sys.exit(int(status))
"""


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        (["vim"], ["vim", "+7", "/n/a b.md"]),
        (["/usr/bin/nano", "-w"], ["/usr/bin/nano", "-w", "+7", "/n/a b.md"]),
        (["hx"], ["hx", "/n/a b.md:7"]),
        (["code"], ["code", "--wait", "--goto", "/n/a b.md:7"]),
        (["code", "--wait"], ["code", "--wait", "--goto", "/n/a b.md:7"]),
        (["emacsclient", "-t"], ["emacsclient", "-t", "+7", "/n/a b.md"]),
        (["gvim"], ["gvim", "-f", "+7", "/n/a b.md"]),
        (["my-editor"], ["my-editor", "/n/a b.md"]),
    ],
)
def test_the_editor_is_given_the_line_as_it_takes_it(words: list[str], opened: list[str]) -> None:
    assert command(words, Path("/n/a b.md"), 7) == opened


def test_the_editor_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert editor({"VISUAL": "emacs -nw", "EDITOR": "vi"}) == ["emacs", "-nw"]
    assert editor({"VISUAL": "", "EDITOR": "'my editor' -x"}) == ["my editor", "-x"]
    monkeypatch.setenv("HOME", "/home/ada")
    assert editor({"EDITOR": "~/bin/edit -w"}) == ["/home/ada/bin/edit", "-w"]
    with pytest.raises(Refused, match="editor is no command"):
        editor({"EDITOR": "vi 'x"})
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "vi" else None)
    assert editor({}) == ["/bin/vi"]
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Refused, match="no editor is set"):
        editor({})


def test_a_note_is_opened_where_its_text_begins(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# 2024\n\n## STG407 Deep dive\n\nFirst words.\nMore.\n")
    assert draft(TALK, Note(str(page), 3, "First words.\nMore."), page, lambda: tmp_path).line == 5


def test_a_list_is_never_edited(tmp_path: Path) -> None:
    for name in ("talks.json", "talks.CSV"):
        path = tmp_path / name
        path.write_text("[]")
        one = draft(TALK, Note(str(path), 1, "x"), path, lambda: tmp_path / "own")
        assert one.path.parent == tmp_path / "own" and path.read_text() == "[]"
        assert not is_kept(one) and not one.path.exists()


def test_what_was_begun_before_is_not_written_over(tmp_path: Path) -> None:
    first = draft(TALK, None, None, lambda: tmp_path)
    first.path.write_text("mine")
    again = draft(TALK, None, None, lambda: tmp_path)
    assert again.path == first.path and is_kept(again) and again.path.read_text() == "mine"


@pytest.mark.parametrize("left", ["", "\n \n", None])
def test_a_note_that_was_begun_and_left_empty_is_removed(tmp_path: Path, left: str | None) -> None:
    one = draft(TALK, None, None, lambda: tmp_path)
    if left is not None:
        one.path.write_text(left)
    assert not is_kept(one) and list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="cannot be written"):
        draft(TALK, None, None, lambda: tmp_path / "file" / "notes")


# in the reader


class Editor:
    """An editor that adds a text to what it is given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._monkeypatch, self._folder = monkeypatch, folder
        (folder / "editor.py").write_text(_EDITOR)
        monkeypatch.setattr(ReinventApp, "suspend", lambda app: nullcontext())
        monkeypatch.delenv("EDITOR", raising=False)

    def adds(self, text: str, status: int = 0) -> None:
        words = (sys.executable, str(self._folder / "editor.py"), str(self._folder / "log"), text, str(status))
        self._monkeypatch.setenv("VISUAL", shlex.join(words))

    @property
    def edited(self) -> Path:
        return Path((self._folder / "log").read_text())


@pytest.fixture
def editing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Editor:
    return Editor(monkeypatch, tmp_path)


def shown_notes(data: Path, capsys: pytest.CaptureFixture[str], talk: str) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["--data-dir", str(data), "show", talk, "--json"]) == 0
    [found] = json.loads(capsys.readouterr().out)["talks"]
    notes: list[dict[str, str]] = found["notes"]
    return notes


async def test_a_bundled_note_is_copied_and_never_edited(
    open_reader: OpenReader, notes: Notes, data: Path, editing: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    editing.adds("\nMy own words.\n")
    before = {path: path.read_bytes() for path in notes.folder.iterdir()}
    async with open_reader((160, 24)) as reader:
        await reader.press("e")
        assert "Your note is" in reader.key_line and "is part of the library now" in reader.key_line
        await reader.refresh()
        assert "Everything new. My own words." in reader.note_text
        assert reader.note_text.count("Everything new.") == 1 and "8 talks" in reader.lines[0]
        # from now on it is the note that is edited
        own = editing.edited
        editing.adds("\nAnd more.\n")
        await reader.press("e")
        await reader.refresh()
        assert editing.edited == own and "And more." in reader.note_text
    assert own.parent == data / "notes"
    assert {path: path.read_bytes() for path in notes.folder.iterdir()} == before
    assert [note["source"] for note in shown_notes(data, capsys, "aaaaaaaaaa1")] == [str(own)]


async def test_a_copy_that_was_changed_throughout_is_shown_alone(
    open_reader: OpenReader, notes: Notes, data: Path, editing: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    editing.adds("x")
    async with open_reader() as reader:
        await reader.press("slash", *"svs401", "enter", "e")
        await reader.refresh()
        own = editing.edited
        lines = own.read_text().replace("First point of part 3\n", "A point of mine\n").replace("## Part 7\n", "")
        own.write_text(lines)
        await reader.refresh()
    [note] = shown_notes(data, capsys, "SVS401")
    assert note["source"] == str(own) and "A point of mine" in note["markdown"]


async def test_a_note_of_ones_own_is_written_in_the_editor_too(
    open_reader: OpenReader, editing: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editing.adds("Second line\n\nThird: pelican\n")
    async with open_reader() as reader:
        await reader.press("c", *"first", "tab")
        assert "own note: first Second line Third: pelican" in reader.note_text
        assert not editing.edited.exists()
        editing.adds("lost", status=1)
        await reader.press("c", "tab")
        assert "lost" not in reader.note_text and "Third: pelican" in reader.note_text
        monkeypatch.setenv("VISUAL", "no-such-editor")
        await reader.press("c", *"typed", "tab")
        assert "no-such-editor could not be started" in reader.text and "typed" in reader.text
        await reader.press("enter", "slash")
        await reader.type("pelicantyped")
        assert "The opening keynote" in reader.results_text and "Third: pelicantyped" in reader.results_text


async def test_what_was_edited_and_cannot_be_kept_is_asked_for_again(
    open_reader: OpenReader, editing: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(store: MarkStore, changes: object) -> None:
        raise MarksError("“note” was not kept: the disk is full")

    editing.adds("Of an hour: pelican\n")
    async with open_reader() as reader:
        with monkeypatch.context() as full:
            full.setattr(MarkStore, "apply", fail)
            await reader.press("c", "tab")
            assert "the disk is full" in reader.all_words and "Of an hour: pelican" in reader.lines[-1]
        await reader.press("enter")
        assert "own note: Of an hour: pelican" in reader.note_text


async def test_an_editor_that_writes_nothing_leaves_nothing(
    open_reader: OpenReader, data: Path, editing: Editor
) -> None:
    editing.adds("")
    async with open_reader() as reader:
        before = reader.note
        await reader.press("e")
        assert reader.key_line == "Nothing was written, and no note is kept"
        assert not editing.edited.exists() and not (data / "sources.txt").exists()
        await reader.refresh()
        assert reader.note == before


async def test_a_talk_without_a_note_gets_one_in_the_folder_of_the_settings(
    open_reader: OpenReader, notes: Notes, data: Path, editing: Editor, tmp_path: Path
) -> None:
    data.mkdir()
    (data / "config.toml").write_text(f"notes = {json.dumps(str(tmp_path / 'mine'))}\n")
    talks = [{"title": "AWS re:Invent 2026 - Scaling to many (ARC305)", "url": "https://youtu.be/abcdefghijk"}]
    (tmp_path / "list.json").write_text(json.dumps(talks))
    assert main(["--data-dir", str(data), "add", str(tmp_path / "list.json")]) == 0
    editing.adds("What I think of it.\n")
    async with open_reader() as reader:
        await reader.press("slash", *"arc305", "enter")
        assert "Nobody has written a note" in reader.note_text
        await reader.press("e")
        await reader.refresh()
        assert "What I think of it." in reader.note_text and "9 talks" in reader.lines[0] + reader.text
    assert editing.edited == tmp_path / "mine" / "2026-arc305-scaling-to-many.md"
    assert editing.edited.read_text().startswith("---\ntitle: Scaling to many\nyear: 2026\ncode: ARC305\n")
    assert (data / "sources.txt").read_text().count(str(tmp_path / "mine")) == 1


async def test_of_several_notes_the_one_being_read_is_edited(
    open_reader: OpenReader, notes: Notes, data: Path, editing: Editor, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    long = "\n\n".join(f"Quite another paragraph {number}." for number in range(30))
    other = long.replace("another paragraph", "a different line")
    for name, text in (("one.md", long), ("two.md", other)):
        (folder / name).write_text(f"---\ntitle: The opening keynote\nyear: 2025\nkind: keynote\n---\n\n{text}\n")
    assert main(["--data-dir", str(data), "add", str(folder)]) == 0
    editing.adds("")
    async with open_reader() as reader:
        await reader.press("slash", *"opening keynote".replace(" ", ""), "escape")
        await reader.press("slash", *"opening", "enter", "e")
        assert editing.edited == folder / "one.md"
        for _ in range(4):
            await reader.press("pagedown")
        await reader.press("e")
        assert editing.edited == folder / "two.md"


async def test_an_editor_that_is_not_there_is_one_sentence(
    open_reader: OpenReader, data: Path, editing: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    async with open_reader() as reader:
        await reader.press("e")
        assert reader.key_line.startswith("/nowhere/editor could not be started (no such file")
        assert not list((data / "notes").glob("*"))


@pytest.mark.parametrize("text", ["\nMy own words.\n", ""])
async def test_an_editor_that_fails_loses_nothing(
    open_reader: OpenReader, data: Path, editing: Editor, text: str
) -> None:
    editing.adds(text, status=3)
    async with open_reader() as reader:
        await reader.press("e")
        await reader.refresh()
        assert ("My own words." in reader.note_text) == bool(text)
        assert ("ended with status 3" in reader.key_line) == (not text)
        assert len(list((data / "notes").glob("*"))) == bool(text)


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("path.unlink()", "{} is not there any more"),
        ("path.write_bytes(path.read_bytes())", "Nothing was changed"),
        ("path.with_suffix('.new').write_text('Other words.'); path.with_suffix('.new').replace(path)", "Changed {}"),
        ("import os; os.kill(os.getpid(), 15)", f"{sys.executable} was ended by signal 15, and nothing was written"),
    ],
)
async def test_what_an_editor_did_to_a_note_is_said(
    open_reader: OpenReader,
    data: Path,
    tmp_path: Path,
    editing: Editor,
    monkeypatch: pytest.MonkeyPatch,
    does: str,
    said: str,
) -> None:
    note = tmp_path / "own" / "talk.md"
    note.parent.mkdir()
    (note.parent / "other.md").write_text("---\ntitle: Deep dive on topics\nyear: 2026\n---\n\nMore words.\n")
    note.write_text(
        "---\ntitle: Deep dive on queues\nyear: 2026\ncode: ABC101\nlevel: 100\n---\n\nSome words on the talk.\n"
    )
    assert main(["--data-dir", str(data), "add", str(note.parent)]) == 0
    script = f"import pathlib, sys; path = pathlib.Path(sys.argv[1]); {does}"
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, "-c", script]))
    async with open_reader() as reader:
        await reader.press("slash", *"abc101", "enter", "e")
        assert "".join(said.format(note).split()) in "".join(reader.text.split())  # it may take several lines


async def test_a_terminal_that_cannot_be_lent_is_said(open_reader: OpenReader, data: Path) -> None:
    async with open_reader() as reader:
        await reader.press("e")
        assert "cannot have this terminal" in reader.key_line or "no editor is set" in reader.key_line
        assert not list((data / "notes").glob("*"))


async def test_without_a_talk_nothing_is_begun(open_reader: OpenReader, data: Path, editing: Editor) -> None:
    editing.adds("x")
    async with open_reader() as reader:
        await reader.press("g", "left", "e")
        assert "No talk is chosen" in reader.key_line and not (data / "notes").exists()


def test_the_bundled_notes_are_named_as_such() -> None:
    name = next(iter(sources.find([sources.BUNDLED], []))).name
    assert Note(name, 1, "").is_bundled and not Note("/home/me/bundled/x.md", 1, "").is_bundled
