"""The verbs that say what the library is made of."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from reinvent_notes import source_list, sources
from reinvent_notes.errors import NotFound, Refused
from reinvent_notes.folders import list_files
from reinvent_notes.index import Index
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.source_list import SourceList
from reinvent_notes.sources import BUNDLED, BUNDLED_NAME, Source, name_of
from reinvent_notes.text import counted, shown_path
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.paths import named_path
from reinvent_tui.cli.printing import print_json
from reinvent_tui.cli.streams import warn
from reinvent_tui.wording import size_text


def add(options: Namespace) -> int:
    opening = Opening(options)
    before = opening.roots()
    refused: list[Refused] = []
    added: dict[Path, bool] = {}  # whether each is new
    for path in map(named_path, _paths(options)):
        try:
            is_new = opening.add(path)
        except Refused as error:
            refused.append(error)
        else:
            added.setdefault(path, is_new)
    if BUNDLED_NAME in options.paths:
        listed, _ = opening.change_sources(lambda now: now._replace(bundled=True))
        added[BUNDLED] = not listed.bundled
    library = opening.library(standing=True)
    if options.json:
        names = [name_of(path) for path, is_new in added.items() if is_new]
        print_json({"added": names, "talks": library.index.count, "refused": [str(error) for error in refused]})
    else:
        _tell_added(added, before, IndexDocuments(library.index))
        print(f"{counted(library.index.count)} in the library")
    warn(map(str, refused))
    return 1 if refused else 0


def _tell_added(added: dict[Path, bool], before: Iterable[Path], documents: IndexDocuments) -> None:
    """How many talks each holds, and how many of them no other source had."""
    known = {n for root in before for n in documents.talks_below(root)}
    for path, is_new in added.items():
        numbers = documents.talks_below(path)
        name = name_of(path)
        told = f"added {name}" if is_new else f"{name} is part of the library already"
        if not numbers:
            print(f"{told}: no talks were found in it; see reinvent-tui parse {name} --explain")
        elif is_new:
            print(f"{told}: {counted(len(numbers))}, {len(numbers - known):,} new to the library")
        else:
            print(f"{told}: {counted(len(numbers))}")
        known |= numbers


def _paths(options: Namespace) -> list[str]:
    return [path for path in options.paths if path != BUNDLED_NAME]


def remove(options: Namespace) -> int:
    opening = Opening(options)
    bundled = BUNDLED_NAME in options.paths
    removed: list[Path] = []

    def without(now: SourceList) -> SourceList:
        for typed in _paths(options):
            path = next((path for path in (named_path(typed), Path(typed)) if now.names(path)), None)
            if path is None:
                missing = shown_path(named_path(typed))
                raise NotFound("is not part of the library", where=missing, remedy="see reinvent-tui sources")
            removed.append(path)
        if bundled and not now.bundled:
            raise NotFound("is not part of the library", where=BUNDLED_NAME, remedy="see reinvent-tui sources")
        return now.without(removed)._replace(bundled=now.bundled and not bundled)

    opening.change_sources(without)
    library = opening.library()
    names = [*map(shown_path, removed), *([BUNDLED_NAME] if bundled else [])]
    if options.json:
        print_json({"removed": names, "talks": library.index.count})
    else:
        for name in dict.fromkeys(names):
            print(f"removed {name}")
        print(f"{counted(library.index.count)} in the library; marks are kept")
    return 0


def list_sources(options: Namespace) -> int:
    opening = Opening(options)
    rows = source_rows(opening, opening.library(standing=True).index)
    if options.json:
        print_json({"sources": rows})
    for row in () if options.json else rows:
        told = f"{counted(row['talks']):>13} in {counted(row['documents'], 'document')}, {size_text(row['bytes'])}"
        changed = f", changed {row['changed']}" if row["changed"] else ""
        kept = "; what was read before is kept" if row["documents"] else ""
        print(f"{told}{changed}  {row['source']}" + ("" if row["available"] else f"  (not there now{kept})"))
        for refusal in row["refused"]:
            print(f"         refused: {refusal}")
    if not rows:
        warn(["the library is empty; add notes with: reinvent-tui add PATH"])
    return 0


def source_rows(opening: Opening, index: Index) -> list[dict[str, Any]]:
    """What the index has of each source, whether that is there today or not; one inside another counts its own.

    What stands in the list of sources and cannot be one is told of as well.
    """
    roots = opening.roots() if opening.is_list_read else [Path(root) for root in json.loads(index.meta("sources"))]
    rows = [_row(IndexDocuments(index), source) for source in sources.look(list_files(roots), [])]
    if not opening.is_list_read:
        return rows  # what is wrong with it was told
    listed = opening.source_list()
    wrong = zip(listed.relative, source_list.refusals(opening.places.sources, listed), strict=True)
    nothing = {"available": False, "documents": 0, "talks": 0, "bytes": 0, "changed": None}
    return rows + [{"source": shown_path(path), **nothing, "refused": [str(why)]} for (_, path), why in wrong]


def _row(documents: IndexDocuments, source: Source) -> dict[str, Any]:
    count, size, newest = documents.size_and_age(source.root)
    return {
        "source": source.name,
        "available": not (source.missing or (source.empty and count)),
        "documents": count,
        "talks": len(documents.talks_below(source.root)),
        "bytes": size,
        "changed": date.fromtimestamp(newest / 1e9).isoformat() if newest else None,
        "refused": documents.refusals(source.root),
    }
