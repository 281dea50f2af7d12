"""What changed since the index was written, and what that makes of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
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
from reinvent_notes.merged import Merged, together
from reinvent_notes.reading import Reading, is_index_page, read_one, talks_in
from reinvent_notes.sources import Found, Source, is_below, look
from reinvent_notes.text import read_bytes

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
        self._kept = IndexDocuments(old) if old else None
        self._changes = changes
        self._known = known = self._kept.all() if self._kept else {}
        self._digests: dict[str, bytes] = {}  # of documents that are read now
        self._from_old: set[str] = set()  # documents that are not
        refused: list[Refused] = []
        looked = look(roots, refused, {file: document.name for file, document in known.items()})
        self._documents: list[tuple[Found, str]] = []
        self._away: set[str] = set()  # names of documents that cannot be looked at today
        there = {found.file for source in looked for found in source.documents}
        for source in looked:
            name = source.name
            self._documents += [(found, name) for found in source.documents]
            self._keep_away(source, there, refused)
        self._unchanged: set[str] = set()
        gone = dict(known)
        for found, _ in self._documents:
            before = gone.pop(found.file, None)
            if before is None:
                changes.added.append(found.name)
            elif found.name in self._away or (not changes.rebuilt and _is_unchanged(found, before)):
                self._unchanged.add(found.name)
            else:
                changes.changed.append(found.name)
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
        """What changed documents say, as long as nothing else can bear on that."""
        changes = self._changes
        if changes.rebuilt or changes.added or changes.removed or self.other_sources or not self._kept:
            return {}
        if any(map(is_index_page, changes.changed)):
            return {}
        changed = set(changes.changed)
        fresh = {}
        for found, _ in self._documents:
            if found.name in changed:
                self._take_digest(found)
                fresh[found.name] = read_one(found, Collection(*self._kept.reading(found.name)["context"]))
        return fresh

    def only_words_changed(self, fresh: dict[str, Reading]) -> bool:
        """Whether these are all the changes, and every talk is the one that it was, and in its place."""
        if not fresh or not self._kept:
            return False
        before = {name: self._kept.reading(name) for name in fresh}
        return all(_are_same_talks(reading, before[name]) for name, reading in fresh.items())

    def put_words(self, writer: Writer, fresh: dict[str, Reading]) -> None:
        """Make the talks of these documents again, of the entries that each was made of."""
        assert self._kept
        kept, places = self._kept, {found.name: place for place, (found, _) in enumerate(self._documents)}
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

    def putting(
        self,
        readings: Sequence[tuple[Found, Reading]],
        fresh: dict[str, Reading],
        merged: Sequence[Merged],
        *,
        everything: bool,
    ) -> Callable[[Writer], None]:
        """What writes all this into an index: an empty one, or one of which only what changed is written."""

        def put(writer: Writer) -> None:
            names = {found.name for found, _ in readings}
            if not everything:
                writer.remove_documents(one.name for one in self._known.values() if one.name not in names)
            writer.number(merged)
            # what says no year may have been lent another one
            changed = [
                (found.name, reading)
                for found, reading in readings
                if everything or found.name not in self._from_old or reading["undated"]
            ]
            writer.put_documents(self._as_written(changed))
            if not everything:
                left = {found.name for found, _ in readings} - {name for name, _ in changed}
                writer.restamp(self._document(found, source) for found, source in self._documents if found.name in left)
            writer.put_talks()

        return put

    def _as_written(self, readings: Iterable[tuple[str, Reading]]) -> Iterator[tuple[Document, Reading]]:
        places = {found.name: (found, source) for found, source in self._documents}
        return ((self._document(*places[name]), reading) for name, reading in readings)

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
