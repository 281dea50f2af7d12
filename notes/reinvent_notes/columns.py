"""What filters ask of talks, packed into the index: each value of a column, and the talks (by place) that have it.

So a filter looks at each value once, of which there are few, and not at each talk; and what values there are, and how
many talks have each, is known without counting.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

from reinvent_notes.bitsets import bits_of
from reinvent_notes.talk import Talk, fold


def _known(talk: Talk) -> Iterator[str]:
    """What is known of a talk at all."""
    yield from (name for name, field in HAS.items() if getattr(talk, field))


HAS = {"video": "videos", "note": "notes", "code": "code", "speakers": "speakers", "abstract": "abstract"}
COLUMNS: dict[str, Callable[[Talk], Iterable[object]]] = {
    "year": lambda talk: (talk.year,),
    "level": lambda talk: (talk.level,),
    "track": lambda talk: (talk.track,),
    "code": lambda talk: (talk.code,),
    "speaker": lambda talk: dict.fromkeys(talk.speakers),
    "kind": lambda talk: (talk.kind,),
    "verdict": lambda talk: (talk.verdict,),
    "source": lambda talk: dict.fromkeys(talk.sources),
    "minutes": lambda talk: (talk.minutes,),
    "has": _known,
}
_GONE = 2**32 - 1  # no place

_Places = Mapping[Any, Sequence[int]]  # of the talks with a value


class Value(NamedTuple):
    """A value as it is written, the same folded, and how many talks have it."""

    text: str
    folded: str
    size: int


def pack_columns(talks: Iterable[Talk]) -> dict[str, bytes]:
    """A blob for each column, by its name: the values as JSON, a line end, and the places of the talks of each."""
    packed = {}
    for name, places in _found(enumerate(talks)).items():
        values = sorted(places)
        head = [(value, fold(str(value)), len(places[value])) for value in values]
        packed[f"column {name}"] = _packed(head, chain.from_iterable(places[value] for value in values))
    return packed


def repack_columns(
    blobs: Mapping[str, bytes], size: int, was: Mapping[int, Talk], now: Mapping[int, Talk]
) -> dict[str, bytes]:
    """What `pack_columns` makes of all talks, where a few changed: as `vocabulary_changes.repack` has it, of `size`
    talks that there were."""
    gone, new = _found(sorted(was.items())), _found(sorted(now.items()))
    stay = was.keys() == now.keys()
    taken = iter(place for place in range(size - len(was) + len(now)) if place not in now)
    moved = [] if stay else [_GONE if place in was else next(taken) for place in range(size)]
    names = [name for name in COLUMNS if not stay or gone[name] != new[name]]
    return {f"column {name}": _changed(blobs[f"column {name}"], moved, gone[name], new[name]) for name in names}


def _changed(blob: bytes, moved: list[int], gone: _Places, new: _Places) -> bytes:
    head, tail = _parts(blob)
    values = [value for value, _, _ in head]
    starts = list(accumulate((count for _, _, count in head), initial=0))
    after = array("I", map(moved.__getitem__, tail)) if moved else tail
    kept, places, last = list[tuple[Any, str, int]](), array("I"), 0
    for value in sorted({*gone, *new}):
        at = bisect_left(values, value)
        kept += head[last:at]
        places += after[starts[last] : starts[at]]
        last = at + (values[at : at + 1] == [value])
        left = {_GONE} if moved else set(gone.get(value, ()))
        found = [place for place in after[starts[at] : starts[last]] if place not in left]
        found = sorted([*found, *new.get(value, ())])
        if found:
            kept.append((value, fold(str(value)), len(found)))
            places.extend(found)
    kept += head[last:]
    places += after[starts[last] :]
    return _packed(kept, places)


def _found(talks: Iterable[tuple[int, Talk]]) -> dict[str, dict[Any, list[int]]]:
    found: dict[str, dict[Any, list[int]]] = {name: defaultdict(list) for name in COLUMNS}
    for place, talk in talks:
        for name, values in COLUMNS.items():
            for value in values(talk):
                if value is not None:
                    found[name][value].append(place)
    return found


def _packed(head: Sequence[tuple[Any, str, int]], places: Iterable[int]) -> bytes:
    return json.dumps(head).encode() + b"\n" + array("I", places).tobytes()


def _parts(blob: bytes) -> tuple[list[tuple[Any, str, int]], array[int]]:
    """Values, each folded and with its count of talks, and the places of all these."""
    head, _, tail = blob.partition(b"\n")
    return json.loads(head or b"[]"), array("I", tail)


class Column:
    """One column: its values in their order."""

    def __init__(self, blob: bytes, size: int) -> None:
        values, self._places = _parts(blob)
        self.values = [Value(str(value), folded, count) for value, folded, count in values]
        self._starts = list(accumulate((value.size for value in self.values), initial=0))
        self._size = size

    def where(self, fits: Callable[[Value], object]) -> int:
        """The set of talks with a value that fits."""
        places = (self.places(at) for at, value in enumerate(self.values) if fits(value))
        return bits_of(chain.from_iterable(places), self._size)

    def places(self, at: int) -> array[int]:
        """The talks that have a value, by its number."""
        return self._places[self._starts[at] : self._starts[at + 1]]
