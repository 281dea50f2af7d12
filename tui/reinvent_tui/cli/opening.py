"""From options to an open library: which places, which sources, which index."""

from __future__ import annotations

import os
import sqlite3
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reinvent_notes import __version__
from reinvent_notes.errors import CallError, IndexUnusable
from reinvent_notes.index import Index
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.places import Places
from reinvent_tui.cli.paths import named_path
from reinvent_tui.cli.streams import warn

if TYPE_CHECKING:
    from reinvent_notes.collection import Progress
    from reinvent_notes.index_build import Changes

_WARNINGS = 3  # a verb tells so many of what was found in the notes


class Opening:
    """What one call works on. `paths`: read these alone and keep no index."""

    def __init__(self, options: Namespace, paths: Iterable[str] = ()) -> None:
        try:
            self.places = Places.of(options.data_dir, dict(os.environ))
        except RuntimeError as error:  # ~somebody who is not known
            raise CallError(f"no data folder ({error})", remedy="name one with --data-dir") from None
        self.paths = [named_path(path) for path in paths]
        self._bundled = not options.no_bundled

    def roots(self) -> list[Path]:
        """The files and folders of the library, the user's own first: what they say is trusted most."""
        if self.paths:
            return self.paths
        from reinvent_notes import sources  # not on the way to the first paint

        return [*sources.load_list(self.places.sources), *([sources.BUNDLED] if self._bundled else [])]

    @property
    def _index_path(self) -> Path | None:
        # an index without the bundled notes is this call's alone, and so is one of named paths
        return self.places.index if self._bundled and not self.paths else None

    def cached_index(self) -> Index | None:
        """The index as it was left, not looked at for changes; None where there is none to use."""
        try:
            return Index.open(self._index_path, __version__) if self._index_path else None
        except IndexUnusable:
            return None

    def refreshed_index(self, *, rebuild: bool = False, progress: Progress | None = None) -> tuple[Index, Changes]:
        """An index that agrees with the sources; kept in memory, with a warning, where it cannot be written."""
        from reinvent_notes.index_build import refresh  # what reads documents is not on the way to the first paint

        try:
            return refresh(self._index_path, self.roots(), __version__, rebuild=rebuild, progress=progress)
        except (OSError, sqlite3.Error) as error:
            index, changes = refresh(None, self.roots(), __version__, progress=progress)
            changes.warnings.insert(0, f"{self.places.index}: the index cannot be written ({error}); going on without")
            return index, changes

    @property
    def why_empty(self) -> str:
        """What the reader says where there is no talk."""
        if self.paths:
            return "No talks were found in what was named; reinvent-tui parse PATH --explain says why."
        return (
            "No talks yet. Add notes of your own: reinvent-tui add FOLDER, or reinvent-tui FOLDER to look at them once."
        )

    def marks(self) -> MarkStore:
        return MarkStore(self.places.marks)

    def library(self) -> Library:
        """The library, refreshed; warnings go to stderr."""
        index, changes = self.refreshed_index()
        library = Library(index, self.marks())
        library.keep_up()
        warn((*changes.warnings[:_WARNINGS], *library.notices))
        if len(changes.warnings) > _WARNINGS:
            warn([f"and {len(changes.warnings) - _WARNINGS:,} more to be told; see them with: reinvent-tui index"])
        return library
