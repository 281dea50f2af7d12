"""From options to an open library: which places, which sources, which index."""

from __future__ import annotations

import os
import shutil
import sqlite3
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reinvent_notes import __version__
from reinvent_notes.errors import CallError, IndexUnusable, Refused, ReinventError, SettingsError, reason
from reinvent_notes.index import Index
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.places import Places
from reinvent_notes.text import shown_path
from reinvent_tui import view
from reinvent_tui.cli.paths import is_there, named_path
from reinvent_tui.cli.streams import warn
from reinvent_tui.forgiving import ForgivingLibrary
from reinvent_tui.view import View

if TYPE_CHECKING:
    from reinvent_notes.collection import Progress
    from reinvent_notes.index_changes import Changes
    from reinvent_notes.source_list import SourceList
    from reinvent_tui.cli.watch_process import Tell, WatchProcess
    from reinvent_tui.failures import Failures
    from reinvent_tui.settings import Settings

_WARNINGS = 3  # a verb tells so many of what was found in the notes


class Opening:
    """What one call works on. `paths`: read these alone and keep no index."""

    def __init__(self, options: Namespace, paths: Iterable[str] = ()) -> None:
        try:
            self.places = Places.of(options.data_dir, dict(os.environ))
        except RuntimeError as error:  # ~somebody who is not known
            raise CallError(f"no data folder ({error})", remedy="name one with --data-dir") from None
        self.paths = [named_path(path) for path in paths]
        self._options = {
            "data_dir": options.data_dir,
            "no_bundled": options.no_bundled,
            "paths": [os.fsdecode(path) for path in self.paths],
        }
        self._bundled = not options.no_bundled
        self._problems: list[str] = []  # with the list of sources, when it was last read
        self.is_list_read = True  # the list of sources, when it was last asked for

    def source_list(self) -> SourceList:
        """The list of sources as it is written. Raises Refused."""
        from reinvent_notes import source_list  # not on the way to the first paint

        return source_list.load(self.places.sources)

    def roots(self) -> list[Path]:
        """The files and folders of the library, the user's own first: what they say is trusted most."""
        if self.paths:
            return self.paths
        from reinvent_notes import source_list, sources  # not on the way to the first paint

        listed = self.source_list()
        self._problems = [str(refused) for refused in source_list.refusals(self.places.sources, listed)]
        return [*listed.roots, *([sources.BUNDLED] if self._bundled and listed.bundled else [])]

    def add(self, path: Path) -> bool:
        """Make a folder, notes or a list a source; whether it was none. Raises Refused for what holds neither, and for
        a whole disk or home."""
        from reinvent_notes import folders, limits, reading

        if folders.is_too_much(path) and path not in self.source_list().roots:
            raise Refused(
                f"holds more than {limits.FILES_UNASKED:,} files that may be notes (FILES_UNASKED)",
                where=shown_path(path),
                remedy=f"add a folder in it, or write it to {self.places.sources} to insist",
            )
        if is_there(path) and path.is_dir():
            folders.look_into(path)
        else:
            reading.look_into(path, shown_path(path))
        before, _ = self.change_sources(lambda now: now._replace(roots=(*now.roots, path)))
        return path not in before.roots

    def add_named(self, typed: str) -> tuple[str, Path]:
        """Add what somebody typed; what to tell them, and the source that it is. Raises ReinventError."""
        if self.paths:
            raise CallError("the reader was opened on named notes alone", remedy="start it without them to add more")
        from reinvent_notes.sources import BUNDLED, BUNDLED_NAME

        if typed != BUNDLED_NAME:
            path = named_path(typed)
            is_new, name = self.add(path), shown_path(path)
        elif not self._bundled:
            raise CallError("the reader was opened without the bundled notes", remedy="start it without --no-bundled")
        else:
            before, _ = self.change_sources(lambda now: now._replace(bundled=True))
            path, is_new, name = BUNDLED, not before.bundled, BUNDLED_NAME
        return f"Added {name}" if is_new else f"{name} is part of the library already", path

    def change_sources(self, how: Callable[[SourceList], SourceList]) -> tuple[SourceList, SourceList]:
        """The list of sources before and after a change. Raises ReinventError where it cannot be kept."""
        from reinvent_notes import source_list

        try:
            return source_list.change(self.places.sources, how)
        except TimeoutError:
            raise ReinventError("is locked by another program", where=self.places.sources, remedy="try again") from None
        except OSError as error:
            raise ReinventError(
                f"cannot be written ({reason(error)})",
                where=self.places.sources,
                remedy="check the folder, or name another with --data-dir",
            ) from None

    @property
    def _index_path(self) -> Path | None:
        if self.paths:
            return None  # an index of named paths is this call's alone
        return self.places.index if self._bundled else self.places.index_without_bundled

    @property
    def keeps_index(self) -> bool:
        """Whether the index is kept in a file."""
        return self._index_path is not None

    def cached_index(self) -> Index | None:
        """The index as it was left, not looked at for changes; None where there is none to use."""
        try:
            return self.opened_index()
        except IndexUnusable:
            return None

    def opened_index(self) -> Index:
        if self._index_path is None:
            raise IndexUnusable("none is kept")
        return Index.open(self._index_path)

    def refreshed_index(
        self,
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        usable: Callable[[Index], None] | None = None,
        old: Index | None = None,
    ) -> tuple[Index, Changes]:
        """An index that agrees with the sources; kept in memory, with a warning, where it cannot be written. Where the
        list of sources cannot be read it is what was read before, else the bundled notes, and a warning says so."""
        old = old if old and old.version is None else None  # one in a file is opened anew
        self.is_list_read = True
        try:
            return self._agreeing_index(rebuild, progress, usable, old)
        except Refused as refused:
            self.is_list_read = False
            index, changes, what = self._index_without_list(progress, old)
            self._problems = [f"{refused}. Shown {what}."]
            changes.warnings[:0] = self._problems
            return index, changes

    def _agreeing_index(
        self, rebuild: bool, progress: Progress | None, usable: Callable[[Index], None] | None, old: Index | None
    ) -> tuple[Index, Changes]:
        """Raises Refused where the list of sources cannot be read."""
        from reinvent_notes.index_build import refresh  # what reads documents is not on the way to the first paint

        trouble: list[str] = []
        try:
            self._begin_index_without_bundled()
            index, changes = refresh(
                self._index_path,
                self.roots,
                __version__,
                rebuild=rebuild,
                progress=progress,
                usable=usable,
                old=None if self.keeps_index else old,
            )
        except (OSError, sqlite3.Error) as error:
            locked = isinstance(error, TimeoutError)
            what = "is locked by another program" if locked else f"cannot be written ({reason(error)})"
            trouble.append(f"{self.places.index}: the index {what}; going on without")
            index, changes = self._index_in_memory(progress, old)
        self._problems = [*trouble, *self._problems]
        changes.warnings[:0] = self._problems
        return index, changes

    def _begin_index_without_bundled(self) -> None:
        """It begins as a copy of the other one, which knows what sources that are away said."""
        path, other = self.places.index_without_bundled, self.places.index
        if self._index_path == path and other.exists() and not path.exists():
            copy = path.with_name(f"{path.name}.{os.getpid()}.new")  # cleared away like any that is not finished
            shutil.copyfile(other, copy)
            copy.replace(path)

    def _index_without_list(self, progress: Progress | None, old: Index | None) -> tuple[Index, Changes, str]:
        """What can be shown all the same, and what that is, in words."""
        from reinvent_notes.index_build import refresh
        from reinvent_notes.index_changes import Changes
        from reinvent_notes.sources import BUNDLED

        left = self.cached_index()
        if left:
            return left, Changes(), "is what was read before"
        bundled = [BUNDLED] if self._bundled else []
        index, changes = refresh(None, lambda: bundled, __version__, progress=progress, old=old)
        return index, changes, "are the bundled notes alone" if bundled else "is nothing"

    def _index_in_memory(self, progress: Progress | None, old: Index | None) -> tuple[Index, Changes]:
        """An index of this call alone, with what the one on the disk knows of sources that are away."""
        from reinvent_notes.index_build import refresh

        try:
            return refresh(self._index_path, self.roots, __version__, keep=False, progress=progress, old=old)
        except (sqlite3.Error, IndexUnusable, LookupError, TypeError, ValueError):  # it is damaged
            return refresh(None, self.roots, __version__, progress=progress)

    def watch(self, tell: Tell) -> WatchProcess:
        """Look for changes in another process from now on, and tell of each new index."""
        from reinvent_tui.cli.watch_process import WatchProcess

        return WatchProcess(self._options, self.opened_index, tell)

    def why_empty(self, palette: str) -> str:
        """What the reader says where there is no talk; `palette` is how its key is called."""
        if self.paths:
            return "No talks were found in what was named; reinvent-tui parse PATH --explain says why."
        return (
            f"No talks yet. Add notes of your own: “{palette} add notes” here, reinvent-tui add FOLDER,"
            " or reinvent-tui FOLDER to look at them once."
        )

    @property
    def own_aliases(self) -> Path:
        return self.places.aliases

    @property
    def earlier_searches(self) -> Path:
        return self.places.earlier_searches

    @cached_property
    def failures(self) -> Failures:
        """Those of this process."""
        from reinvent_tui.failures import Failures  # there are none, nearly always

        return Failures(self.places.failures)

    @property
    def own_searches(self) -> Path:
        return self.places.searches

    def settings(self) -> Settings | None:
        """The user's settings; None where there is no file of them."""
        if not is_there(self.places.settings):
            return None
        from reinvent_tui import settings  # only where there is one

        return settings.load(self.places.settings)

    def wrong(self) -> list[SettingsError]:
        """What in the user's settings, names and searches is not in force."""
        from reinvent_notes.saved_searches import SavedSearches

        settings = self.settings()
        searches = SavedSearches(self.places.searches).load()
        return [*(settings.wrong if settings else ()), *self._wrong_names(), *searches.wrong]

    def _wrong_names(self) -> Sequence[SettingsError]:
        if not is_there(self.own_aliases):
            return ()
        from reinvent_notes.spelling import names_in  # only where there are such

        return names_in(self.own_aliases).wrong

    def own_folder(self) -> Path:
        """Where notes of the user's own are begun. Raises CallError where the reader would not show them."""
        if self.paths:
            raise CallError(
                "the reader was opened on named notes alone", remedy="start it without them for notes of your own"
            )
        settings = self.settings()
        return (settings and settings.notes) or self.places.notes

    def add_own_folder(self, folder: Path) -> bool:
        """Make it a source, if it is not below one; whether it is a new one."""
        return not any(folder.is_relative_to(root) for root in self.source_list().roots) and self.add(folder)

    def view(self) -> View:
        """How the reader was left; its looks alone where it was opened on named notes."""
        left = view.load(self.places.view)
        return View().with_looks_of(left) if self.paths else left

    def remember(self, now: View) -> None:
        view.save(self.places.view, view.load(self.places.view).with_looks_of(now) if self.paths else now)

    def marks(self) -> MarkStore:
        return MarkStore(self.places.marks)

    def library(self, *, standing: bool = False, marks_needed: bool = False) -> ForgivingLibrary:
        """The library, refreshed. What is wrong with sources goes to stderr, and what is new to be told of documents;
        with `standing` all that is to be told of them. Raises MarksError where marks are needed and cannot be read."""
        from reinvent_notes.index_documents import IndexDocuments

        index, changes = self.refreshed_index()
        library = ForgivingLibrary(index, self.marks(), self.own_aliases)
        library.keep_up()
        if library.trouble and marks_needed:
            raise library.trouble
        told = changes.warnings
        if not standing:
            read = {*changes.added} if changes.rebuilt else {*changes.added, *changes.changed}
            told = [*self._problems, *changes.away, *IndexDocuments(index).warnings(read)]
        trouble = [str(library.trouble)] if library.trouble else []
        wrong = [str(error) for error in self._wrong_names()[:_WARNINGS]]
        warn(dict.fromkeys((*told[:_WARNINGS], *library.notices, *trouble, *wrong)))
        if len(told) > _WARNINGS:
            warn([f"and {len(told) - _WARNINGS:,} more to be told; see them with: reinvent-tui index"])
        return library
