"""Writing the index: read what changed, join the talks, and put the new file in place of the old in one step."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reinvent_notes import collection, identity
from reinvent_notes.collection import Progress
from reinvent_notes.document import Collection
from reinvent_notes.errors import IndexUnusable, Refused
from reinvent_notes.index import APPLICATION_ID, FORMAT, SCHEMA, Index
from reinvent_notes.merged import Merged
from reinvent_notes.reading import Reading
from reinvent_notes.sources import Found, look
from reinvent_notes.talk import fold

_OLD_SECONDS = 86_400


@dataclass(slots=True)
class Changes:
    """What a refresh found. `rebuilt`: the old index could not be used. `away`: sources that are not there today."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    rebuilt: bool = False
    away: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.rebuilt)


def refresh(
    path: Path | None,
    roots: Iterable[Path],
    program: str,
    *,
    keep: bool = True,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> tuple[Index, Changes]:
    """An index that agrees with the sources. Without a path, or where it is not to be kept there, it is in memory.

    Raises OSError or sqlite3.Error where the file cannot be written.
    """
    old = None if path is None else _open_or_none(path)
    kept_at = path if keep else None
    if old:
        try:
            return _refresh(old, kept_at, roots, program, rebuild or old.program != program, progress)
        except (sqlite3.DatabaseError, LookupError, TypeError, ValueError):
            old.close()  # damaged in a place that was not looked at before: as if it were not there
    return _refresh(None, kept_at, roots, program, True, progress)


def _refresh(
    old: Index | None, path: Path | None, roots: Iterable[Path], program: str, rebuild: bool, progress: Progress | None
) -> tuple[Index, Changes]:
    changes = Changes(rebuilt=rebuild)
    refused: list[Refused] = []
    looked = look(roots, refused)
    known = old.documents() if old else {}
    away = {source.name: source.missing for source in looked if source.missing}
    documents = [(found, source.name) for source in looked for found in source.documents]
    # what was read of a source that is away today stands until it is there again, or is removed
    there = {found.name for found, _ in documents}
    kept = [(found, source) for found, source in known.values() if source in away and found.name not in there]
    unchanged = {found.name for found, _ in kept}
    if not rebuild:
        unchanged |= {found.name for found, _ in documents if found.name in known and known[found.name][0] == found}
    documents += kept
    changes.added = [found.name for found, _ in documents if found.name not in known]
    changes.changed = [found.name for found, _ in documents if found.name in known and found.name not in unchanged]
    changes.removed = sorted(known.keys() - {found.name for found, _ in documents})
    changes.unchanged = len(unchanged)
    changes.away = [_told(name, missing, kept) for name, missing in away.items()]
    moved = any(known[found.name][1] != source for found, source in documents if found.name in unchanged)
    problems = changes.away + [str(refusal) for refusal in refused]
    if old and not changes and not moved:
        old.check()
        changes.warnings = problems + old.warnings()
        return old, changes
    readings = list(collection.read_all([found for found, _ in documents], _as_kept(old, unchanged, kept), progress))
    if old:
        old.close()
    index = _write(path, program, readings, dict(documents))
    changes.warnings = problems + index.warnings()
    return index, changes


def _told(name: str, missing: Refused, kept: Sequence[tuple[Found, str]]) -> str:
    count = sum(source == name for _, source in kept)
    return f"{missing}; what was read of it before ({count:,} documents) is kept" if count else str(missing)


def _as_kept(old: Index | None, unchanged: set[str], away: Iterable[tuple[Found, str]]) -> collection.Known:
    """What the old index knows of a document, unless that or what is said around it has changed since."""
    out_of_reach = {found.name for found, _ in away}

    def known(found: Found, context: Collection) -> Reading | None:
        reading = old.reading(found.name) if old and found.name in unchanged else None
        same = reading and (reading["context"] == list(context) or found.name in out_of_reach)
        return reading if same else None

    return known


def _open_or_none(path: Path) -> Index | None:
    try:
        return Index.open(path)
    except IndexUnusable:
        return None


def _write(
    path: Path | None, program: str, readings: Sequence[tuple[Found, Reading]], sources: dict[Found, str]
) -> Index:
    entries, linked = collection.entries(readings)
    merged = sorted(identity.merge(entries, linked=linked), key=_display_order)
    if path is None:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(connection, program, readings, sources, merged)
        return Index(connection)
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear_away(path)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        temporary.unlink(missing_ok=True)
        connection = sqlite3.connect(temporary)
        try:
            _fill(connection, program, readings, sources, merged)
        finally:
            connection.close()
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return Index.open(path)


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


def _fill(
    connection: sqlite3.Connection,
    program: str,
    readings: Sequence[tuple[Found, Reading]],
    sources: dict[Found, str],
    merged: list[Merged],
) -> None:
    # the file is not seen by anybody before it is renamed into place
    connection.executescript(
        f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA application_id={APPLICATION_ID};"
    )
    connection.executescript(SCHEMA)
    connection.executemany(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((f.name, sources[f], os.fsencode(f.path), *f[2:], _refusal(r), json.dumps(r)) for f, r in readings),
    )
    groups: list[list[Any]] = []
    for n, entry in enumerate(merged):
        talk = entry.talk
        if not groups or groups[-1][:2] != [talk.year, talk.track]:
            groups.append([talk.year, talk.track, n, 0])
        groups[-1][3] += 1
        connection.execute(
            "INSERT INTO talk VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (n, talk.id, talk.title, talk.year, talk.code, talk.track, json.dumps(talk.as_dict()), _joined(entry)),
        )
        connection.executemany("INSERT INTO said_in VALUES (?, ?)", ((source, n) for source in talk.sources))
        connection.execute("INSERT INTO known_as VALUES (?, ?)", (talk.id, n))
        words = "\n".join((talk.why or "", talk.abstract or "", *(note.markdown for note in talk.notes)))
        connection.execute("INSERT INTO full_text (rowid, words) VALUES (?, ?)", (n, words))
    for n, entry in enumerate(merged):
        connection.executemany("INSERT OR IGNORE INTO known_as VALUES (?, ?)", ((name, n) for name in entry.ids))
        connection.executemany("INSERT OR IGNORE INTO recording VALUES (?, ?)", ((v, n) for v in entry.talk.videos))
    warnings = [warning for _, reading in readings for warning in reading["warnings"]]
    connection.executemany("INSERT INTO branch VALUES (?, ?, ?, ?)", groups)
    facts = {"program": program, "warnings": json.dumps(warnings)}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
    connection.executescript(f"PRAGMA user_version={FORMAT};")
    connection.commit()


def _refusal(reading: Reading) -> str | None:
    return "; ".join(reading["warnings"]) if reading["refused"] else None


def _joined(entry: Merged) -> str | None:
    return json.dumps((entry.reasons, entry.facts)) if entry.reasons else None


def _display_order(entry: Merged) -> tuple[Any, ...]:
    """Latest year first, unknown years last; keynotes first, then tracks by name, no track last."""
    talk = entry.talk
    track = talk.track or ""
    return -(talk.year or 0), not track, fold(track) != "keynotes", fold(track), track
