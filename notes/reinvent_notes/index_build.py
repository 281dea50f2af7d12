"""Keeping the index in agreement with its sources: what changed is read again, and a new file replaces the old one.

    look at every source ──► what changed? ── nothing ──────────────────────────────► the index as it is
                                  │ words of notes alone: their talks are made again ─┐
                                  │ talks: those of their years are joined again ─────┤
                                  │ what bears on others: all are ────────────────────┤
                                  ▼                                                   ▼
                          read those documents                  a copy of the old file is changed, then renamed

A refresh holds a lock, and asks for the list of sources once it has it: another one may just have changed that.
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reinvent_notes.errors import IndexUnusable
from reinvent_notes.index import Index
from reinvent_notes.index_changes import Changes, Comparison
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.lock import held

if TYPE_CHECKING:  # what reads, joins and writes is loaded where something changed
    from reinvent_notes.collection import Progress
    from reinvent_notes.index_write import Writer
    from reinvent_notes.talk import Talk

_OLD_SECONDS = 86_400
_WAIT_SECONDS = 600.0  # for another program that reads a whole library
_SEARCHABLE_AT_ONCE = 300  # entries; with more of them the index is put in place before their words can be searched
_CHECKED_BYTES = 16 << 20  # a larger index is not looked through for damage each time


def refresh(
    path: Path | None,
    roots: Callable[[], Iterable[Path]],
    program: str,
    *,
    keep: bool = True,
    rebuild: bool = False,
    progress: Progress | None = None,
    usable: Callable[[Index], None] | None = None,
    old: Index | None = None,
) -> tuple[Index, Changes]:
    """An index that agrees with the sources. Without a path, or where it is not to be kept there, it is in memory.

    `usable` is called with a new index in place before the words of all its notes can be searched. `old` is one in
    memory that this one goes on from, and closes. Raises OSError or sqlite3.Error where the file cannot be written.
    """
    if path is None or not keep:
        refreshing = _Refresh(None, program, roots(), rebuild, progress, usable)
        with _garbage_left():
            return refreshing.run(old or (_open_or_none(path) if path else None))
    path.parent.mkdir(parents=True, exist_ok=True)
    with held(path.with_name(path.name + ".lock"), seconds=_WAIT_SECONDS):
        refreshing = _Refresh(path, program, roots(), rebuild, progress, usable)
        old = _open_or_none(path)
        try:
            with _garbage_left():
                return refreshing.run(old)
        except (sqlite3.DatabaseError, IndexUnusable, LookupError, TypeError, ValueError):
            if old is None:
                raise
            old.close()  # damaged in a place that was not looked at before: as if it were not there
            return refreshing.run(None)


class _Refresh:
    """`path` None keeps the index in memory, whatever there is on the disk."""

    def __init__(
        self,
        path: Path | None,
        program: str,
        roots: Iterable[Path],
        rebuild: bool,
        progress: Progress | None,
        usable: Callable[[Index], None] | None,
    ) -> None:
        self._path, self._program, self._roots = path, program, list(roots)
        self._rebuild, self._progress, self._usable = rebuild, progress, usable

    def run(self, old: Index | None) -> tuple[Index, Changes]:
        changes = Changes(rebuilt=self._rebuild or old is None or old.program != self._program)
        with changes.timed("look"):
            now = Comparison(old, self._roots, changes)
        if old and not changes and not now.other_sources:
            if self._path and self._path.stat().st_size <= _CHECKED_BYTES:
                old.check()
            index = old if old.is_complete else self._completed(changes)
        else:
            index = self._renew(old, now, changes)
        documents = IndexDocuments(index)
        changes.refused += documents.refusals()
        changes.warnings = now.problems + documents.warnings()
        changes.bytes = self._path.stat().st_size if self._path else 0
        return index, changes

    def _renew(self, old: Index | None, now: Comparison, changes: Changes) -> Index:
        from reinvent_notes import collection, identity
        from reinvent_notes.index_renewal import Renewal

        renewal = Renewal(now, changes)
        with changes.timed("read"):
            fresh = renewal.read_changed()
        if old and self._path and renewal.only_words_changed(fresh):
            index = self._write(changes, old, lambda writer: renewal.put_words(writer, fresh), now)
        else:
            with changes.timed("read"):
                years = renewal.years_touched(fresh) if self._path else None
                if years is None:
                    readings = renewal.read_all(fresh, self._progress)
                else:
                    readings = renewal.read_years(fresh, years)
            with changes.timed("join"):
                entries, linked = collection.entries(readings, years)
                merged = identity.merge(entries, linked=linked)
            put = renewal.putting(readings, fresh, merged, years, everything=changes.rebuilt or self._path is None)
            index = self._write(changes, None if changes.rebuilt else old, put, now)
        if old:
            old.close()
        return index

    def _write(self, changes: Changes, old: Index | None, put: Callable[[Writer], None], now: Comparison) -> Index:
        """A new index: what `put` makes of a copy of the old one, or of an empty one."""
        with changes.timed("write"):
            if self._path is None:
                connection = sqlite3.connect(":memory:", check_same_thread=False)
                self._fill(connection, put, now, at_once=True)
                return Index(connection)
            with _replacing(self._path, copied=old is not None) as connection:
                talks = self._fill(connection, put, now, at_once=old is not None and old.is_complete)
        return Index.open(self._path) if talks is None else self._completed(changes, talks)

    def _fill(
        self, connection: sqlite3.Connection, put: Callable[[Writer], None], now: Comparison, *, at_once: bool
    ) -> Sequence[Talk] | None:
        """What is to be made searchable still: the talks in their order; None when that is done."""
        from reinvent_notes.index_write import Writer

        writer = Writer(connection)
        put(writer)
        writer.documents.put_folders(now.folders)
        if at_once and (self._path is None or writer.words.unsearchable() <= _SEARCHABLE_AT_ONCE):
            writer.make_searchable()
        writer.finish(program=self._program, sources=now.sources, seen=now.seen)
        return None if writer.is_complete else writer.talks()

    def _completed(self, changes: Changes, talks: Sequence[Talk] = ()) -> Index:
        """The index in place, which has everything but what searching needs, with that; of its own talks if of none."""
        from reinvent_notes.index_write import Writer

        assert self._path
        with closing(Index.open(self._path)) as index:
            if self._usable:
                self._usable(index)
            talks = talks or [talk for _, talk in index.talks()]
        with changes.timed("words"), _replacing(self._path, copied=True) as connection:
            writer = Writer(connection)
            writer.make_searchable(talks)
            writer.finish()
        return Index.open(self._path)


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Looking for garbage among a whole library's talks takes an eighth of the time, and finds next to none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _open_or_none(path: Path) -> Index | None:
    try:
        return Index.open(path)
    except IndexUnusable:
        return None


@contextmanager
def _replacing(path: Path, *, copied: bool) -> Iterator[sqlite3.Connection]:
    """A file to write, empty or a copy of this one, that takes its place when all went well."""
    _clear_away(path)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        temporary.unlink(missing_ok=True)
        if copied:
            shutil.copyfile(path, temporary)
        connection = sqlite3.connect(temporary)
        try:
            yield connection
        finally:
            connection.close()
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _clear_away(path: Path) -> None:
    """Remove what a killed program left behind; what a living one writes stays."""
    for left in path.parent.glob(f"{path.name}.*.new*"):
        process = left.name.removeprefix(f"{path.name}.").partition(".")[0]
        if process.isdecimal() and int(process) != os.getpid() and not _is_alive(int(process), left):
            left.unlink(missing_ok=True)


def _is_alive(process: int, file: Path) -> bool:
    if sys.platform == "win32":  # asking would end it there: an old file is surely nobody's
        return time.time() - file.stat().st_mtime < _OLD_SECONDS
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
