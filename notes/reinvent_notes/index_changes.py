"""What changed since the index was written. Nothing that reads documents is loaded to find out."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from reinvent_notes.errors import Refused
from reinvent_notes.folders import Listed, fingerprint, list_files
from reinvent_notes.index import Index
from reinvent_notes.index_documents import Document, IndexDocuments, Known
from reinvent_notes.sources import Found, Source, is_below, look
from reinvent_notes.text import counted, read_bytes

_MEANT = "what was read before is kept; remove it if that is meant"
# how long a file may go on changing without another time of change, where times are whole seconds and where not
_COARSE_NS, _FINE_NS = 2_000_000_000, 50_000_000
FEW = 100  # documents; of more changes it is as well to look at all
_DAY_NS = 86_400_000_000_000


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
        self._listed = listed = list_files(roots)
        self._roots = {str(one.root) for one in listed}
        self.old, self.kept = old, IndexDocuments(old) if old else None
        self._changes = changes
        self._digests: dict[str, bytes] = {}  # of documents that are read now
        self.folders = {folder.path: folder.seen for one in listed for folder in one.folders}
        self.seen = fingerprint(listed)
        self.sources = json.dumps([str(one.root) for one in listed])
        self.other_sources = old is not None and old.meta("sources") != self.sources
        self._start(None)
        if self._is_as_it_was():
            assert self.kept
            changes.unchanged = self.kept.count()
        elif not self._look_where_it_changed():
            self.look_at_all()

    def _start(self, into: Collection[str] | None) -> None:
        """With nothing found yet. `into` are the folders that are looked into; None for all of them."""
        changes = self._changes
        self._into = into
        # what is told of documents from here on is told of those in these folders
        self.documents: list[tuple[Found, str]] = []
        self.known: dict[str, Known] = {}  # by their files
        self.away: set[str] = set()  # names of documents that cannot be looked at today
        self.unchanged: set[str] = set()
        self.fresh: list[Found] = []  # documents that are new, or changed
        self.gone: dict[str, Known] = {}
        self.problems: list[str] = []
        changes.added, changes.changed, changes.away = [], [], []

    def _is_as_it_was(self) -> bool:
        """Whether all files together are the same, without looking at each. Nearly always so, and done every second."""
        if not self.seen or not self.old or not self.kept or self._changes.rebuilt:
            return False
        unsettled = self.kept.unsettled()
        return self.old.meta("seen") == self.seen and all(one.digest == _digest(one.found) for one in unsettled)

    def look_at_all(self) -> None:
        """Look into every folder, if that was not done."""
        if self._into is not None or not self.documents:
            self._start(None)
            self.known = self.kept.all() if self.kept else {}
            self._compare(self._listed)
            self._changes.unchanged = len(self.unchanged)

    def _look_where_it_changed(self) -> bool:
        """Look into the folders that changed. False where that does not tell all: nothing was looked at then."""
        old, kept = self.old, self.kept
        if not old or not kept or not self.seen or not old.meta("seen") or self.other_sources or self._changes.rebuilt:
            return False
        if any(str(folder) in self._roots for one in self._listed for folder in one.root.parents):
            return False  # whose a file is depends on which was looked into first
        before, now = kept.folders(), self.folders
        into = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
        into |= {self.folder_of(one.file) for one in kept.unsettled()}
        self._start(into)
        self.known = kept.of_folders(into)
        self._compare([one._replace(folders=[f for f in one.folders if f.path in into]) for one in self._listed])
        self._changes.unchanged = kept.count() - len(self._changes.changed) - len(self.gone)
        # one that is new, or of which a name is gone, may have another name in a folder that was not looked into
        were = {(one.file, one.found.inode) for one in self.known.values()}
        inodes = {int(inode) for _, inode in were ^ {(found.file, found.inode) for found, _ in self.documents}}
        others = (folder for one in self._listed for folder in one.folders if folder.path not in into)
        return not inodes or all(inodes.isdisjoint(folder.inodes()) for folder in others)

    def folder_of(self, file: str) -> str:
        """What it is listed in: a source that is a file is its own."""
        return file if file in self._roots else os.path.dirname(file)

    def _compare(self, listed: Sequence[Listed]) -> None:
        changes, known = self._changes, self.known
        refused: list[Refused] = []
        is_known = self.kept.is_known if self.kept and self._into is not None else None
        looked = look(listed, refused, {file: document.name for file, document in known.items()}, is_known)
        there: set[str] = set()
        if any(source.away or source.empty for source in looked):
            there = {found.file for source in looked for found in source.documents}
        for source in looked:
            name = source.name
            self.documents += [(found, name) for found in source.documents]
            self._keep_away(source, there, refused)
        self.gone = gone = dict(known)
        for found, _ in self.documents:
            before = gone.pop(found.file, None)
            if before is None:
                changes.added.append(found.name)
                self.fresh.append(found)
            elif found.name in self.away or (not changes.rebuilt and _is_unchanged(found, before)):
                self.unchanged.add(found.name)
            else:
                changes.changed.append(found.name)
                self.fresh.append(found)
        changes.removed = sorted(document.name for document in gone.values())
        self.problems = changes.away + [str(refusal) for refusal in refused]

    def _keep_away(self, source: Source, there: set[str], refused: list[Refused]) -> None:
        """What was read of a source that cannot be looked at stands until it is there again, or is removed."""
        away = source.away
        if source.empty:
            away = ((str(source.root), Refused("is empty", where=source.name, remedy=_MEANT)),)
        for path, why in away:
            kept = [one.found for one in self.known.values() if is_below(one.file, path)]
            kept = [found._replace(within=source.within) for found in kept if found.file not in there]
            there |= {found.file for found in kept}
            self.away |= {found.name for found in kept}
            self.documents += [(found, source.name) for found in kept]
            if kept:
                count = counted(len(kept), "document")
                told = "" if source.empty else f"; what was read of it before ({count}) is kept"
                self._changes.away.append(f"{why}{told}")
            elif source.missing:
                self._changes.away.append(str(why))
            elif not source.empty:
                refused.append(why)

    def in_order(self, names: Set[str]) -> list[tuple[Found, str]]:
        """Those of these documents that are there, each with its source, in the order of all."""
        found = [document for document in self.documents if document[0].name in names]
        if self._into is None:
            return found
        assert self.kept
        looked_at = {one.name for one, _ in found} | {one.name for one in self.gone.values()}
        found += self.kept.found(names - looked_at)
        places = {path: place for place, path in enumerate(self.folders)}
        return sorted(found, key=lambda document: (places[self.folder_of(document[0].file)], document[0].file))

    def document(self, found: Found, source: str) -> Document:
        before = self.known.get(found.file)
        digest = self._digests.get(found.name, before.digest if before else None)
        folder = os.fsencode(self.folder_of(found.file))
        return Document(found, source, folder, digest if self._may_change_unseen(found) else None)

    def take_digest(self, found: Found) -> None:
        """Before it is read: what is written meanwhile is seen the next time."""
        if self._may_change_unseen(found):
            self._digests[found.name] = _digest(found)

    def _may_change_unseen(self, found: Found) -> bool:
        """Whether the next change could leave the stamp as it is: it is odd, or so new that the clock may not tell."""
        if found.name in self.away:
            return False
        times = found.times_ns
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
