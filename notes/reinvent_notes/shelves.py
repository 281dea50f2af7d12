"""What stands above the years: talks that were begun, the queue in its order, favourites. Marks alone say which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from reinvent_notes.index import Index
from reinvent_notes.marks import Mark, Marked

_BEGUN, _DONE = 0.05, 0.90  # of a recording: before the one it was looked into, after the other it is seen

Numbered = Sequence[tuple[int, Marked]]  # talks by their numbers, with their marks


def to_continue(index: Index, marked: Numbered) -> list[int]:
    """Talks that were left in their midst, the latest first. One whose length is unknown is taken to be."""
    begun = [(n, one) for n, one in marked if Mark.POSITION in one.values and Mark.WATCHED not in one.values]
    minutes = index.values_of("minutes", [n for n, _ in begun]) if begun else {}

    def is_in_its_midst(n: int, one: Marked) -> bool:
        seconds = (minutes[n] or 0) * 60
        return not seconds or _BEGUN <= int(one.values[Mark.POSITION]) / seconds <= _DONE

    return _latest_first(((n, one) for n, one in begun if is_in_its_midst(n, one)), Mark.POSITION)


def queue(index: Index, marked: Numbered) -> list[int]:
    """The queue in its order."""
    return [n for n, _ in _queued(marked)]


def favourites(index: Index, marked: Numbered) -> list[int]:
    """The latest first."""
    return _latest_first(((n, one) for n, one in marked if Mark.FAVOURITE in one.values), Mark.FAVOURITE)


# each of talks that have a mark
SHELVES: Mapping[str, tuple[Mark, Callable[[Index, Numbered], list[int]]]] = {
    "Continue": (Mark.POSITION, to_continue),
    "Queue": (Mark.QUEUED, queue),
    "Favourites": (Mark.FAVOURITE, favourites),
}


def _latest_first(marked: Iterable[tuple[int, Marked]], mark: Mark) -> list[int]:
    return [n for n, _ in sorted(marked, key=lambda one: (-one[1].changed.get(mark, 0), one[1].subject.id))]


def _queued(marked: Numbered) -> list[tuple[int, int]]:
    """The talks of the queue in its order, and their values: two machines may have given the same one to two talks."""
    queued = [(n, one) for n, one in marked if Mark.QUEUED in one.values]
    queued.sort(key=lambda one: _place(one[1]))
    return [(n, int(one.values[Mark.QUEUED])) for n, one in queued]


def _place(one: Marked) -> tuple[int, int, str, str]:
    """The same on every machine, whichever came first."""
    subject = one.subject
    return int(one.values[Mark.QUEUED]), one.changed.get(Mark.QUEUED, 0), subject.id, str(subject)


def moved(marked: Numbered, n: int, by: int) -> dict[int, int]:
    """The values that change when a talk is moved in the queue."""
    queued = _queued(marked)
    order = [talk for talk, _ in queued]
    before = order.index(n)
    after = max(0, min(before + by, len(order) - 1))
    order.insert(after, order.pop(before))
    changes, least = {}, 0
    for talk, value in zip(order, (value for _, value in queued), strict=True):
        least = max(value, least + 1)
        if (talk, least) not in queued:
            changes[talk] = least
    return changes
