"""Where everything is, and how it is."""

from __future__ import annotations

import os
import platform
import shlex
import sqlite3
from argparse import Namespace
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

from reinvent_notes import __version__
from reinvent_notes.errors import IndexUnusable, MarksError
from reinvent_notes.index import Index
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.mark_file import backups, set_aside
from reinvent_notes.text import counted
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.paths import is_there
from reinvent_tui.cli.printing import print_json
from reinvent_tui.cli.sourcing import source_rows
from reinvent_tui.wording import size_text

_LIBRARIES = ("textual", "markdown-it-py", "rapidfuzz", "platformdirs")


def run(options: Namespace) -> int:
    """Exit status 1 where something is damaged, or cannot be read; also where that was mended just now."""
    opening = Opening(options)
    places = opening.places
    found: dict[str, Any] = {
        "versions": {
            "reinvent-tui": __version__,
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            **{name: metadata.version(name) for name in _LIBRARIES},
        },
        # looked at before anything is mended or made
        "places": {"chosen_by": places.chosen_by, **{path.name: _file(path) for path in places.files}},
        "index": {"damage": _damage(places.index)},
        "marks": _marks(opening),
        "settings": _settings(opening),
        "sources": [],
    }
    index, changes = opening.refreshed_index()
    documents = IndexDocuments(index).count()
    found["index"] |= {"talks": index.count, "documents": documents, "warnings": changes.warnings}
    found["sources"] = source_rows(opening, index)
    if options.json:
        print_json({"doctor": found})
    else:
        _print(found)
    return 1 if found["index"]["damage"] or not opening.is_list_read or found["marks"]["told"] else 0


def _settings(opening: Opening) -> dict[str, Any]:
    """The settings in force and from where each is, what in the file is wrong, and what was left without a key."""
    from reinvent_tui import keys  # no other verb needs what the reader needs
    from reinvent_tui.settings import Settings
    from reinvent_tui.themes import THEMES

    file, chosen, left = opening.places.settings, opening.settings() or Settings(), opening.view()
    own = keys.in_force(chosen.keys)

    def told(value: object, name: str, otherwise: object = "the program") -> dict[str, object]:
        line = chosen.lines.get(name)
        place = f"{file}:{line}" if line else str(file)
        return {"value": value, "from": place if name in chosen.lines else str(otherwise)}

    theme = chosen.theme or left.theme or THEMES[0].name
    return {
        "in_force": {
            "theme": told(theme, "theme", opening.places.view if left.theme else "the program"),
            "player": told(shlex.join(chosen.player) or None, "player"),
            "notes": told(str(chosen.notes or opening.places.notes), "notes"),
            **{f"keys.{key.id}": told(key.shown, f"keys.{key.id}") for key in own if key.id in chosen.keys},
        },
        "without_key": [key.id for key in own if not key.keys],
        "wrong": list(map(str, opening.wrong())),
    }


def _file(path: Path) -> dict[str, Any]:
    """`bytes` is None for a file that is not there."""
    try:
        size = path.stat().st_size
    except OSError:
        size = None
    folder = path.parent
    while not is_there(folder) and folder != folder.parent:
        folder = folder.parent
    writable = folder.is_dir() and os.access(folder, os.W_OK) and (size is None or os.access(path, os.W_OK))
    return {"path": str(path), "bytes": size, "writable": writable}


def _damage(path: Path) -> str | None:
    """What is wrong with the index as it was left; one of another version is no damage."""
    try:
        index = Index.open(path)
    except IndexUnusable as error:
        return error.what if "damaged" in error.what else None
    try:
        index.check()
    except sqlite3.DatabaseError as error:
        return f"is damaged ({error})"
    finally:
        index.close()
    return None


def _marks(opening: Opening) -> dict[str, Any]:
    """The marks file, every row of which is checked when it is read; `talks` is None where none could be."""
    store = opening.marks()
    talks, told = 0, []
    try:
        talks = len(store.load())
    except MarksError as error:
        told = [str(error)]
    finally:
        store.close()
    told = list(dict.fromkeys((*store.notices, *told)))
    kept, aside = 0, list[str]()
    with suppress(OSError):  # a folder that may not be looked into
        kept = len(backups(store.path))
        aside = list(map(str, set_aside(store.path)))
    return {"talks": talks or (None if told else 0), "backups": kept, "set_aside": aside, "told": told}


def _print(found: dict[str, Any]) -> None:
    print("Versions: " + ", ".join(f"{name} {version}" for name, version in found["versions"].items()))
    places = dict(found["places"])
    print(f"Places, chosen by {places.pop('chosen_by')}:")
    for place in places.values():
        size = "not there yet" if place["bytes"] is None else size_text(place["bytes"])
        print(f"  {place['path']}: {size}" + ("" if place["writable"] else ", cannot be written"))
    index, marks = found["index"], found["marks"]
    print(f"Index: {counted(index['talks'])} in {counted(index['documents'], 'document')}")
    if index["damage"]:
        print(f"  {index['damage']}; it was made anew")
    for warning in index["warnings"]:
        print(f"  {warning}")
    kept = counted(marks["backups"], "backup")
    print(f"Marks: {'cannot be read' if marks['talks'] is None else 'on ' + counted(marks['talks'])}; {kept}")
    for notice in (*marks["told"], *(f"set aside as damaged: {file}" for file in marks["set_aside"])):
        print(f"  {notice}")
    settings = found["settings"]
    print("Settings:")
    for name, setting in settings["in_force"].items():
        print(f"  {name}: {setting['value'] or 'none'}, from {setting['from']}")
    for sentence in settings["wrong"]:
        print(f"  not in force: {sentence}")
    if settings["without_key"]:
        print(f"  left without a key: {', '.join(settings['without_key'])}")
    print("Sources:")
    for row in found["sources"]:
        print(f"  {row['source']}: {counted(row['talks'])}" + ("" if row["available"] else ", not there now"))
