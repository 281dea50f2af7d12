"""Marks are kept, taken back, renamed, backed up, and never written where they must not be."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reinvent_notes import mark_file
from reinvent_notes.errors import CallError, MarksError
from reinvent_notes.mark_file import APPLICATION_ID, FORMAT, connect
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import LAST, Change, Mark, Marked, Value

DAY = 86_400.0
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # where a test makes many files
Seen = dict[str, dict[Mark, Value]]


class Clock:
    """Stands still at noon until a test moves it. In seconds."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


def talk(number: int) -> Subject:
    return Subject(f"2023-SVS{number}", 2023, f"SVS{number}", (f"video-{number:05}",), f"Talk {number}")


def seen(marked: list[Marked]) -> Seen:
    return {one.subject.id: dict(one.values) for one in marked}


def rate(number: int, stars: int) -> Change:
    return Change(talk(number), Mark.RATING, stars)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "marks.db"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[MarkStore]:
    with MarkStore(path, clock=clock) as one:
        yield one


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


# --- keeping


def test_marks_are_there_when_the_program_starts_again(store: MarkStore, path: Path) -> None:
    store.apply([rate(2, 5), Change(talk(1), Mark.WATCHED, "2026-11-20"), Change(talk(2), Mark.HIDDEN, True)])
    store.apply([Change(talk(1), Mark.NOTE, "Zürich 🏔\n\tsecond line"), Change(talk(3), Mark.POSITION, 750)])
    store.apply([Change(talk(3), Mark.POSITION, None)])
    with MarkStore(path) as again:
        loaded = again.load()
        assert [one.subject for one in loaded] == [talk(2), talk(1)], "in the order first marked"
        assert seen(loaded) == {
            "2023-SVS2": {Mark.RATING: 5, Mark.HIDDEN: True},
            "2023-SVS1": {Mark.WATCHED: "2026-11-20", Mark.NOTE: "Zürich 🏔\n\tsecond line"},
        }
        assert loaded[0].values[Mark.HIDDEN] is True
        assert again.notices == []


def test_looking_makes_no_file(store: MarkStore, path: Path) -> None:
    assert store.load() == []
    store.version()
    store.rename(talk(1), talk(2))
    assert store.apply([]) == ()
    store.apply([Change(talk(1), Mark.RATING, None)])
    assert store.writable
    assert not path.parent.exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_marks_are_for_the_user_alone(store: MarkStore, path: Path) -> None:
    store.apply([rate(1, 5)])
    store.close()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"marks.db": 0o600, "marks.lock": 0o600, "marks.backup-1.db": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_change_is_made_whole_or_not_at_all(store: MarkStore) -> None:
    store.apply([rate(1, 5)])
    with pytest.raises(CallError):
        store.apply([rate(1, 3), rate(2, 3), rate(3, 9)])
    assert seen(store.load()) == {"2023-SVS1": {Mark.RATING: 5}}


@pytest.mark.parametrize("name", ["a b", "q?mode=ro", "50%25", "#1", "ü€🏔", 'it\'s "quoted"', "marks.db.db"])
def test_any_folder_and_file_name_will_do(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and set(name) & set('?"'):
        pytest.skip("not a name on this system")
    path = tmp_path / name / f"{name}.db"
    for stars in (3, 4):
        with MarkStore(path) as store:
            store.apply([rate(stars, stars)])
            assert store.notices == []
    with MarkStore(path) as store:
        assert len(store.load()) == 2
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_a_title_that_is_no_proper_text_is_kept_too(store: MarkStore, path: Path) -> None:
    odd = Subject("unknown-\udc80", None, None, (), "half \ud800 an emoji", ("x\x1fy",))
    store.apply([Change(odd, Mark.RATING, 1)])
    with MarkStore(path) as again:
        assert [one.subject for one in again.load()] == [odd]


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege on other systems")
def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "synced" / "real.db", tmp_path / "marks.db"
    link.symlink_to(real)
    with MarkStore(link) as store:
        store.apply([rate(1, 5)])
    real.write_bytes(b"")
    with MarkStore(link) as store:
        assert len(store.load()) == 1
        assert "restored" in store.notices[0]
    assert link.is_symlink()
    assert real.stat().st_size > 0


def test_a_change_is_on_the_disk_when_it_is_acknowledged(store: MarkStore, path: Path) -> None:
    store.apply([rate(1, 5)])
    with closing(connect(path, "rw")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (3,), "EXTRA"
    assert rows(path, "PRAGMA application_id") + rows(path, "PRAGMA user_version") == [
        (APPLICATION_ID,),
        (FORMAT,),
    ]


# --- taking back

IDS = st.integers(1, 4)
CHANGES = st.lists(
    st.builds(Change, IDS.map(talk), st.just(Mark.RATING), st.none() | st.integers(1, 5))
    | st.builds(Change, IDS.map(talk), st.just(Mark.NOTE), st.none() | st.text(max_size=5))
    | st.builds(Change, IDS.map(talk), st.just(Mark.FAVOURITE), st.none() | st.just(True)),
    max_size=6,
)


@given(st.lists(CHANGES, max_size=3), CHANGES)
@settings(max_examples=40)
def test_taking_a_change_back_gives_the_marks_that_were_there(before: list[list[Change]], change: list[Change]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, MarkStore(Path(folder) / "marks.db") as store:
        for step in before:
            store.apply(step)
        was = [(one.subject, one.values) for one in store.load()]
        inverse = store.apply(change)
        now = [(one.subject, one.values) for one in store.load()]
        redo = store.apply(inverse)
        assert [(one.subject, one.values) for one in store.load()] == was
        store.apply(redo)
        assert [(one.subject, one.values) for one in store.load()] == now
        with MarkStore(store.path) as again:
            assert again.load() == store.load()
            assert again.notices == []


def test_what_another_program_has_changed_since_is_not_taken_back(store: MarkStore, path: Path) -> None:
    back = store.apply([rate(1, 4), rate(2, 4)])
    with MarkStore(path) as other:
        other.apply([rate(1, 2)])
        again = store.apply(back)
        assert [change.subject for change in again] == [talk(2)]
        assert seen(store.load()) == {"2023-SVS1": {Mark.RATING: 2}}
        other.apply([rate(2, 3)])
        assert store.apply(again) == ()
        assert seen(store.load()) == {"2023-SVS1": {Mark.RATING: 2}, "2023-SVS2": {Mark.RATING: 3}}


def test_a_removed_mark_is_remembered_as_removed(store: MarkStore, clock: Clock, path: Path) -> None:
    store.apply([rate(1, 5), Change(talk(1), Mark.HIDDEN, True)])
    clock.now += 1
    store.apply([Change(talk(1), Mark.RATING, None)])
    removed = rows(path, "SELECT mark, changed FROM mark WHERE value IS NULL")
    assert removed == [("rating", int(clock.now * 1000))]
    assert store.load()[0].changed[Mark.RATING] == int(clock.now * 1000)


# --- another name


def test_marks_follow_a_talk_to_its_new_name(store: MarkStore, path: Path) -> None:
    guess = Subject("unknown-lambda-deep-dive", None, None, (), "Lambda deep dive")
    store.apply([Change(guess, Mark.RATING, 5)])
    store.rename(guess, talk(9))
    store.apply([Change(guess, Mark.FAVOURITE, True)])
    with MarkStore(path) as again:
        (one,) = again.load()
    assert (one.subject.id, one.subject.former_ids) == ("2023-SVS9", ("unknown-lambda-deep-dive",))
    assert one.subject.videos == talk(9).videos
    assert one.values == {Mark.RATING: 5, Mark.FAVOURITE: True}


def test_when_two_talks_are_one_the_newest_mark_wins_and_the_other_leaves_a_trace(
    store: MarkStore, clock: Clock, path: Path
) -> None:
    store.apply([rate(1, 2), Change(talk(1), Mark.NOTE, "newer soon"), Change(talk(1), Mark.HIDDEN, True)])
    clock.now += 1
    store.apply([rate(2, 4), Change(talk(2), Mark.NOTE, "older")])
    clock.now += 1
    store.apply([Change(talk(1), Mark.NOTE, "newest")])
    store.rename(talk(1), talk(2))
    assert seen(store.load()) == {"2023-SVS2": {Mark.RATING: 4, Mark.NOTE: "newest", Mark.HIDDEN: True}}
    lost = rows(path, "SELECT mark, value FROM superseded ORDER BY mark")
    assert lost == [("note", "older"), ("rating", 2)]
    with MarkStore(path) as again:
        assert again.load() == store.load()


def test_a_name_that_is_known_already_writes_nothing(store: MarkStore, path: Path) -> None:
    store.apply([rate(1, 2)])
    store.rename(talk(1), talk(2))
    before = path.read_bytes(), path.stat().st_mtime_ns
    store.rename(talk(1), talk(2))
    store.rename(talk(7), talk(8))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


# --- more than one program


def test_what_another_program_marks_is_noticed_and_loaded(store: MarkStore, path: Path) -> None:
    versions = [store.version()]
    with MarkStore(path) as other:
        other.apply([rate(1, 5)])
        versions.append(store.version())
        assert seen(store.load()) == {"2023-SVS1": {Mark.RATING: 5}}
        assert store.version() == versions[-1]
        other.apply([rate(2, 5)])
        versions.append(store.version())
        assert len(set(versions)) == 3
        store.load()
        store.apply([rate(3, 5)])
        assert store.version() == versions[-1], "one's own change is no news"
        assert len(other.load()) == 3


def test_programs_that_queue_in_the_same_moment_get_places_of_their_own(store: MarkStore, path: Path) -> None:
    store.apply([Change(talk(1), Mark.QUEUED, LAST)])
    with MarkStore(path) as other:
        store.apply([Change(talk(2), Mark.QUEUED, LAST)])  # which the other has not seen
        other.apply([Change(talk(n), Mark.QUEUED, LAST) for n in (3, 4)])
    assert [one.values[Mark.QUEUED] for one in store.load()] == [1, 2, 3, 4]


def test_a_program_that_keeps_the_file_locked_is_named_as_the_reason(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mark_file, "BUSY_SECONDS", 0.1)
    with MarkStore(path) as store:
        store.apply([rate(1, 5)])
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(MarksError, match=r"“watched” of 2023-SVS2 \(Talk 2\) and 1 more .*locked"):
                store.apply([Change(talk(2), Mark.WATCHED, "2026-01-01"), rate(3, 3)])
            with pytest.raises(MarksError, match="locked"):
                store.load()
            store.version()
        assert len(store.load()) == 1
        store.apply([rate(3, 3)])
        assert len(store.load()) == 2


def test_a_file_deleted_under_an_open_program_comes_back_with_its_marks(store: MarkStore, path: Path) -> None:
    store.apply([rate(1, 5)])
    path.unlink()
    assert store.version() == -1
    store.apply([rate(2, 4)])
    assert "missing" in store.notices[0]
    with MarkStore(path) as again:
        assert seen(again.load()) == {"2023-SVS1": {Mark.RATING: 5}, "2023-SVS2": {Mark.RATING: 4}}


def test_a_whole_folder_deleted_under_an_open_program_comes_back(store: MarkStore, path: Path) -> None:
    store.apply([rate(1, 5)])
    for file in path.parent.iterdir():
        file.unlink()
    path.parent.rmdir()
    store.apply([rate(2, 4)])
    with MarkStore(path) as again:
        assert len(again.load()) == 2


# --- backups


def test_each_day_leaves_one_backup_and_five_are_kept(path: Path, clock: Clock) -> None:
    for day in range(8):
        for number in (1, 2):
            with MarkStore(path, clock=clock) as store:
                store.apply([rate(10 * day + number, 5)])
                assert store.notices == []
            clock.now += 60
        clock.now += DAY
    kept = sorted(file.name for file in path.parent.glob("*backup*"))
    assert kept == [f"marks.backup-{n}.db" for n in range(1, 6)]
    sizes = []
    for name in kept:
        with MarkStore(path.with_name(name)) as backup:
            sizes.append(len(backup.load()))
            assert backup.notices == []
    assert sizes == [16, 14, 12, 10, 8], "each holds everything that was marked until its day was over"


def test_a_program_that_runs_for_hours_is_backed_up_meanwhile(store: MarkStore, path: Path, clock: Clock) -> None:
    for number in range(1, 9):
        store.apply([rate(number, 5)])
        clock.now += 300
    [backup] = path.parent.glob("*backup*")
    with MarkStore(backup) as last:
        assert len(last.load()) >= 5


def test_a_program_that_runs_for_days_is_backed_up_daily(store: MarkStore, path: Path, clock: Clock) -> None:
    for number in range(1, 4):
        store.apply([rate(number, 5)])
        clock.now += DAY
    assert len(list(path.parent.glob("*backup*"))) == 2


def test_of_many_marks_calls_that_follow_each_other_leave_a_backup_of_a_minute_ago(path: Path, clock: Clock) -> None:
    def call(number: int) -> int:
        """How many talks are in the newest backup after a call that marks another."""
        with MarkStore(path, clock=clock) as store:
            store.apply([Change(talk(number), Mark.NOTE, "long" * 20_000)])
        with MarkStore(path.with_name("marks.backup-1.db")) as backup:
            return len(backup.load())

    for number in range(1, 16):
        call(number)  # a copy takes long by now
    clock.now += 61
    assert call(16) == 16
    clock.now += 30
    assert call(17) == 16
    clock.now += 31
    assert call(18) == 18
    clock.now += DAY
    assert call(19) == 19


def test_a_backup_that_cannot_be_made_is_told_and_keeps_no_mark_from_being_kept(path: Path, clock: Clock) -> None:
    with MarkStore(path, clock=clock) as store:
        store.apply([rate(1, 5)])
        path.with_name("marks.backup-new.db").mkdir()
        clock.now += DAY
        store.apply([rate(2, 5)])
        assert "No backup" in store.notices[0]
        assert len(store.load()) == 2


# --- files and folders that are not to be written


def foreign(path: Path, application: int, version: int) -> bytes:
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("CREATE TABLE IF NOT EXISTS theirs (what)")
        connection.execute("INSERT INTO theirs VALUES ('precious')")
        connection.commit()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("application", "version", "why"),
    [
        (0, 0, "not written by"),
        (1234, FORMAT, "not written by"),
        (APPLICATION_ID, FORMAT + 1, "newer version"),
    ],
)
def test_not_one_byte_of_a_foreign_or_newer_file_changes(path: Path, application: int, version: int, why: str) -> None:
    before = foreign(path, application, version)
    with MarkStore(path) as store:
        assert store.load() == []
        assert not store.writable
        assert why in store.notices[0]
        with pytest.raises(MarksError, match=why):
            store.apply([rate(1, 5)])
        store.version()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_newer_file_is_left_alone_though_all_in_it_could_be_ours(store: MarkStore, path: Path) -> None:
    store.apply([rate(1, 5)])
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 98}")
    newer, others = path.read_bytes(), sorted(path.parent.iterdir())
    with MarkStore(path) as again:
        assert seen(again.load()) == {"2023-SVS1": {Mark.RATING: 5}}
        with pytest.raises(MarksError, match="newer version"):
            again.apply([rate(1, 4)])
    assert path.read_bytes() == newer and sorted(path.parent.iterdir()) == others


def test_the_marks_of_a_newer_file_are_shown(store: MarkStore, path: Path) -> None:
    store.apply([rate(1, 5)])
    store.close()
    newer = foreign(path, APPLICATION_ID, FORMAT + 1)
    with MarkStore(path) as again:
        assert seen(again.load()) == {"2023-SVS1": {Mark.RATING: 5}}
        assert not again.writable
    assert path.read_bytes() == newer


def test_a_folder_that_cannot_be_made_leaves_the_marks_unkept_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with MarkStore(tmp_path / "data" / "marks.db") as store:
        assert not store.writable
        assert "is not a folder" in store.notices[0]
        assert store.load() == []
        with pytest.raises(MarksError, match=r"“rating” of 2023-SVS1 \(Talk 1\) was not kept"):
            store.apply([rate(1, 5)])


@pytest.mark.parametrize("is_link", [False, True])
def test_what_is_no_journal_in_its_place_is_named_and_costs_nothing(path: Path, is_link: bool) -> None:
    with MarkStore(path) as store:
        store.apply([rate(1, 5)])
    journal = path.with_name("marks.db-journal")
    journal.symlink_to(path.parent / "elsewhere") if is_link else journal.mkdir()
    with MarkStore(path) as store:
        assert [str(journal) in notice for notice in store.notices] == [True]
        with pytest.raises(MarksError, match=r"was not kept: .*marks\.db-journal is no journal of it; move it away"):
            store.apply([rate(2, 5)])
    journal.unlink() if is_link else journal.rmdir()
    with MarkStore(path) as store:
        assert seen(store.load()) == {"2023-SVS1": {Mark.RATING: 5}} and store.notices == []


def test_marks_are_restored_once_a_foreign_file_is_moved_away(path: Path) -> None:
    with MarkStore(path) as store:
        store.apply([rate(1, 5)])
    path.unlink()
    foreign(path, 0, 0)
    with MarkStore(path) as store:
        assert "once it is moved away they are restored from the newest backup" in store.notices[0]
    path.unlink()
    with MarkStore(path) as store:
        assert len(store.load()) == 1


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with MarkStore(path) as store:
        assert "is not a regular file" in store.notices[0]
        with pytest.raises(MarksError):
            store.apply([rate(1, 5)])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
@pytest.mark.parametrize("damaged", [False, True])
def test_a_folder_that_may_not_be_written_is_read(store: MarkStore, path: Path, damaged: bool) -> None:
    store.apply([rate(1, 5)])
    store.close()
    if damaged:
        path.write_bytes(path.read_bytes()[:5000])
    path.parent.chmod(0o500)
    try:
        with MarkStore(path) as again:
            assert seen(again.load()) == {"2023-SVS1": {Mark.RATING: 5}}
            assert not again.writable
            assert any("cannot be written" in notice for notice in again.notices)
            with pytest.raises(MarksError, match="cannot be written"):
                again.apply([rate(1, 4)])
    finally:
        path.parent.chmod(0o700)
