"""The verbs that say what the library is made of."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from reinvent_notes import collection, sources
from reinvent_notes.errors import NotFound, Refused, ReinventError
from reinvent_notes.text import decode, read_bytes
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.paths import is_there, named_path
from reinvent_tui.cli.printing import print_json
from reinvent_tui.cli.streams import warn


def add(options: Namespace) -> int:
    opening = Opening(options)
    refused: list[Refused] = []
    paths = [path for path in map(named_path, options.paths) if _can_be_read(path, refused)]
    known = sources.load_list(opening.places.sources)
    new = [path for path in dict.fromkeys(paths) if path not in known]
    if new:
        _save(opening, [*known, *new])
    library = opening.library()
    if options.json:
        added = [sources.name_of(path) for path in new]
        print_json({"added": added, "talks": library.index.count, "refused": [str(error) for error in refused]})
    else:
        for path in paths:
            print(f"{'added' if path in new else 'is part of the library already:'} {sources.name_of(path)}")
        print(f"{library.index.count:,} talks in the library")
    warn(map(str, refused))
    return 1 if refused else 0


def _can_be_read(path: Path, refused: list[Refused]) -> bool:
    """Whether a path is a folder or a text file; what is wrong with it is added to `refused`."""
    try:
        if not (is_there(path) and path.is_dir()):
            decode(read_bytes(path), sources.name_of(path))
    except Refused as error:
        refused.append(error)
        return False
    return True


def remove(options: Namespace) -> int:
    opening = Opening(options)
    paths = [named_path(path) for path in options.paths]
    known = sources.load_list(opening.places.sources)
    missing = [path for path in paths if path not in known]
    if missing:
        where = sources.name_of(missing[0])
        raise NotFound("is not part of the library", where=where, remedy="see reinvent-tui sources")
    _save(opening, [path for path in known if path not in paths])
    library = opening.library()
    if options.json:
        print_json({"removed": [sources.name_of(path) for path in paths], "talks": library.index.count})
    else:
        print(f"{library.index.count:,} talks in the library; marks are kept")
    return 0


def _save(opening: Opening, roots: list[Path]) -> None:
    try:
        sources.save_list(opening.places.sources, roots)
    except OSError as error:
        raise ReinventError(
            f"cannot be written ({(error.strerror or 'error').lower()})",
            where=opening.places.sources,
            remedy="check the folder, or name another with --data-dir",
        ) from None


def list_sources(options: Namespace) -> int:
    opening = Opening(options)
    library = opening.library()
    known = library.index.documents()
    rows = []
    for root in opening.roots():
        name = "bundled" if root == sources.BUNDLED else sources.name_of(root)
        documents = sources.find([root], [])  # what could not be read was told when the library was opened
        readings = [(found, library.index.reading(found.name)) for found in documents if found.name in known]
        talks = collection.talks(readings)
        rows.append({"source": name, "available": is_there(root), "talks": len(talks)})
    if options.json:
        print_json({"sources": rows})
    for row in () if options.json else rows:
        print(f"{row['talks']:>7,} talks  {row['source']}" + ("" if row["available"] else "  (not there now)"))
    if not rows:
        warn(["the library is empty; add notes with: reinvent-tui add PATH"])
    return 0
