"""Files of the user's own that are none any more: a sentence with the file in it, never a wait, never a traceback."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import limits, mark_sync, search_history, source_list, spelling
from reinvent_notes.errors import IndexUnusable, Refused, ReinventError, SettingsError
from reinvent_notes.index import Index
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.own_lines import Form, OwnLines, by_line, load
from reinvent_notes.saved_searches import SavedSearches
from reinvent_notes.source_list import SourceList
from reinvent_notes.text import write_own
from reinvent_tui import settings, view
from reinvent_tui.view import View


def searches(path: Path) -> object:
    return SavedSearches(path).load()


def keep_a_search(path: Path) -> object:
    return SavedSearches(path).change("one", "year:2023")


READERS = [searches, keep_a_search, spelling.names_in, source_list.load, settings.load, view.load]


def keep_a_source(path: Path) -> object:
    return source_list.change(path, lambda now: SourceList((path.parent,)))


def keep_the_view(path: Path) -> None:
    view.save(path, View(theme="nord"))


def keep_an_earlier_search(path: Path) -> None:
    search_history.remember(path, "serverless")


WRITERS = [keep_a_search, keep_a_source, keep_the_view, keep_an_earlier_search, mark_sync.machine_name]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def circle(path: Path) -> None:
    path.symlink_to(path)


def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(limits.SETTINGS_BYTES + 1)


def invalid(path: Path) -> None:
    path.write_bytes(b'"a" = "b"\n\xff\xfe\n')


def nested(path: Path) -> None:
    path.write_text("a = " + "[" * 100_000)


@pytest.mark.skipif(os.name != "posix", reason="there are no such files on this system")
@pytest.mark.parametrize("make", [pipe, device, circle, Path.mkdir, too_large, invalid, nested])
@pytest.mark.parametrize("read", READERS, ids=lambda read: f"{read.__module__.split('.')[-1]}-{read.__name__}")
def test_what_is_no_such_file_is_told_or_says_nothing(
    read: Callable[[Path], object], make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    make(path)
    try:
        found = read(path)
    except (SettingsError, Refused) as error:
        assert str(error).startswith(str(path)) and str(error).isprintable()
        assert make is not too_large or "SETTINGS_BYTES" in str(error)
        assert make is not invalid or f"{path}:2: " in str(error)
    else:
        if isinstance(found, settings.Settings):
            assert found.wrong
        elif isinstance(found, OwnLines):
            [wrong] = map(str, found.wrong)
            assert wrong.startswith(str(path)) and wrong.isprintable() and not found.values
            assert make is not invalid or f"{path}:2: " in wrong
        elif read is keep_a_search:  # below a line that is wrong
            assert make is nested and path.read_text().endswith('[[\n"one" = "year:2023"\n')
        else:
            assert found == View() or read is source_list.load  # where any line may be a path
    assert os.path.lexists(path)


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in folders on this system")
def test_a_machine_that_cannot_say_its_name_says_why(tmp_path: Path) -> None:
    path = tmp_path / "machine.txt"
    os.mkfifo(path)
    with pytest.raises(ReinventError, match="is not a regular file"):
        mark_sync.machine_name(path)


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in folders on this system")
def test_a_pipe_in_a_folder_of_marks_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "other.json")
    assert "is not a regular file" in mark_sync.read_folder(tmp_path).told[0]


def test_an_index_where_nobody_may_look_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="cannot be opened"):
        Index.open(tmp_path / ("long" * 200) / "index.db")


@pytest.mark.skipif(os.name != "posix", reason="there are no such links on this system")
def test_a_marks_file_that_is_a_link_to_itself_leaves_a_library_to_read(tmp_path: Path) -> None:
    circle(tmp_path / "marks.db")
    with MarkStore(tmp_path / "marks.db") as store:
        assert not store.load()
    assert (tmp_path / "marks.db").is_symlink()


def test_a_file_is_written_in_one_step_and_only_when_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    assert write_own(path, b"one")
    before = path.stat()
    assert not write_own(path, b"one")
    assert path.stat() == before
    assert write_own(path, b"two")
    assert [one.name for one in tmp_path.iterdir()] == ["own.txt"]


@pytest.mark.skipif(os.name != "posix", reason="there are no such permissions on this system")
@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_what_is_written_is_nobody_elses_and_a_link_stays_one(write: Callable[[Path], object], tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    kept = tmp_path / "kept" / "own"
    kept.touch()
    (tmp_path / "own").symlink_to(kept)
    write(tmp_path / "own")
    assert (tmp_path / "own").is_symlink() and kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in kept.parent.iterdir()] == ["own"]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_a_full_disk_leaves_what_was_there_and_nothing_beside_it(
    write: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "own"
    path.touch()
    monkeypatch.setattr(os, "fsync", full)
    with suppress(ReinventError, OSError):  # some are no reason to fail
        write(path)
    assert not path.read_bytes()
    assert {one.suffix for one in tmp_path.iterdir()} <= {"", ".lock"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('grav = "graviton"\nbad line\nzz = "lambda"\n', 2, "expected '='"),
        ('grav = "graviton"\nヴォ = "vogels"\nzz = "lambda"\n', 2, "stands in quotation marks"),
        ('grav = "graviton"\nzz = "lambda"\nnum = 5\n', 3, "'num' is no text"),
        ('grav = "graviton"\nzz = "lambda"\nzz = "s3"\n', 3, "'zz' stands above already, on line 2"),
        ('grav = "graviton"\nzz = "lambda"\n[more]\nyy = "s3"\n', 3, "is a heading"),
        ('zz = [\n  "lambda",\n]\ngrav = "graviton"\nbad = [\n', 5, "aliases.toml"),
    ],
)
def test_a_bad_line_among_names_is_told_and_the_good_ones_hold(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    [wrong] = spelling.names_in(path).wrong
    assert str(wrong).startswith(f"{path}:{line}: ") and said in str(wrong) and str(wrong).isprintable()
    known = spelling.aliases(path)
    assert (known["grav"], known["zz"]) == (("graviton",), ("lambda",)) and "kubernetes" in known["k8s"]


def test_a_file_of_names_that_is_none_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "aliases.toml"
    path.write_text("no name\n" * 100_000 + 'grav = "graviton"\n', encoding="utf-8")
    wrong = spelling.names_in(path).wrong
    assert len(wrong) < 100 and "what stands below it is not read" in str(wrong[-1])


@given(st.lists(st.sampled_from(['a = "x"', "b = ['x',", "'y']", "bad", 'c = "y"', "d = 1", "[e]", "", "# f"])))
def test_lines_that_are_right_read_the_same_whole_and_line_by_line(lines: list[str]) -> None:
    form = Form(lambda name, value: isinstance(value, str | list), "is wrong", "")
    with TemporaryDirectory() as folder:
        path, text = Path(folder) / "own.toml", "\n".join(lines)
        path.write_text(text, encoding="utf-8")
        found, others = load(path, form), by_line(text, path, form)
    assert found.values == others.values and [*map(str, found.wrong)] == [*map(str, others.wrong)]
