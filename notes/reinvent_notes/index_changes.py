"""What changed since the index was written, and what that makes of it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from reinvent_notes import collection
from reinvent_notes.collection import Progress
from reinvent_notes.document import Collection
from reinvent_notes.errors import Refused
from reinvent_notes.index import Index
from reinvent_notes.index_documents import Document, IndexDocuments, Known
from reinvent_notes.index_write import Writer
from reinvent_notes.index_years import Years, bear_on_others, years_touched
from reinvent_notes.merged import Merged, together
from reinvent_notes.reading import Reading, is_index_page, read_one, talks_in
from reinvent_notes.sources import Found, Source, is_below, look
from reinvent_notes.text import read_bytes

_FEW = 100  # documents; of more changes it is as well to look at all
_MEANT = "what was read before is kept; remove it if that is meant"
# how long a file may go on changing without another time of change, where times are whole seconds and where not
_COARSE_NS, _FINE_NS = 2_000_000_000, 50_000_000
_DAY_NS = 86_400_000_000_000
# what may be said otherwise of a talk without making it another one, or putting it in another place
_WORDS = ("why", "abstract", "related", "url")


@dataclass(slots=True)
class Changes:
    """What a refresh found. `rebuilt`: the old index could not be used. `away`: sources that are not there today.

    `seconds`: how long each part took; `bytes`: the size of the file; `refused`: why documents could not be read.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    rebuilt: bool = False
    away: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    bytes: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.rebuilt)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[part] = round(self.seconds.get(part, 0.0) + time.perf_counter() - start, 4)


class Comparison:
    """The sources as they are now beside the old index. `problems` are sentences for the user.

    `sources` names them in their order, which decides who is believed: with other sources all is joined again.
    """

    def __init__(self, old: Index | None, roots: Sequence[Path], changes: Changes) -> None:
        self._looked_at = time.time_ns()
        self._old, self._kept = old, IndexDocuments(old) if old else None
        self._changes = changes
        self._known = known = self._kept.all() if self._kept else {}
        self._digests: dict[str, bytes] = {}  # of documents that are read now
        self._from_old: set[str] = set()  # documents that are not
        refused: list[Refused] = []
        looked = look(roots, refused, {file: document.name for file, document in known.items()})
        self._documents: list[tuple[Found, str]] = []
        self._away: set[str] = set()  # names of documents that cannot be looked at today
        there: set[str] = set()
        if any(source.away or source.empty for source in looked):
            there = {found.file for source in looked for found in source.documents}
        for source in looked:
            name = source.name
            self._documents += [(found, name) for found in source.documents]
            self._keep_away(source, there, refused)
        self._unchanged: set[str] = set()
        self._fresh: list[Found] = []  # documents that are new, or changed
        self._gone = gone = dict(known)
        for found, _ in self._documents:
            before = gone.pop(found.file, None)
            if before is None:
                changes.added.append(found.name)
                self._fresh.append(found)
            elif found.name in self._away or (not changes.rebuilt and _is_unchanged(found, before)):
                self._unchanged.add(found.name)
            else:
                changes.changed.append(found.name)
                self._fresh.append(found)
        changes.removed = sorted(document.name for document in gone.values())
        changes.unchanged = len(self._unchanged)
        self.problems = changes.away + [str(refusal) for refusal in refused]
        self.sources = json.dumps([str(source.root) for source in looked])
        self.other_sources = old is not None and old.meta("sources") != self.sources

    def _keep_away(self, source: Source, there: set[str], refused: list[Refused]) -> None:
        """What was read of a source that cannot be looked at stands until it is there again, or is removed."""
        away = source.away
        if source.empty:
            away = ((str(source.root), Refused("is empty", where=source.name, remedy=_MEANT)),)
        for path, why in away:
            kept = [one.found for one in self._known.values() if is_below(one.file, path)]
            kept = [found._replace(within=source.within) for found in kept if found.file not in there]
            there |= {found.file for found in kept}
            self._away |= {found.name for found in kept}
            self._documents += [(found, source.name) for found in kept]
            if kept:
                count = f"{len(kept):,} document{'s' * (len(kept) != 1)}"
                told = "" if source.empty else f"; what was read of it before ({count}) is kept"
                self._changes.away.append(f"{why}{told}")
            elif source.missing:
                self._changes.away.append(str(why))
            elif not source.empty:
                refused.append(why)

    def read_changed(self) -> dict[str, Reading]:
        """What new and changed documents say, as long as nothing else can bear on that."""
        changes = self._changes
        names = (*changes.added, *changes.changed, *changes.removed)
        if changes.rebuilt or self.other_sources or len(names) > _FEW or any(map(is_index_page, names)):
            return {}
        contexts = [(found, self._context(found)) for found in self._fresh]
        return {found.name: self._read(found, context) for found, context in contexts if context}

    def _read(self, found: Found, context: Collection) -> Reading:
        self._take_digest(found)
        return read_one(found, context)

    def _context(self, found: Found) -> Collection | None:
        """What is known of the folder of a document, from when it or another one there was read."""
        assert self._kept
        folder = os.path.join(os.path.dirname(found.file), "")  # noqa: PTH118, PTH120 - a Path takes five times as long
        around = [found.file] if found.file in self._known else self._known
        beside = (self._known[file] for file in around if file.startswith(folder) and os.sep not in file[len(folder) :])
        fit = (known.name for known in beside if known.file not in self._gone and not is_index_page(known.name))
        name = next((name for name in fit if name not in self._away), None)
        return Collection(*self._kept.reading(name)["context"]) if name else None

    def years_touched(self, fresh: dict[str, Reading]) -> Years | None:
        """The years whose talks have to be joined again; None where nothing less than all will do."""
        changes, old, kept = self._changes, self._old, self._kept
        names = {found.name for found in self._fresh}
        if changes.rebuilt or self.other_sources or not old or not old.is_complete or not kept:
            return None
        if names != fresh.keys() or len(self._gone) > _FEW or any(map(is_index_page, changes.removed)):
            return None
        files = {*self._gone, *(found.file for found in self._fresh)}
        if bear_on_others(kept, fresh.values(), files, self._known, [found.file for found, _ in self._documents]):
            return None
        before = [kept.reading(name) for name in (*changes.changed, *changes.removed)]
        return years_touched(old, before, fresh.values())

    def only_words_changed(self, fresh: dict[str, Reading]) -> bool:
        """Whether these are all the changes, and every talk is the one that it was, and in its place."""
        changes = self._changes
        if not fresh or not self._kept or changes.added or changes.removed or fresh.keys() != set(changes.changed):
            return False
        before = {name: self._kept.reading(name) for name in fresh}
        return all(_are_same_talks(reading, before[name]) for name, reading in fresh.items())

    def put_words(self, writer: Writer, fresh: dict[str, Reading]) -> None:
        """Make the talks of these documents again, of the entries that each was made of."""
        assert self._kept
        kept, places = self._kept, self._places
        again: list[tuple[int, Merged]] = []
        for n in sorted({n for name in fresh for n in kept.talks_of(name)}):
            readings = dict(fresh)
            entries = []
            for name, number in sorted(kept.entries_of(n), key=lambda key: (places[key[0]], key[1] < 0, key[1])):
                reading = readings.setdefault(name, kept.reading(name) if name not in readings else {})
                entries.append(collection.entry(self._documents[places[name]][0], reading, number))
            talk, facts = together(entries)
            talk_id, ids, reasons = kept.identity_of(n)
            again.append((n, Merged(talk.with_id(talk_id), ids, tuple(entries), reasons, facts)))
        writer.keep_numbers({entry.key: n for n, merged in again for entry in merged.entries})
        writer.put_documents(self._as_written(fresh.items()))
        for n, merged in again:
            writer.put_talk(n, merged)

    def read_all(self, fresh: dict[str, Reading], progress: Progress | None) -> list[tuple[Found, Reading]]:
        """What every document says: read now, or kept from before where nothing changed in it or around it."""

        def known(found: Found, context: Collection) -> Reading | None:
            reading = fresh.get(found.name)
            if reading is None and self._kept and found.name in self._unchanged:
                reading = self._kept.reading(found.name)
                self._from_old.add(found.name)
            if reading and (reading["context"] == list(context) or found.name in self._away):
                return reading
            self._from_old.discard(found.name)
            self._take_digest(found)
            return None

        return list(collection.read_all([found for found, _ in self._documents], known, progress))

    def read_years(self, fresh: dict[str, Reading], years: Years) -> list[tuple[Found, Reading]]:
        """What the documents say that speak of talks of these years."""
        assert self._kept and self._old
        names = {*fresh, *self._kept.of_years(self._old, years), *(self._kept.undated() if None in years else ())}
        self._from_old = {found.name for found, _ in self._documents} - fresh.keys()
        kept = self._kept
        return [
            (found, fresh.get(found.name) or kept.reading(found.name))
            for found, _ in self._documents
            if found.name in names
        ]

    def putting(
        self,
        readings: Sequence[tuple[Found, Reading]],
        fresh: dict[str, Reading],
        merged: Sequence[Merged],
        years: Years | None,
        *,
        everything: bool,
    ) -> Callable[[Writer], None]:
        """What writes all this into an index: an empty one, or one of which only what changed is written."""

        def put(writer: Writer) -> None:
            if not everything:
                writer.remove_documents(self._changes.removed)
            writer.number(merged, years)
            # what says no year may have been lent another one
            changed = [
                (found.name, reading)
                for found, reading in readings
                if everything or found.name not in self._from_old or reading["undated"]
            ]
            writer.put_documents(self._as_written(changed))
            if not everything:
                writer.restamp(self._stamped({name for name, _ in changed}))
            writer.put_talks()

        return put

    def _stamped(self, written: set[str]) -> Iterator[Document]:
        """Of the other documents those of which anything is known otherwise now."""
        for found, source in self._documents:
            if found.name not in written and (self.other_sources or self._known[found.file].digest is not None):
                yield self._document(found, source)

    def _as_written(self, readings: Iterable[tuple[str, Reading]]) -> Iterator[tuple[Document, Reading]]:
        places, documents = self._places, self._documents
        return ((self._document(*documents[places[name]]), reading) for name, reading in readings)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where each document stands among all."""
        return {found.name: place for place, (found, _) in enumerate(self._documents)}

    def _document(self, found: Found, source: str) -> Document:
        before = self._known.get(found.file)
        digest = self._digests.get(found.name, before.digest if before else None)
        return Document(found, source, digest if self._may_change_unseen(found) else None)

    def _take_digest(self, found: Found) -> None:
        """Before it is read: what is written meanwhile is seen the next time."""
        if self._may_change_unseen(found):
            self._digests[found.name] = _digest(found)

    def _may_change_unseen(self, found: Found) -> bool:
        """Whether the next change could leave the stamp as it is: it is odd, or so new that the clock may not tell."""
        if found.name in self._away:
            return False
        times = (found.changed_ns, found.status_ns)
        step = _COARSE_NS if all(at % 1_000_000_000 == 0 for at in times) else _FINE_NS
        return max(times) > self._looked_at - step or min(times) < _DAY_NS


def _is_unchanged(found: Found, before: Known) -> bool:
    """By its stamp; where that may not tell, by its content."""
    return before.stamp == found.stamp and (before.digest is None or before.digest == _digest(found))


def _digest(found: Found) -> bytes:
    try:
        return blake2b(read_bytes(found.path), digest_size=16).digest()
    except Refused as refusal:
        return str(refusal).encode("utf-8", "surrogateescape")


def _are_same_talks(reading: Reading, before: Reading) -> bool:
    """Whether two readings of a document tell of the same talks: for all that they are joined and shown by."""
    if reading["undated"] or before["undated"]:
        return False  # other documents lend it a year
    same = all(reading[key] == before[key] for key in ("trust", "collection", "refused", "context"))
    return same and [*map(_but_words, talks_in(reading))] == [*map(_but_words, talks_in(before))]


def _but_words(numbered: tuple[int, dict[str, Any]]) -> tuple[int, dict[str, Any]]:
    number, talk = numbered
    kept = {key: list(value) if isinstance(value, tuple) else value for key, value in talk.items() if key not in _WORDS}
    has = {"abstract": bool(talk["abstract"]), "notes": [note["source"] for note in talk["notes"]], "earlier": []}
    return number, kept | has
