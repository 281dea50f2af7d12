"""The cached index agrees with the documents at every start; whatever happens to its file costs nothing but time."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from reinvent_notes.index import Index
from reinvent_notes.index_build import refresh
from reinvent_notes.index_changes import Changes
from reinvent_tui.cli import main

PROGRAM = "1.0"
TITLES = ["Best practices", "Refactoring to Serverless", "Shuffle sharding"]


def write(path: Path, code: str, title: str, text: str = "Some words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# AWS re:Invent 2022 - {title} ({code})\n\n{text}\n")
    return path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    for number, title in enumerate(TITLES, 1):
        write(tmp_path / "notes" / f"{number}.md", f"SVS30{number}", title)
    return tmp_path / "notes"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "index.db"


def titles(index: Index) -> list[str]:
    return sorted(row.title for row in index.rows())


def refreshed(
    path: Path | None,
    roots: Iterable[Path],
    program: str = PROGRAM,
    *,
    rebuild: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[str], Changes]:
    """The titles in the index after a refresh, and what it found."""
    index, changes = refresh(path, lambda: roots, program, rebuild=rebuild, progress=progress)
    with closing(index):
        return titles(index), changes


def names(paths: Iterable[str]) -> list[str]:
    return sorted(Path(path).name for path in paths)


# agreeing with the documents


def test_the_first_start_reads_every_document(path: Path, notes: Path) -> None:
    found, changes = refreshed(path, [notes])
    assert found == TITLES
    assert changes
    assert (names(changes.added), changes.unchanged) == (["1.md", "2.md", "3.md"], 0)


def test_nothing_is_read_or_written_again_while_nothing_changes(path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    before = path.stat()
    found, changes = refreshed(path, [notes])
    assert found == TITLES
    assert not changes
    assert changes.unchanged == 3
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_that_changed_is_read_again_and_the_others_are_not(path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    write(notes / "2.md", "SVS302", "Another title altogether")
    found, changes = refreshed(path, [notes])
    assert found == sorted(["Best practices", "Another title altogether", "Shuffle sharding"])
    assert (changes.added, names(changes.changed), changes.removed, changes.unchanged) == ([], ["2.md"], [], 2)


def test_a_change_is_seen_that_leaves_the_size_as_it_was(path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    size = (notes / "2.md").stat().st_size
    write(notes / "2.md", "SVS302", "Refactoring to Containers"[: len(TITLES[1])])
    assert (notes / "2.md").stat().st_size == size
    assert "Refactoring to Container" in " ".join(refreshed(path, [notes])[0])


def test_a_file_is_read_again_that_was_replaced_by_one_of_the_same_size_and_time(path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    old = (notes / "2.md").stat()
    other = write(notes.parent / "other.md", "SVS302", "Refactoring to Serverfull")
    os.truncate(other, old.st_size)
    os.utime(other, ns=(old.st_atime_ns, old.st_mtime_ns))
    other.replace(notes / "2.md")
    assert "Refactoring to Serverfull" in refreshed(path, [notes])[0]


def test_a_file_that_appears_is_added_and_one_that_disappears_is_gone(path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    write(notes / "deep" / "4.md", "SVS304", "New here")
    (notes / "1.md").unlink()
    found, changes = refreshed(path, [notes])
    assert found == sorted(["New here", *TITLES[1:]])
    assert (names(changes.added), changes.changed, names(changes.removed)) == (["4.md"], [], ["1.md"])


def test_a_file_that_moved_is_found_where_it_is(path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    (notes / "2022").mkdir()
    (notes / "1.md").rename(notes / "2022" / "1.md")
    index, _ = refresh(path, lambda: [notes], PROGRAM)
    with closing(index):
        assert titles(index) == TITLES
        sources = {note.source for _, talk in index.talks() for note in talk.notes}
    assert str(notes / "2022" / "1.md") in sources
    assert str(notes / "1.md") not in sources


def test_a_folder_that_was_taken_out_is_gone_with_its_talks(path: Path, notes: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more" / "4.md", "SVS304", "More of it")
    assert "More of it" in refreshed(path, [notes, more.parent])[0]
    assert refreshed(path, [notes])[0] == TITLES


def test_a_document_named_twice_is_read_once(path: Path, notes: Path) -> None:
    found, changes = refreshed(path, [notes, notes / "1.md", notes])
    assert found == TITLES
    assert len(changes.added) == 3


def test_a_source_that_is_not_there_is_told_and_the_others_are_read(path: Path, notes: Path, tmp_path: Path) -> None:
    found, changes = refreshed(path, [tmp_path / "gone", notes])
    assert found == TITLES
    assert [warning for warning in changes.warnings if str(tmp_path / "gone") in warning]


def test_a_file_that_vanishes_while_documents_are_read_is_told_and_the_others_are_read(path: Path, notes: Path) -> None:
    def vanish(read: int, of: int) -> None:
        (notes / "3.md").unlink(missing_ok=True)

    found, changes = refreshed(path, [notes], progress=vanish)
    assert found == TITLES[:2]
    assert [warning for warning in changes.warnings if "3.md" in warning]
    found, changes = refreshed(path, [notes])
    assert (found, names(changes.removed), changes.warnings) == (TITLES[:2], ["3.md"], [])


def test_a_binary_file_among_notes_is_told_at_every_start_and_the_others_are_read(path: Path, notes: Path) -> None:
    (notes / "picture.md").write_bytes(b"\x89PNG\x00\x00")
    for _ in range(2):
        found, changes = refreshed(path, [notes])
        assert found == TITLES
        assert [warning for warning in changes.warnings if "picture.md" in warning and "binary" in warning]


def test_links_that_go_round_in_a_circle_end(path: Path, notes: Path) -> None:
    (notes / "again").symlink_to(notes, target_is_directory=True)
    (notes / "self.md").symlink_to(notes / "self.md")
    (notes / "twice.md").symlink_to(notes / "1.md")
    assert refreshed(path, [notes])[0] == TITLES


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_a_file_whose_name_is_no_text_does_not_keep_the_others_from_being_read(path: Path, notes: Path) -> None:
    odd = write(notes / "odd.md", "SVS304", "Zero downtime")
    odd.rename(notes / os.fsdecode(b"caf\xe9.md"))
    assert refreshed(path, [notes])[0] == [*TITLES, "Zero downtime"]


@pytest.mark.skipif(sys.platform == "win32", reason="no name holds such signs here")
def test_files_whose_names_look_alike_are_all_read(path: Path, notes: Path) -> None:
    (notes / "3.md").rename(notes / "2\x1b.md")
    write(notes / "two  blanks.md", "SVS304", "Zero downtime")
    write(notes / "two \x1b blanks.md", "SVS305", "Zero trust")
    for _ in range(2):
        assert refreshed(path, [notes])[0] == [*TITLES, "Zero downtime", "Zero trust"]


def test_rebuilding_reads_everything_again(path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    read: list[int] = []
    found, changes = refreshed(path, [notes], rebuild=True, progress=lambda number, of: read.append(of))
    assert (found, changes.rebuilt, len(read)) == (TITLES, True, 3)


def test_an_index_may_be_kept_in_memory_alone(notes: Path, tmp_path: Path) -> None:
    assert refreshed(None, [notes])[0] == TITLES
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes"]


# damage


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"these are not the talks you are looking for\n" * 500)


def zeroes(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE talk (n, id); CREATE TABLE branch (year, track, first, size);")


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "damage", [truncate, empty, garbage, zeroes, foreign, gone], ids=lambda damage: damage.__name__
)
def test_an_index_that_cannot_be_used_is_made_anew(damage: Callable[[Path], None], path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    damage(path)
    found, changes = refreshed(path, [notes])
    assert (found, changes.rebuilt) == (TITLES, True)
    found, changes = refreshed(path, [notes])
    assert (found, bool(changes)) == (TITLES, False)


def test_an_index_of_another_version_of_the_program_is_made_anew(path: Path, notes: Path) -> None:
    refreshed(path, [notes], "0.9")
    found, changes = refreshed(path, [notes], "1.0")
    assert (found, changes.rebuilt) == (TITLES, True)


def test_damage_anywhere_in_the_index_costs_no_talk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Through the command line, because it is there that every part of the index is read."""
    data = tmp_path / "data"
    index = data / "index.db"

    def shown() -> list[str]:
        assert main(["--data-dir", str(data), "list", "year:2023", "--json"]) == 0
        return [talk["title"] for talk in json.loads(capsys.readouterr().out)["talks"]]

    whole = shown()
    assert whole
    intact = index.read_bytes()
    for tenth in (3, 6, 8):
        at = len(intact) * tenth // 10 // 4096 * 4096
        index.write_bytes(intact[:at] + b"\xaa" * 4096 + intact[at + 4096 :])
        assert shown() == whole, f"damaged at {tenth} tenths"


# places that cannot be written


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_below_a_file_no_index_can_be_kept_and_the_talks_are_shown_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    status, out, err = call(capsys, "--data-dir", tmp_path / "file" / "data", "list", "year:2023")
    assert (status, "SVS323" in out) == (0, True)
    assert "index" in err
    assert "Traceback" not in err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_in_a_read_only_folder_the_talks_are_shown_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o500)
    try:
        status, out, err = call(capsys, "--data-dir", tmp_path, "list", "year:2023")
    finally:
        tmp_path.chmod(0o700)
    assert (status, "SVS323" in out) == (0, True)
    assert "index" in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_index_is_told_and_the_talks_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.db" / "kept").mkdir(parents=True)
    status, out, err = call(capsys, "--data-dir", tmp_path, "list", "year:2023")
    assert (status, "SVS323" in out) == (0, True)
    assert "index" in err
    assert (tmp_path / "index.db" / "kept").is_dir()


# kill -9

_KILLED_WHILE_READING = """
from reinvent_notes import text
text.decode_data = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
"""
_KILLED_BEFORE_THE_NEW_FILE_IS_IN_PLACE = """
def replace(*arguments, **more):
    os.kill(os.getpid(), signal.SIGKILL)
os.replace = replace
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like this here")
@pytest.mark.parametrize(
    "moment",
    [_KILLED_WHILE_READING, _KILLED_BEFORE_THE_NEW_FILE_IS_IN_PLACE],
    ids=["while documents are read", "before the new file is in place"],
)
@pytest.mark.parametrize("old", [False, True], ids=["first build", "with an old index"])
def test_a_program_that_is_killed_while_it_builds_leaves_an_index_or_none(
    moment: str, old: bool, path: Path, notes: Path
) -> None:
    if old:
        refreshed(path, [notes])
        write(notes / "4.md", "SVS304", "Zero downtime")
    program = (
        "import os, pathlib, signal, sys\n"
        "from reinvent_notes.index_build import refresh\n"
        f"{moment}\n"
        f"refresh(pathlib.Path(sys.argv[1]), lambda: [pathlib.Path(sys.argv[2])], {PROGRAM!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", program, path, notes], timeout=10, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    if old:
        with closing(Index.open(path)) as index:
            assert titles(index) == TITLES
    found, changes = refreshed(path, [notes])
    assert found == TITLES + ["Zero downtime"] * old
    assert changes.rebuilt is not old
    assert not refreshed(path, [notes])[1]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like this here")
def test_whenever_a_program_is_killed_there_is_the_old_index_or_the_new_one(path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    program = (
        "import os, pathlib, signal, sys\n"
        "from reinvent_notes.index_build import refresh\n"
        "signal.setitimer(signal.ITIMER_REAL, float(sys.argv[3]))\n"  # its signal ends a program as surely
        f"refresh(pathlib.Path(sys.argv[1]), lambda: [pathlib.Path(sys.argv[2])], {PROGRAM!r})\n"
    )
    shown = TITLES[1]
    for hundredth in range(1, 11):
        title = f"Revision {hundredth}"
        write(notes / "2.md", "SVS302", title)
        subprocess.run([sys.executable, "-c", program, path, notes, str(hundredth / 100)], timeout=10, check=False)
        with closing(Index.open(path)) as index:
            index.check()
            [after] = set(titles(index)) - {TITLES[0], TITLES[2]}
        assert after in (shown, title)
        shown = after
    assert set(refreshed(path, [notes])[0]) == {TITLES[0], title, TITLES[2]}


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit here")
@pytest.mark.parametrize("change", ["words", "title"])
def test_a_disk_that_is_full_leaves_the_old_index_and_nothing_beside_it(change: str, path: Path, notes: Path) -> None:
    refreshed(path, [notes])
    size = path.stat().st_size
    write(notes / "2.md", "SVS302", TITLES[1] if change == "words" else "Another title", "Some more words. " * 999)
    program = (
        "import pathlib, resource, signal, sqlite3, sys\n"
        "from reinvent_notes.index_build import refresh\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)\n"
        "try:\n"
        f"    refresh(pathlib.Path(sys.argv[1]), lambda: [pathlib.Path(sys.argv[2])], {PROGRAM!r})\n"
        "except (OSError, sqlite3.Error):\n"
        "    sys.exit(3)\n"
    )
    for limit in (0, 4096, size // 2, size - 1, size):
        done = subprocess.run([sys.executable, "-c", program, path, notes, str(limit)], timeout=10, capture_output=True)
        assert done.returncode == 3, (limit, done.stderr)
        with closing(Index.open(path)) as index:
            assert titles(index) == TITLES
        assert {entry.name for entry in path.parent.iterdir()} == {path.name, f"{path.name}.lock"}


def test_several_programs_that_refresh_at_once_all_see_what_is_there(path: Path, notes: Path) -> None:
    program = (
        "import pathlib, sys\n"
        "from reinvent_notes.index_build import refresh\n"
        "roots = [pathlib.Path(root) for root in sys.argv[2:]]\n"
        f"index, _ = refresh(pathlib.Path(sys.argv[1]), lambda: roots, {PROGRAM!r})\n"
        "print(sorted(row.title for row in index.rows()))\n"
    )
    more = write(notes.parent / "more" / "4.md", "SVS304", "Zero downtime").parent
    roots = ([notes], [notes, more], [notes])
    running = [
        subprocess.Popen([sys.executable, "-c", program, path, *root], stdout=subprocess.PIPE, text=True)
        for root in roots
    ]
    said = [process.communicate(timeout=30)[0].strip() for process in running]
    assert said == [str(sorted([*TITLES, *(["Zero downtime"] * (len(root) > 1))])) for root in roots]
    assert not [entry for entry in path.parent.iterdir() if ".new" in entry.name]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like this here")
def test_what_a_killed_program_left_behind_is_cleared_away(path: Path, notes: Path) -> None:
    program = (
        "import os, pathlib, signal, sys\n"
        "from reinvent_notes.index_build import refresh\n"
        f"{_KILLED_BEFORE_THE_NEW_FILE_IS_IN_PLACE}\n"
        f"refresh(pathlib.Path(sys.argv[1]), lambda: [pathlib.Path(sys.argv[2])], {PROGRAM!r})\n"
    )
    subprocess.run([sys.executable, "-c", program, path, notes], timeout=10, check=False)
    refreshed(path, [notes])
    assert {entry.name for entry in path.parent.iterdir()} == {path.name, f"{path.name}.lock"}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like this here")
def test_what_was_not_searchable_yet_when_the_program_was_killed_is_so_after_the_next_start(
    path: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "many"
    for number in range(400):
        write(notes / f"{number}.md", f"SVS{number + 100}", f"Talk number {number}", f"A note on thing{number}.")
    program = (
        "import os, pathlib, signal, sys\n"
        "from reinvent_notes.index_build import refresh\n"
        f"refresh(pathlib.Path(sys.argv[1]), lambda: [pathlib.Path(sys.argv[2])], {PROGRAM!r},\n"
        "    usable=lambda index: os.kill(os.getpid(), signal.SIGKILL))\n"
    )
    subprocess.run([sys.executable, "-c", program, path, notes], timeout=30, check=False)
    with closing(Index.open(path)) as index:
        assert index.count == 400
        assert index.full_text("thing7", 9) == []
    index, changes = refresh(path, lambda: [notes], PROGRAM)
    with closing(index):
        assert not changes
        assert len(index.full_text("thing7", 9)) == 1
        assert len(index.search_blob("words")) > 0
