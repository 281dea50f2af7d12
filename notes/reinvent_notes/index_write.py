"""Writing an index: what documents say, and the talks that this makes."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from reinvent_notes.index import Index, talk_of
from reinvent_notes.index_documents import Key
from reinvent_notes.index_documents_write import DocumentsWriter, to_json
from reinvent_notes.index_file import APPLICATION_ID, FORMAT
from reinvent_notes.index_schema import SCHEMA
from reinvent_notes.index_words import Words
from reinvent_notes.index_years import Years
from reinvent_notes.merged import Merged
from reinvent_notes.talk import Talk, fold, without_unknown

_PAGE_BYTES = 16_384  # of 4,096 a note fills the last one by half, and the file is copied at each change
_FEW = 200  # talks; with more of them all words are packed again
_AMONG = "WHERE n IN (SELECT value FROM json_each(?))"
_Row = tuple[int, str, str, int | None, str | None, str | None, str, str | None]


class _Branch(NamedTuple):
    """The talks of a year and track, in the order in which they are shown."""

    year: int | None
    track: str | None
    numbers: array[int]


class Writer:
    """Changes an index that nobody else has open. Every change is made before `finish` puts its mark on the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("PRAGMA journal_mode=OFF")  # nobody sees the file before it is whole
        connection.execute("PRAGMA synchronous=OFF")
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")
            connection.executescript(SCHEMA)
        self.words = Words(connection)
        self.documents = DocumentsWriter(connection, self.words)
        self._ordered: list[Merged] = []
        self._numbers: list[int] = []
        self._branches: list[_Branch] = []  # as they were
        self._others: list[_Branch] = []  # of these the ones that stay so
        self._before: dict[int, _Row] = {}  # the talks that may not
        self._gone: dict[int, _Row] = {}
        self._new: dict[int, tuple[_Row, Merged]] = {}

    def _note(self, **meta: str) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())

    def finish(self, **meta: str) -> None:
        self._note(**meta)
        self._connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        self._connection.execute(f"PRAGMA user_version={FORMAT}")
        self._connection.commit()

    # talks

    def number(self, merged: Iterable[Merged], years: Years | None = None) -> dict[Key, int]:
        """Give each talk its number and its place; before documents and talks are put. The numbers, by entries.

        With `years` these are the talks of them, and those of all others stay as they are.
        """
        self._ordered = sorted(merged, key=_display_order)
        self._branches, self._others = self._put_branches(), []
        touched: list[int] = []
        for branch in self._branches:
            if years is None or branch.year in years:
                touched += branch.numbers
            else:
                self._others.append(branch)
        among = json.dumps(touched)
        self._before = {row[0]: row for row in self._connection.execute(f"SELECT * FROM talk {_AMONG}", (among,))}
        # a document that was no talk is one now if a list links to it
        entries = (
            f"SELECT name, number, n FROM entry JOIN document ON document.id = entry.document {_AMONG} OR n IS NULL"
        )
        was_of: dict[Key, int | None] = {
            (name, number): n for name, number, n in self._connection.execute(entries, (among,))
        }
        by_id = {row[1]: n for n, row in self._before.items()}
        free = max((n for branch in self._branches for n in branch.numbers), default=-1) + 1
        self._numbers = _numbers(self._ordered, was_of, by_id, free)
        of_entries = {e.key: n for talk, n in zip(self._ordered, self._numbers, strict=True) for e in talk.entries}
        self._connection.executemany(
            "UPDATE entry SET n = ? WHERE document = (SELECT id FROM document WHERE name = ?) AND number = ?",
            ((of_entries.get(key), *key) for key, n in was_of.items() if of_entries.get(key) != n),
        )
        return of_entries

    def _put_branches(self) -> list[_Branch]:
        """The talks of each year and track, as they were put last."""
        shown = Index(self._connection).shown
        rows = self._connection.execute("SELECT year, track, first, size FROM branch ORDER BY first")
        return [_Branch(year, track, shown[first : first + size]) for year, track, first, size in rows]

    def put_talks(self) -> None:
        """Keep the talks; those of which nothing changed stay as they are."""
        self._gone, self._new = dict(self._before), {}
        for merged, n in zip(self._ordered, self._numbers, strict=True):
            row = _row(n, merged)
            if row == self._gone.get(n):
                del self._gone[n]
            else:
                self._new[n] = row, merged
        for gone in self._gone:
            self._forget_talk(gone)
        self._put_rows(list(self._new.values()))
        self._put_order()
        self._note(complete="")

    def put_talk(self, n: int, merged: Merged) -> None:
        """One talk whose entries and whose place in the order are what they were."""
        self._forget_talk(n)
        self._put_rows([(_row(n, merged), merged)])

    def _forget_talk(self, n: int) -> None:
        for table in ("talk", "known_as", "recording"):
            self._connection.execute(f"DELETE FROM {table} WHERE n = ?", (n,))

    def _put_rows(self, rows: Sequence[tuple[_Row, Merged]]) -> None:
        put = self._connection.executemany
        put("INSERT INTO talk VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (row for row, _ in rows))
        put("INSERT INTO known_as VALUES (?, ?)", ((name, row[0]) for row, merged in rows for name in merged.ids))
        videos = ((video, row[0]) for row, merged in rows for video in merged.talk.videos)
        put("INSERT INTO recording VALUES (?, ?)", videos)

    def _put_order(self) -> None:
        branches = list(self._others)
        for merged, n in zip(self._ordered, self._numbers, strict=True):
            talk = merged.talk
            if not branches or branches[-1][:2] != (talk.year, talk.track):
                branches.append(_Branch(talk.year, talk.track, array("I")))
            branches[-1].numbers.append(n)
        branches.sort(key=lambda branch: _year_order(branch.year))
        self._connection.execute("DELETE FROM branch")
        first = 0
        for year, track, numbers in branches:
            row = (year, track, first, len(numbers))
            self._connection.execute("INSERT INTO branch VALUES (?, ?, ?, ?)", row)
            first += len(numbers)
        shown = b"".join(branch.numbers.tobytes() for branch in branches)
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('shown', ?)", (shown,))

    # words

    def make_searchable(self, talks: Sequence[Talk] | None = None) -> None:
        """Keep the words of titles and notes. `talks` in their order are those of the whole index; without them titles
        are packed only if talks were put."""
        self.words.put_notes()
        if talks is not None:
            self.words.pack(talks)
        elif not self.is_complete:
            self._pack()
        self._note(complete="yes")

    def _pack(self) -> None:
        """The words of all talks; where few changed, those of before with theirs."""
        was_shown = [n for branch in self._branches for n in branch.numbers]
        shown = Index(self._connection).shown
        kept = [n for n in was_shown if n not in self._gone]
        if not kept or len(self._gone) + len(self._new) > _FEW or kept != [n for n in shown if n not in self._new]:
            self.words.pack(self.talks())
            return
        was = {place: talk_of(self._gone[n][6]) for place, n in enumerate(was_shown) if n in self._gone}
        now = {place: self._new[n][1].talk for place, n in enumerate(shown) if n in self._new}
        self.words.pack_changes(len(was_shown), was, now)

    def talks(self) -> list[Talk]:
        """The talks in the order in which they are shown."""
        if self._others:
            return [talk for _, talk in Index(self._connection).talks()]
        return [merged.talk for merged in self._ordered]

    @property
    def is_complete(self) -> bool:
        """Whether everything in it can be searched."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'complete'").fetchone()
        return bool(row == ("yes",))


def _row(n: int, merged: Merged) -> _Row:
    talk = merged.talk
    whole = without_unknown(talk.as_dict())
    for note in (*whole.get("notes", ()), *whole.get("earlier", ())):
        del note["markdown"]
    joined = to_json((merged.reasons, merged.facts)) if merged.reasons else None
    return n, talk.id, talk.title, talk.year, talk.code, talk.track, to_json(whole), joined


def _numbers(
    ordered: Sequence[Merged], was_of: Mapping[Key, int | None], by_id: Mapping[str, int], free: int
) -> list[int]:
    """A number for each talk: the one that its id or its entries had, so that whoever shows it need not look again."""
    taken: set[int] = set()
    numbers = []
    for merged in ordered:
        before = (by_id.get(merged.talk.id), *(was_of.get(entry.key) for entry in merged.entries))
        n = next((n for n in before if n is not None and n not in taken), free)
        free += n == free
        taken.add(n)
        numbers.append(n)
    return numbers


def _display_order(merged: Merged) -> tuple[Any, ...]:
    """Latest year first, unknown years last; keynotes first, then tracks by name, no track last."""
    return _year_order(merged.talk.year), *_track_order(merged.talk.track or "")


@lru_cache(maxsize=1024)  # a track has many talks
def _track_order(track: str) -> tuple[Any, ...]:
    folded = fold(track)
    return not track, folded != "keynotes", folded, track


def _year_order(year: int | None) -> int:
    return -(year or 0)
