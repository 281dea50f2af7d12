"""What filters ask of talks, packed into the index: each value of a column, and the talks (by place) that have it.

So a filter looks at each value once, of which there are few, and not at each talk; and what values there are, and how
many talks have each, is known without counting.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
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
    "title": lambda talk: (fold(talk.title),),
}


class Value(NamedTuple):
    """A value as it is written, the same folded, and how many talks have it."""

    text: str
    folded: str
    size: int


def pack_columns(talks: Iterable[Talk]) -> dict[str, bytes]:
    """A blob for each column, by its name: the values as JSON, a line end, and the places of the talks of each."""
    found: dict[str, defaultdict[Any, list[int]]] = {name: defaultdict(list) for name in COLUMNS}
    for place, talk in enumerate(talks):
        for name, values in COLUMNS.items():
            for value in values(talk):
                if value is not None:
                    found[name][value].append(place)
    return {f"column {name}": _packed(values) for name, values in found.items()}


def _packed(places: dict[Any, list[int]]) -> bytes:
    ordered = sorted(places)
    head = json.dumps([(str(value), fold(str(value)), len(places[value])) for value in ordered])
    return head.encode() + b"\n" + array("I", chain.from_iterable(places[value] for value in ordered)).tobytes()


class Column:
    """One column: its values in their order."""

    def __init__(self, blob: bytes, size: int) -> None:
        head, _, tail = blob.partition(b"\n")
        self.values = [Value(*value) for value in json.loads(head or b"[]")]
        self._starts = list(accumulate((value.size for value in self.values), initial=0))
        self._places = array("I", tail)
        self._size = size

    def where(self, fits: Callable[[Value], object]) -> int:
        """The set of talks with a value that fits."""
        places = (self.places(at) for at, value in enumerate(self.values) if fits(value))
        return bits_of(chain.from_iterable(places), self._size)

    def places(self, at: int) -> array[int]:
        """The talks that have a value, by its number."""
        return self._places[self._starts[at] : self._starts[at + 1]]
