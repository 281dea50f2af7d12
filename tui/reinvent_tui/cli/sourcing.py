"""The verbs that say what the library is made of."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from reinvent_notes import sources
from reinvent_notes.errors import NotFound, Refused
from reinvent_notes.index import Index
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.source_list import SourceList
from reinvent_notes.sources import Source
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.paths import named_path
from reinvent_tui.cli.printing import print_json
from reinvent_tui.cli.streams import warn
from reinvent_tui.wording import size_text

_BUNDLED = "bundled"  # the bundled notes' name as a source; a file of that name is ./bundled


def add(options: Namespace) -> int:
    opening = Opening(options)
    refused: list[Refused] = []
    names: dict[str, bool] = {}  # whether each is new
    for path in map(named_path, _paths(options)):
        try:
            is_new = opening.add(path)
        except Refused as error:
            refused.append(error)
        else:
            names.setdefault(sources.name_of(path), is_new)
    if _BUNDLED in options.paths:
        before, _ = opening.change_sources(lambda now: SourceList(now.roots, True))
        names[_BUNDLED] = not before.bundled
    library = opening.library()
    if options.json:
        added = [name for name, is_new in names.items() if is_new]
        print_json({"added": added, "talks": library.index.count, "refused": [str(error) for error in refused]})
    else:
        for name, is_new in names.items():
            print(f"{'added' if is_new else 'is part of the library already:'} {name}")
        print(f"{library.index.count:,} talks in the library")
    warn(map(str, refused))
    return 1 if refused else 0


def _paths(options: Namespace) -> list[str]:
    return [path for path in options.paths if path != _BUNDLED]


def remove(options: Namespace) -> int:
    opening = Opening(options)
    paths = [named_path(path) for path in _paths(options)]
    bundled = _BUNDLED in options.paths

    def without(now: SourceList) -> SourceList:
        missing = [sources.name_of(path) for path in paths if path not in now.roots]
        missing += [_BUNDLED] if bundled and not now.bundled else []
        if missing:
            raise NotFound("is not part of the library", where=missing[0], remedy="see reinvent-tui sources")
        return SourceList(tuple(path for path in now.roots if path not in paths), now.bundled and not bundled)

    opening.change_sources(without)
    library = opening.library()
    if options.json:
        removed = [*map(sources.name_of, paths), *([_BUNDLED] if bundled else [])]
        print_json({"removed": removed, "talks": library.index.count})
    else:
        print(f"{library.index.count:,} talks in the library; marks are kept")
    return 0


def list_sources(options: Namespace) -> int:
    opening = Opening(options)
    rows = source_rows(opening, opening.library().index)
    if options.json:
        print_json({"sources": rows})
    for row in () if options.json else rows:
        count = f"{row['documents']:,} document{'s' * (row['documents'] != 1)}"
        told = f"{row['talks']:>7,} talks in {count}, {size_text(row['bytes'])}"
        changed = f", changed {row['changed']}" if row["changed"] else ""
        kept = "; what was read before is kept" if row["documents"] else ""
        print(f"{told}{changed}  {row['source']}" + ("" if row["available"] else f"  (not there now{kept})"))
        for refusal in row["refused"]:
            print(f"         refused: {refusal}")
    if not rows:
        warn(["the library is empty; add notes with: reinvent-tui add PATH"])
    return 0


def source_rows(opening: Opening, index: Index) -> list[dict[str, Any]]:
    """What the index has of each source, whether that is there today or not; one inside another counts its own."""
    return [_row(IndexDocuments(index), source) for source in sources.look(opening.roots(), [])]


def _row(documents: IndexDocuments, source: Source) -> dict[str, Any]:
    count, size, newest = documents.size_and_age(source.name)
    return {
        "source": source.name,
        "available": not source.missing,
        "documents": count,
        "talks": documents.talks_below(source.name),
        "bytes": size,
        "changed": date.fromtimestamp(newest / 1e9).isoformat() if newest else None,
        "refused": documents.refusals(source.name),
    }
