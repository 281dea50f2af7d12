"""Where everything is, and how it is."""

from __future__ import annotations

import os
import platform
import sqlite3
from argparse import Namespace
from importlib import metadata
from pathlib import Path
from typing import Any

from reinvent_notes import __version__
from reinvent_notes.errors import MarksError
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.mark_file import backups
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.printing import print_json
from reinvent_tui.cli.sourcing import source_rows
from reinvent_tui.wording import size_text

_LIBRARIES = ("textual", "markdown-it-py", "rapidfuzz", "platformdirs")


def doctor(options: Namespace) -> int:
    opening = Opening(options)
    index, changes = opening.refreshed_index()
    found = {
        "versions": {
            "reinvent-tui": __version__,
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            **{name: metadata.version(name) for name in _LIBRARIES},
        },
        "places": {"chosen by": opening.places.chosen_by, **_files(opening)},
        "index": {"talks": index.count, "documents": len(IndexDocuments(index).all()), "warnings": changes.warnings},
        "marks": _marks(opening),
        "sources": source_rows(opening, index),
    }
    if options.json:
        print_json({"doctor": found})
    else:
        _print(found)
    return 0


def _files(opening: Opening) -> dict[str, Any]:
    places = opening.places
    return {path.name: _file(path) for path in (places.marks, places.index, places.sources)}


def _file(path: Path) -> dict[str, Any]:
    try:
        size = path.stat().st_size
    except OSError as error:
        return {"path": str(path), "is": (error.strerror or "not there").lower()}
    rights = "can be written" if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "cannot be written"
    return {"path": str(path), "is": f"{size_text(size)}, {rights}"}


def _marks(opening: Opening) -> dict[str, Any]:
    """The marks file, every row of which is checked when it is read."""
    store = opening.marks()
    try:
        talks = len(store.load())
        return {"talks": talks, "backups": len(backups(opening.places.marks)), "told": list(store.notices)}
    except MarksError as error:
        return {"talks": None, "backups": len(backups(opening.places.marks)), "told": [str(error)]}
    finally:
        store.close()


def _print(found: dict[str, Any]) -> None:
    print("Versions: " + ", ".join(f"{name} {version}" for name, version in found["versions"].items()))
    places = dict(found["places"])
    print(f"Places, chosen by {places.pop('chosen by')}:")
    for place in places.values():
        print(f"  {place['path']}: {place['is']}")
    index, marks = found["index"], found["marks"]
    print(f"Index: {index['talks']:,} talks in {index['documents']:,} documents")
    for warning in index["warnings"]:
        print(f"  {warning}")
    print(f"Marks: on {marks['talks'] or 0:,} talks; {marks['backups']} backups")
    for notice in marks["told"]:
        print(f"  {notice}")
    print("Sources:")
    for row in found["sources"]:
        print(f"  {row['source']}: {row['talks']:,} talks" + ("" if row["available"] else ", not there now"))
