"""Where marks are kept: what is asked of them, how they change. `mark_keeping` loses nothing that it acknowledged."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from reinvent_notes.errors import MarksError
from reinvent_notes.mark_file import differing
from reinvent_notes.mark_keeping import KeptLedger
from reinvent_notes.mark_ledger import Ledger
from reinvent_notes.mark_lock import was_there
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import Change, Marked

Result = TypeVar("Result")


class MarkStore:
    """The marks in one file. Use it from one thread, and have one store per file in a process.

    Nothing is created on disk before the first change. `notices` are sentences that the user must be told
    (restored, read-only, ...); more may come later. While it is not `writable` every change is refused.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.path = path.absolute()
        with suppress(OSError, RuntimeError):  # the latter for a link to itself
            # It is replaced where it really is, with its backups beside it; where no file is, it is missing here.
            if path.is_symlink() and (path.is_file() or not was_there(self.path)):
                self.path = path.resolve()
        self._clock = clock
        self._kept = KeptLedger(self.path, clock)
        self._told: Ledger | None = None  # what `load` and `changed_here` have told of
        self._changed_here: list[Marked] | None = None
        try:
            self._kept.refresh()
        except MarksError as error:
            self._kept.tell(str(error))

    def __enter__(self) -> MarkStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def notices(self) -> list[str]:
        return self._kept.notices

    @property
    def writable(self) -> bool:
        return self._kept.writable

    def load(self, *, removed_too: bool = False) -> list[Marked]:
        """Every talk that has a mark now, or also that had one, in the order first marked.

        MarksError when that cannot be read.
        """
        self._told = None
        self._kept.refresh()
        self._told = self._kept.ledger
        return self._kept.ledger.marked(removed_too=removed_too)

    def changed_here(self) -> list[Marked] | None:
        """The records that the last change has changed, as they are now; None where more is to be loaded."""
        return self._changed_here

    def version(self) -> int:
        """A number that differs once another program, or another store, changed the marks. Never waits."""
        return self._kept.version()

    def apply(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Make all the changes or none, and return, once they are on the disk, those that take them back.

        A change of what is not as it `was` any more is passed over. CallError for a value that its mark does not
        take; MarksError names the file, the mark and the talk. A talk that is marked already stays known as it
        was: only `rename` changes that.
        """
        wanted = [change.parsed() for change in changes]
        self._changed_here = None
        if not wanted:
            return ()
        about = f"“{wanted[0].mark.value}” of {_named(wanted[0].subject)}"
        if len(wanted) > 1:
            about += f" and {len(wanted) - 1:,} more"
        now = int(self._clock() * 1000)
        only_removes = all(change.value is None for change in wanted)
        return self._change(lambda ledger: ledger.apply(wanted, now), about, only_removes=only_removes)

    def join(self, records: Sequence[Marked]) -> int:
        """Join records that were made elsewhere, in one transaction; how many marks are changed by that.

        MarksError names the file; then nothing has changed.
        """
        now = int(self._clock() * 1000)
        return self._change(lambda ledger: ledger.join(records, now), f"what is known of {len(records):,} talks")

    def rename(self, old: Subject, new: Subject) -> None:
        """The talk `old` is known as `new` from now on: by another id, more recordings, a better title.

        When another talk with marks is known as exactly that, they are joined: the newest change of each mark wins,
        and the loser stays in the table `superseded`. Writes nothing when nothing would change.
        """
        self.rename_all([(old, new)])

    def rename_all(self, names: Sequence[tuple[Subject, Subject]]) -> None:
        """`rename` of each of these, old and new, in one transaction."""

        def rename(ledger: Ledger) -> None:
            for old, new in names:
                ledger.rename(old, new)

        self._kept.refresh()
        known = self._kept.ledger.copy()
        rename(known)
        if known != self._kept.ledger:
            more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
            self._change(rename, f"the new name of {_named(names[0][0])}{more}")

    def close(self) -> None:
        """Make a backup, if there were changes and it pays, and close the file."""
        self._kept.close()

    def _change(self, edit: Callable[[Ledger], Result], about: str, *, only_removes: bool = False) -> Result:
        result = self._kept.change(edit, about, only_removes=only_removes)
        before, after = self._kept.before, self._kept.ledger
        if before is not after and before is self._told:
            changed = {talk for talk, _ in differing(before.marks, after.marks)}
            self._told, self._changed_here = after, after.marked(removed_too=True, of=changed)
        return result


def _named(subject: Subject) -> str:
    return f"{subject.id} ({subject.title})"
