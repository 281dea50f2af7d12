"""What changes make of an index: which documents are read again, which talks joined again, and what is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from reinvent_notes import collection
from reinvent_notes.collection import Progress
from reinvent_notes.document import Collection
from reinvent_notes.index_changes import FEW, Changes, Comparison
from reinvent_notes.index_documents import Document
from reinvent_notes.index_write import Writer
from reinvent_notes.index_years import Years, bear_on_others, years_touched
from reinvent_notes.merged import Merged, together
from reinvent_notes.reading import WHOLE_PAGE, Reading, is_index_page, read_one, talks_in
from reinvent_notes.sources import Found

# what may be said otherwise of a talk without making it another one, or putting it in another place
_WORDS = ("why", "abstract", "related", "url")


class Renewal:
    """Of the index that was compared with its sources. `_from_old` are documents that are not read now."""

    def __init__(self, now: Comparison, changes: Changes) -> None:
        self._now, self._changes = now, changes
        self._from_old: set[str] = set()

    def read_changed(self) -> dict[str, Reading]:
        """What new and changed documents say, as long as nothing else can bear on that."""
        changes = self._changes
        names = (*changes.added, *changes.changed, *changes.removed)
        if changes.rebuilt or self._now.other_sources or len(names) > FEW or any(map(is_index_page, names)):
            return {}
        contexts = [(found, self._context(found)) for found in self._now.fresh]
        return {found.name: self._read(found, context) for found, context in contexts if context}

    def _read(self, found: Found, context: Collection) -> Reading:
        self._now.take_digest(found)
        return read_one(found, context)

    def _context(self, found: Found) -> Collection | None:
        """What is known of the folder of a document, from when it or another one there was read."""
        assert self._now.kept
        folder = os.path.join(os.path.dirname(found.file), "")  # noqa: PTH118, PTH120 - a Path takes five times as long
        known = self._now.known
        around = [found.file] if found.file in known else known
        beside = (known[file] for file in around if file.startswith(folder) and os.sep not in file[len(folder) :])
        fit = (one.name for one in beside if one.file not in self._now.gone and not is_index_page(one.name))
        name = next((name for name in fit if name not in self._now.away), None)
        return Collection(*self._now.kept.reading(name)["context"]) if name else None

    def years_touched(self, fresh: dict[str, Reading]) -> Years | None:
        """The years whose talks have to be joined again; None where nothing less than all will do."""
        changes, old, kept = self._changes, self._now.old, self._now.kept
        names = {found.name for found in self._now.fresh}
        if changes.rebuilt or self._now.other_sources or not old or not old.is_complete or not kept:
            return None
        if names != fresh.keys() or len(self._now.gone) > FEW or any(map(is_index_page, changes.removed)):
            return None
        files = {*self._now.gone, *(found.file for found in self._now.fresh)}
        after = [found.file for found, _ in self._now.documents]
        if bear_on_others(kept, fresh.values(), files, self._now.known, after):
            return None
        before = [kept.reading(name) for name in (*changes.changed, *changes.removed)]
        return years_touched(old, before, fresh.values())

    def only_words_changed(self, fresh: dict[str, Reading]) -> bool:
        """Whether these are all the changes, and every talk is the one that it was, and in its place."""
        changes = self._changes
        if not fresh or not self._now.kept or changes.added or changes.removed or fresh.keys() != set(changes.changed):
            return False
        before = {name: self._now.kept.reading(name) for name in fresh}
        return all(_are_same_talks(reading, before[name]) for name, reading in fresh.items())

    def put_words(self, writer: Writer, fresh: dict[str, Reading]) -> None:
        """Make the talks of these documents again, of the entries that each was made of."""
        assert self._now.kept
        kept = self._now.kept
        again: list[tuple[int, Merged]] = []
        for n in sorted({n for name in fresh for n in kept.talks_of(name)}):
            numbers: dict[str, list[int]] = {}
            for name, number in kept.entries_of(n):
                numbers.setdefault(name, []).append(number)
            entries = []
            for found, _ in self._now.in_order(numbers.keys()):
                reading = fresh.get(found.name) or kept.reading(found.name)
                in_order = sorted(numbers[found.name], key=lambda number: (number == WHOLE_PAGE, number))
                entries += [collection.entry(found, reading, number) for number in in_order]
            talk, facts = together(entries)
            talk_id, ids, reasons = kept.identity_of(n)
            again.append((n, Merged(talk.with_id(talk_id), ids, tuple(entries), reasons, facts)))
        of_entries = {entry.key: n for n, merged in again for entry in merged.entries}
        writer.documents.put(self._as_written(fresh.items()), of_entries)
        for n, merged in again:
            writer.put_talk(n, merged)

    def read_all(self, fresh: dict[str, Reading], progress: Progress | None) -> list[tuple[Found, Reading]]:
        """What every document says: read now, or kept from before where nothing changed in it or around it."""
        self._now.look_at_all()

        def known(found: Found, context: Collection) -> Reading | None:
            reading = fresh.get(found.name)
            if reading is None and self._now.kept and found.name in self._now.unchanged:
                reading = self._now.kept.reading(found.name)
                self._from_old.add(found.name)
            if reading and (reading["context"] == list(context) or found.name in self._now.away):
                return reading
            self._from_old.discard(found.name)
            self._now.take_digest(found)
            return None

        return list(collection.read_all([found for found, _ in self._now.documents], known, progress))

    def read_years(self, fresh: dict[str, Reading], years: Years) -> list[tuple[Found, Reading]]:
        """What the documents say that speak of talks of these years."""
        assert self._now.kept and self._now.old
        kept = self._now.kept
        names = {*fresh, *kept.of_years(self._now.old, years), *(kept.undated() if None in years else ())}
        self._from_old = names - fresh.keys()
        readings = kept.readings(self._from_old) | fresh
        return [(found, readings[found.name]) for found, _ in self._now.in_order(names)]

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
                writer.documents.remove(self._changes.removed)
            of_entries = writer.number(merged, years)
            # what says no year may have been lent another one
            changed = [
                (found.name, reading)
                for found, reading in readings
                if everything or found.name not in self._from_old or reading["undated"]
            ]
            writer.documents.put(self._as_written(changed), of_entries)
            if not everything:
                writer.documents.restamp(self._stamped({name for name, _ in changed}))
            writer.put_talks()

        return put

    def _stamped(self, written: set[str]) -> Iterator[Document]:
        """Of the other documents those of which anything is known otherwise now."""
        now = self._now
        for found, source in now.documents:
            if found.name not in written and (now.other_sources or now.known[found.file].digest is not None):
                yield now.document(found, source)

    def _as_written(self, readings: Iterable[tuple[str, Reading]]) -> Iterator[tuple[Document, Reading]]:
        said = dict(readings)
        in_order = self._now.in_order(said.keys())
        return ((self._now.document(found, source), said[found.name]) for found, source in in_order)


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
