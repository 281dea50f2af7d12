"""Marks outlive killed programs, crowds of writers, full disks and damaged files. Run by hand with more rounds:

python tests/notes/test_mark_faults.py kill FOLDER 1000
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reinvent_notes.errors import MarksError
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import Change, Mark, Marked, Value

Seen = dict[str, dict[Mark, Value]]
PAGE = 4096
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # for tests that need no disk
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")


def talk(number: int) -> Subject:
    return Subject(f"2023-SVS{number}", 2023, f"SVS{number}", (f"video-{number:05}",), f"Talk {number} – ünï")


def note(number: int, text: str) -> Change:
    return Change(talk(number), Mark.NOTE, text)


def rate(number: int, stars: int) -> Change:
    return Change(talk(number), Mark.RATING, stars)


def seen(marked: list[Marked]) -> Seen:
    return {one.subject.id: dict(one.values) for one in marked}


@pytest.fixture
def quick() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


# --- programs that are killed, crowd, or run out of disk. They fork, so they run in a program of their own.


def run(role: str, folder: Path, *arguments: object) -> list[str]:
    """What a role below prints, line by line."""
    command = [sys.executable, "-W", "error", __file__, role, str(folder), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout.splitlines()


def in_child(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            sys.stdout.flush()
            os._exit(0)
    return pid


def kill_role(folder: Path, rounds: int) -> None:
    """Kill a program that marks, again and again; say what was acknowledged and what is lost of it."""
    acknowledged: dict[int, int] = {}  # talk -> number of the last change that was acknowledged
    path, total, lost, told = folder / "0" / "marks.db", 0, 0, 0
    for turn in range(rounds):
        if turn % 10 == 0:  # so that programs are killed when they make their first file too
            path, acknowledged = folder / str(turn) / "marks.db", {}
        read, write = os.pipe()

        def mark(turn: int = turn, path: Path = path, write: int = write) -> None:
            def clock() -> float:
                return time.time() + 86_400 * turn  # each turn begins with a backup

            with MarkStore(path, clock=clock) as store:
                for count in itertools.count(1_000 * turn):
                    store.apply([note(count % 37, str(count)), rate(count % 37, count % 5 + 1)])
                    os.write(write, f"{count}\n".encode())

        pid = in_child(mark)
        os.close(write)
        with os.fdopen(read) as lines:
            awaited = random.randrange(4)  # 0: the program may be killed while it starts
            counts = [int(line) for line in itertools.islice(lines, awaited)]
            time.sleep(random.uniform(0, 0.02))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            counts += [int(line) for line in lines]
        total += len(counts)
        acknowledged |= {count % 37: count for count in counts}
        with MarkStore(path) as store:
            there = seen(store.load())
            told += len(store.notices)
        for number, count in acknowledged.items():
            values = there.get(talk(number).id, {})
            kept = int(values.get(Mark.NOTE, -1))
            lost += kept < count or values[Mark.RATING] != kept % 5 + 1
    print(f"acknowledged {total}\nlost {lost}\nnotices {told}")


def crowd_role(folder: Path, writers: int, changes: int) -> None:
    """Several programs mark at once, from the first moment on, when there is no file yet."""

    def mark(writer: int) -> None:
        with MarkStore(folder / "marks.db") as store:
            for count in range(changes):
                try:
                    store.apply([rate(1_000 * writer + count, count % 5 + 1)])
                except MarksError as error:
                    print("refused", error)
            print(*store.notices, sep="\n", end="")

    for pid in [in_child(lambda writer=writer: mark(writer)) for writer in range(writers)]:
        os.waitpid(pid, 0)


def limit_role(folder: Path, room: int) -> None:
    """Mark until the file may grow no more, then remove a mark."""
    import resource

    with MarkStore(folder / "marks.db") as store:
        store.apply([note(0, "the first")])
        size = (folder / "marks.db").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))
        try:
            for count in range(1, 1000):
                store.apply([note(count, "x" * 500), rate(count, 3)])
                print("kept", count)
        except MarksError as error:
            print("refused", error)
        print("shown", len(store.load()))


def repair_role(folder: Path, programs: int) -> None:
    """Several programs find the same damage at once, and mark."""

    def mark(number: int) -> None:
        with MarkStore(folder / "marks.db") as store:
            shown = len(store.load())
            store.apply([rate(900 + number, 5)])
            print(*store.notices, f"shown {shown}", sep="\n")

    for pid in [in_child(lambda number=number: mark(number)) for number in range(programs)]:
        os.waitpid(pid, 0)


@forks
def test_no_acknowledged_mark_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    acknowledged, *rest = run("kill", tmp_path, 30)
    assert rest == ["lost 0", "notices 0"]
    assert int(acknowledged.split()[1]) > 30


@forks
def test_four_programs_marking_at_once_lose_and_refuse_nothing(quick: Path) -> None:
    assert run("crowd", quick, 4, 250) == []
    with MarkStore(quick / "marks.db") as store:
        wanted = {talk(1_000 * w + n).id: {Mark.RATING: n % 5 + 1} for w in range(4) for n in range(250)}
        assert seen(store.load()) == wanted
        assert store.notices == []


@forks
@pytest.mark.parametrize("room", [0, 700, 5 * PAGE])
def test_on_a_full_disk_the_mark_that_failed_is_named_and_earlier_ones_stay(tmp_path: Path, room: int) -> None:
    *kept, refused, shown = run("limit", tmp_path, room)
    count = len(kept)
    assert f"“note” of 2023-SVS{count + 1} (Talk {count + 1} – ünï) and 1 more was not kept: the disk" in refused
    assert "free" in refused or "space" in refused
    assert shown == f"shown {count + 1}"
    with MarkStore(tmp_path / "marks.db") as store:
        assert store.notices == []
        there = seen(store.load())
        assert list(there) == [talk(n).id for n in range(count + 1)]
        assert all(set(there[talk(n).id]) == {Mark.NOTE, Mark.RATING} for n in range(1, count + 1))
        store.apply([rate(0, 5)])


@forks
def test_programs_that_find_the_same_damage_restore_it_once(precious: Precious) -> None:
    path = precious.fresh("whole day")
    path.write_bytes(b"garbage" + path.read_bytes()[7:])
    lines = run("repair", path.parent, 4)
    assert sum("was damaged" in line for line in lines) == 1
    assert len(list(path.parent.glob("*damaged*"))) == 1
    with MarkStore(path) as store:
        assert len(store.load()) == len(precious.marks) + 4


# --- damaged files


class Precious:
    """A marks file of two days, with backups of different age, to be damaged copy by copy."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count, now = folder, itertools.count(), [1_790_000_000.0]
        path = folder / "original" / "marks.db"
        for first in (0, 15):
            with MarkStore(path, clock=lambda: now[0]) as store:
                for number in range(first, first + 25):
                    now[0] += 1
                    store.apply([rate(number, (number + first) % 5 + 1), note(number, f"{first} " + "x" * 150)])
                self.marks = seen(store.load())
                now[0] += 1
            now[0] += 86_400
        self.original = path.parent
        self.data = path.read_bytes()
        with MarkStore(path.with_name("marks.backup-2.db")) as store:
            self.yesterday = seen(store.load())

    def fresh(self, backups: str) -> Path:
        """A new copy, with a backup of the `whole day`, of the `day before`, or `none`. Its marks file."""
        folder = self.folder / str(next(self.count))
        shutil.copytree(self.original, folder)
        newest, older = folder / "marks.backup-1.db", folder / "marks.backup-2.db"
        if backups != "whole day":
            older.replace(newest)
        if backups == "none":
            newest.unlink()
        return folder / "marks.db"

    def check(self, backups: str, what: str, damage: Callable[[Path], object]) -> str:
        """Damage a copy. It must read right, or be restored and said so: `silent`, `whole` or `partly`."""
        path = self.fresh(backups)
        damage(path)
        with MarkStore(path) as store:
            there = seen(store.load())
            notices = list(store.notices)
            store.apply([Change(talk(99), Mark.FAVOURITE, True)])
            assert store.notices == notices, what
        with MarkStore(path) as store:
            assert seen(store.load()) == there | {talk(99).id: {Mark.FAVOURITE: True}}, what
            assert store.notices == [], what
        wrong = [
            (talk_id, mark)
            for talk_id, values in there.items()
            for mark, value in values.items()
            if value not in (self.marks[talk_id][mark], self.yesterday.get(talk_id, {}).get(mark))
        ]
        assert not wrong, what
        assert notices or there == self.marks, f"{what}: silently wrong"
        assert all(str(path) in notice for notice in notices)
        if notices and "missing" not in notices[0]:
            assert str(next(path.parent.glob("marks.damaged-*.db"))) in notices[0]
        if backups != "none":
            assert there.keys() >= self.yesterday.keys(), what
        if backups == "whole day":
            assert there == self.marks, what
        shutil.rmtree(path.parent)
        return "silent" if not notices else "whole" if there == self.marks else "partly"


@pytest.fixture(scope="module")
def precious() -> Iterator[Precious]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:  # hundreds of copies are made
        yield Precious(Path(folder))


AGES = ["whole day", "day before", "none"]


@pytest.mark.parametrize("backups", AGES)
def test_one_damaged_byte_is_harmless_or_noticed(precious: Precious, backups: str) -> None:
    outcomes = []
    offsets = [*range(0, 100, 7), 18, 19, 60, 68, 71, *range(100, len(precious.data), 1_511)]
    offsets.remove(63)  # which makes it a file of a newer version: that is left as it is
    for offset in offsets:
        data = bytearray(precious.data)
        data[offset] ^= random.Random(offset).randrange(1, 256)
        outcomes.append(precious.check(backups, f"byte {offset}", lambda path, data=data: path.write_bytes(data)))
    assert {"silent", "whole"} <= set(outcomes)


@pytest.mark.parametrize("backups", AGES)
def test_a_shortened_or_emptied_file_is_restored_and_said_so(precious: Precious, backups: str) -> None:
    size = len(precious.data)
    for length in (0, 1, 50, 100, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, size // 2, size - PAGE, size - 1):
        outcome = precious.check(
            backups, f"{length} bytes left", lambda path, n=length: path.write_bytes(precious.data[:n])
        )
        assert outcome == "whole" if backups == "whole day" else outcome != "silent"


@pytest.mark.parametrize("backups", AGES)
def test_lost_and_misplaced_pages_are_noticed(precious: Precious, backups: str) -> None:
    pages = [precious.data[start : start + PAGE] for start in range(0, len(precious.data), PAGE)]
    for number in range(len(pages)):
        for name, content in (("zeroed", bytes(PAGE)), ("another", pages[number - 1])):
            damaged = b"".join([*pages[:number], content, *pages[number + 1 :]])
            what = f"page {number} {name}"
            precious.check(backups, what, lambda path, data=damaged: path.write_bytes(data))


@pytest.mark.parametrize("backups", AGES)
def test_a_file_of_garbage_or_none_is_restored(precious: Precious, backups: str) -> None:
    noise = random.Random(1).randbytes(len(precious.data))
    assert precious.check(backups, "no file", Path.unlink) != "silent"
    for start in (0, 100, PAGE):
        damaged = precious.data[:start] + noise[start:]
        assert precious.check(backups, "noise", lambda path, data=damaged: path.write_bytes(data)) != "silent"
    header = noise[:100] + precious.data[100:]
    assert precious.check(backups, "header", lambda path: path.write_bytes(header)) == "whole"


@pytest.mark.parametrize("magic", [b"", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"])
def test_a_journal_of_garbage_harms_nothing(precious: Precious, magic: bytes) -> None:
    for length in (0, 600, 9000):
        garbage = magic + random.Random(2).randbytes(length)
        precious.check(
            "whole day",
            f"journal of {length}",
            lambda path, data=garbage: path.with_name("marks.db-journal").write_bytes(data),
        )


def test_a_change_that_was_interrupted_is_rolled_back_without_a_word(precious: Precious) -> None:
    def interrupt(path: Path) -> None:
        working = path.with_name("working.db")
        path.replace(working)
        with closing(sqlite3.connect(working, isolation_level=None)) as connection:
            connection.execute("PRAGMA cache_size = 1")  # so that half of the change is in the file already
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE mark SET value = 'half done'")
            shutil.copy(working, path)
            shutil.copy(working.with_name("working.db-journal"), path.with_name("marks.db-journal"))
        assert path.read_bytes() != precious.data

    assert precious.check("day before", "interrupted", interrupt) == "silent"


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "something").touch()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def a_link_to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "not mounted" / "marks.db")


def a_link_to_a_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("instead", [a_folder, a_pipe, a_link_to_itself, a_link_to_nowhere, a_link_to_a_device])
def test_what_is_no_file_in_the_place_of_the_marks_is_put_aside(
    precious: Precious, instead: Callable[[Path], None]
) -> None:
    assert precious.check("whole day", instead.__name__, instead) == "whole"


def test_an_old_backup_is_joined_with_what_can_still_be_read(precious: Precious) -> None:
    damaged = precious.data[: -PAGE // 2] + bytes(PAGE // 2)
    path = precious.fresh("day before")
    path.write_bytes(damaged)
    with MarkStore(path) as store:
        there = seen(store.load())
        assert "the backup of 2026-" in store.notices[0]
        assert "newer changes that could still be read" in store.notices[0]
    newer = [talk_id for talk_id in there if talk_id not in precious.yesterday]
    assert newer, "marks of today were saved"
    (aside,) = path.parent.glob("marks.damaged-*.db")
    assert aside.read_bytes() == damaged, "the damaged file is kept as it was"


def test_damage_costs_only_what_stood_there_even_without_a_backup(precious: Precious) -> None:
    path = precious.fresh("none")
    root_of_marks = 2 * PAGE  # it leads to all other pages of marks
    path.write_bytes(precious.data[:root_of_marks] + bytes(PAGE) + precious.data[root_of_marks + PAGE :])
    with MarkStore(path) as store:
        there = seen(store.load())
        assert "that could still be read" in store.notices[0]
    count = sum(map(len, there.values())), sum(map(len, precious.marks.values()))
    assert count[0] >= 0.9 * count[1]


def test_of_several_backups_the_newest_good_one_is_restored(precious: Precious) -> None:
    path = precious.fresh("whole day")
    path.write_bytes(b"")
    backup = path.with_name("marks.backup-1.db")
    backup.write_bytes(backup.read_bytes()[:-10])
    with MarkStore(path) as store:
        assert seen(store.load()) == precious.yesterday
        assert "marks.backup-2.db" in store.notices[0]


def test_when_nothing_can_be_restored_that_is_said(precious: Precious) -> None:
    path = precious.fresh("none")
    path.write_bytes(b"")
    with MarkStore(path) as store:
        assert store.load() == []
        assert "no marks are left" in store.notices[0]


def test_a_damaged_file_is_never_made_a_backup(precious: Precious) -> None:
    path = precious.fresh("day before")
    with MarkStore(path, clock=lambda: 1_800_000_000.0) as store:
        spoilt = bytearray(precious.data)
        spoilt[precious.data.index(b"15 xxxx")] ^= 1
        path.write_bytes(spoilt)
        store.apply([rate(99, 5)])
        assert "was damaged" in store.notices[0]
        assert seen(store.load()) == precious.marks | {talk(99).id: {Mark.RATING: 5}}
    for backup in path.parent.glob("*backup*"):
        with MarkStore(backup) as store:
            assert store.notices == []


def test_a_program_that_had_the_damaged_file_open_marks_in_the_restored_one(precious: Precious) -> None:
    path = precious.fresh("whole day")
    with MarkStore(path) as early:
        version = early.version()
        path.write_bytes(precious.data[:PAGE])
        with MarkStore(path) as late:
            assert "was damaged" in late.notices[0]
        assert early.version() != version
        early.apply([rate(99, 5)])
        assert seen(early.load()) == precious.marks | {talk(99).id: {Mark.RATING: 5}}
    with MarkStore(path) as again:
        assert len(again.load()) == len(precious.marks) + 1


if __name__ == "__main__":
    role, place, *numbers = sys.argv[1:]
    globals()[f"{role}_role"](Path(place), *map(int, numbers))
