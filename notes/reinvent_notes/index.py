"""The cached parsed index: one SQLite file, derived from the sources and disposable. This is the reading side.

Talks keep their number from one file to the next; the order in which they are shown (year, then track, then as their
notes have them) stands apart, so that a branch of the tree is one range of it.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reinvent_notes.errors import IndexUnusable, NotFound
from reinvent_notes.index_file import IndexFile

if TYPE_CHECKING:
    from reinvent_notes.merged import Fact
    from reinvent_notes.talk import Talk

_NO_TALK = -1
_ROW = "SELECT n, id, title, year, code, track FROM talk"


class Group(NamedTuple):
    """The talks of one year and track: `size` of them, from place `first` on in the order in which they are shown.

    In another grouping what stands for the year is a branch's name, and for the track one below it.
    """

    year: int | str | None
    track: str | None
    first: int
    size: int


class Row(NamedTuple):
    """As much of a talk as a line in a list shows."""

    n: int
    id: str
    title: str
    year: int | None
    code: str | None
    track: str | None


class Index(IndexFile):
    """An open index: its talks. Use it from one thread at a time. Its documents are in `index_documents`."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path | None = None, version: tuple[int, int] | None = None
    ) -> None:
        super().__init__(connection, path, version)
        branches = connection.execute("SELECT year, track, first, size FROM branch ORDER BY first")
        self.groups: tuple[Group, ...] = tuple(Group(*branch) for branch in branches)
        self.count = sum(group.size for group in self.groups)

    @cached_property
    def beside(self) -> Index:
        """The same talks for another thread: no two threads may ask one connection at a time."""
        if self._path:
            with suppress(IndexUnusable):
                other = Index.open(self._path)
                if other.shown == self.shown:
                    other.groups, other.shown, other.places = self.groups, self.shown, self.places
                    return other
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.deserialize(self.connection.serialize())
        return Index(connection)

    # talks

    @cached_property
    def shown(self) -> array[int]:
        """The numbers of all talks in the order in which they are shown."""
        return array("I", self.meta("shown")) if self.count else array("I")

    @cached_property
    def places(self) -> array[int]:
        """Where in that order each talk stands, by its number."""
        places = array("I", bytes(4 * (max(self.shown, default=-1) + 1)))
        for place, n in enumerate(self.shown):
            places[n] = place
        return places

    def numbers_of_years(self, years: Collection[int | None]) -> list[int]:
        """The talks of these years, in the order in which they are shown."""
        groups = (group for group in self.groups if group.year in years)
        return [n for group in groups for n in self.shown[group.first : group.first + group.size]]

    def rows(self, first: int = 0, size: int | None = None) -> list[Row]:
        """The talks at these places of the order in which they are shown."""
        return self.rows_of(self.shown[first : None if size is None else first + size])

    def rows_of(self, numbers: Sequence[int]) -> list[Row]:
        """These talks, in this order."""
        if len(numbers) > self.count // 2:
            found = {row[0]: Row(*row) for row in self.connection.execute(_ROW).fetchall()}
        else:
            found = {row[0]: Row(*row) for row in self._in(f"{_ROW} WHERE n IN", numbers)}
        return [found[n] for n in numbers]

    def row(self, n: int) -> Row:
        """Raises NotFound for a talk that is gone."""
        row = self._one(f"{_ROW} WHERE n = ?", n)
        if row is None:
            raise NotFound("the talk is no longer in the library")
        return Row(*row)

    def talk(self, n: int) -> Talk:
        """Raises NotFound for a talk that is gone."""
        return talk_of(self._whole(n), partial(self._words_of, n))

    def outline(self, n: int) -> Talk:
        """The same without the words of its notes."""
        return talk_of(self._whole(n))

    def talks(self) -> Iterator[tuple[int, Talk]]:
        """Every talk in the order in which they are shown, without the words of their notes."""
        whole = dict(self.connection.execute("SELECT n, whole FROM talk").fetchall())
        for n in self.shown:
            yield n, talk_of(whole[n])

    def _whole(self, n: int) -> str:
        row = self._one("SELECT whole FROM talk WHERE n = ?", n)
        if row is None:
            raise NotFound("the talk is no longer in the library")
        return str(row[0])

    def _words_of(self, n: int, document: str, line: int) -> str:
        row = self._one(
            "SELECT markdown FROM entry"  # few are of one talk, but thousands of one document
            " WHERE n = ?1 AND line = ?3 AND +document = (SELECT id FROM document WHERE name = ?2)",
            n,
            document,
            line,
        )
        if row is None:
            raise IndexUnusable(f"is incomplete ({document}:{line})")
        return str(row[0])

    def values_of(self, field: str, numbers: Sequence[int]) -> dict[int, Any]:
        """A field of these talks, by their numbers; of a field with several values their JSON. None: not known."""
        query = f"SELECT n, json_extract(whole, '$.{field}') FROM talk"
        if len(numbers) > self.count // 2:
            return dict(self.connection.execute(query).fetchall())
        return dict(self._in(f"{query} WHERE n IN", numbers))

    def field_of_all(self, field: str) -> list[tuple[int, Any]]:
        """A field of every talk, in the order in which they are shown; of a field with several values their JSON."""
        values = self.values_of(field, self.shown)
        return [(n, values[n]) for n in self.shown]

    def joined(self, n: int) -> tuple[list[str], list[Fact]]:
        """Why the entries of a talk are one, and who says what; nothing for a talk of one entry."""
        from reinvent_notes.merged import Fact

        row = self._one("SELECT joined FROM talk WHERE n = ?", n)
        reasons, facts = _json(row[0]) if row and row[0] else ((), ())
        return list(reasons), [Fact(field, value, tuple(sources)) for field, value, sources in facts]

    # finding

    def full_text(self, expression: str, limit: int) -> list[int]:
        """Talks with a note that fits an FTS5 expression, best first. Raises sqlite3.Error for a malformed one."""
        rows = self.connection.execute(
            "SELECT rank, n FROM full_text JOIN entry ON entry.id = full_text.rowid WHERE full_text MATCH ?"
            " AND n IS NOT NULL ORDER BY rank LIMIT ?",
            (expression, limit),
        ).fetchall()
        # of those that fit as well as each other the one that is shown first
        rows.sort(key=lambda row: (round(row[0], 6), self.places[row[1]]))
        return list(dict.fromkeys(n for _, n in rows))

    def search_blob(self, name: str) -> bytes:
        """One of what `vocabulary` and `columns` packed; nothing where that is not done yet."""
        row = self._one("SELECT value FROM search WHERE name = ?", name)
        return bytes(row[0]) if row else b""

    def talks_noting(self, expression: str) -> list[int]:
        """Every talk with a note that fits an FTS5 expression, in no order. Raises sqlite3.Error as above."""
        # in one piece: thousands of rows take twice as long, and give the thread that paints no rest
        entries = self._one("SELECT group_concat(rowid) FROM full_text WHERE full_text MATCH ?", expression)
        found = map(int, str(entries[0]).split(",")) if entries and entries[0] else ()
        talk_of = self._talk_of_entry  # to join them takes three times as long
        return list({talk_of[entry] for entry in found} - {_NO_TALK})

    @cached_property
    def _talk_of_entry(self) -> array[int]:
        """By the number of the entry."""
        last = self._one("SELECT max(id) FROM entry")[0]
        talk_of = array("i", [_NO_TALK]) * ((last or 0) + 1)
        for entry, n in self.connection.execute("SELECT id, n FROM entry WHERE n IS NOT NULL"):
            talk_of[entry] = n
        return talk_of

    def is_noted(self, word: str) -> bool:
        return self._one("SELECT 1 FROM full_text WHERE full_text MATCH ? LIMIT 1", f'"{word}"') is not None

    def noted_words(self) -> list[str]:
        """Every word of notes, the most frequent first. Takes a while."""
        self.connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.noted USING fts5vocab(main, full_text, row)")
        return [word for (word,) in self.connection.execute("SELECT term FROM temp.noted ORDER BY doc DESC")]

    def ready_blob(self, letters: str, where: int) -> bytes | None:
        """A set of talks that is kept ready."""
        row = self._one("SELECT title, speaker, about FROM ready WHERE letters = ?", letters)
        return row[where] if row else None

    def number_of(self, known_as: str) -> int | None:
        """The talk that has this id, or else had it."""
        found = self.connection.execute(
            "SELECT n, id FROM known_as JOIN talk USING (n) WHERE name = ?", (known_as,)
        ).fetchall()
        return self._first(n for n, own in found if own == known_as) or self._first(n for n, _ in found)

    def numbers_of(self, names: Iterable[str], recordings: Iterable[str]) -> list[int]:
        """Every talk that has or had one of these ids, or has one of these recordings."""
        names, recordings = list(names), list(recordings)
        query = (
            f"SELECT n FROM known_as WHERE name IN ({','.join('?' * len(names))}) UNION"
            f" SELECT n FROM recording WHERE id IN ({','.join('?' * len(recordings))})"
        )
        return [int(n) for (n,) in self.connection.execute(query, names + recordings)]

    def every_name(self) -> frozenset[str]:
        """All ids that talks have or had, and all their recordings."""
        query = "SELECT name FROM known_as UNION ALL SELECT id FROM recording"
        return frozenset(name for (name,) in self.connection.execute(query))

    def recordings_of(self, n: int) -> tuple[str, ...]:
        return tuple(video for (video,) in self.connection.execute("SELECT id FROM recording WHERE n = ?", (n,)))

    def number_of_recording(self, recording: str) -> int | None:
        return self._first(n for (n,) in self.connection.execute("SELECT n FROM recording WHERE id = ?", (recording,)))

    def _first(self, numbers: Iterable[int]) -> int | None:
        """Of several talks the one that is shown first."""
        found = list(numbers)
        return min(found, key=self.places.__getitem__) if len(found) > 1 else next(iter(found), None)

    def numbers_of_code(self, code: str, year: int | None = None) -> list[int]:
        """The talks with this code, of one year or of all; in a year that has not its suffix, those with another."""
        base = code.partition("-")[0]
        rows = self.connection.execute(
            "SELECT n, code, year FROM talk WHERE (code = ?1 OR code LIKE ?1 || '-%') AND year IS coalesce(?2, year)",
            (base, year),
        ).fetchall()
        exact = {of_year for _, found, of_year in rows if found == code}
        found = [n for n, found, of_year in rows if found == code or of_year not in exact]
        return sorted(found, key=self.places.__getitem__) if len(found) > 1 else found

    def closest_titles(self, wanted: Iterable[tuple[str, int | None, str | None]]) -> list[int | None]:
        """For each title, year and code the talk whose title is surely a rewording of it, of no other year or code."""
        from reinvent_notes.rewording import ClosestTitles

        of_years: dict[int | None, ClosestTitles] = {None: ClosestTitles()}  # a talk without a year may be of any
        for n, title, year, code in self.connection.execute("SELECT n, title, year, code FROM talk"):
            for of_year in {None, year}:
                of_years.setdefault(of_year, ClosestTitles()).add(n, title, code)
        nowhere = ClosestTitles()
        return [of_years.get(year, nowhere).find(title, code) for title, year, code in wanted]

    def counts_by_branch(self, numbers: Iterable[int]) -> dict[tuple[int | None, str | None], int]:
        """How many of these talks are of each year and track."""
        counts: dict[tuple[int | None, str | None], int] = {}
        for year, track in self._in("SELECT year, track FROM talk WHERE n IN", list(numbers)):
            counts[year, track] = counts.get((year, track), 0) + 1
        return counts


def talk_of(whole: str, words_of: Callable[[str, int], str] = lambda document, line: "") -> Talk:
    """A talk as its row has it; the words of its notes are kept apart."""
    from reinvent_notes.talk import Talk  # not on the way to the first paint

    values = _json(whole)
    for note in (*values.get("notes", ()), *values.get("earlier", ())):
        note["markdown"] = words_of(note["source"], note["line"])
    return Talk.from_dict(values)


def _json(text: str) -> Any:
    import json  # not on the way to the first paint

    return json.loads(text)
