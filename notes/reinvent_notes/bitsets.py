"""Sets of talks as whole numbers: bit p stands for the talk at place p of the order in which talks are shown.

To join and to intersect them costs next to nothing, however many talks there are, and the lowest bits are the talks
that are shown first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_SOME = re.compile(rb"[^\0]", re.DOTALL)
_BITS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]


def bits_of(places: Iterable[int], size: int) -> int:
    """The set of these places, of so many talks in all."""
    field = bytearray((size >> 3) + 1)
    for place in places:
        field[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(field, "little")


def places_of(bits: int) -> Iterator[int]:
    """The places in a set, in their order."""
    field = to_bytes(bits)
    for match in _SOME.finditer(field):
        at = match.start()
        for bit in _BITS[field[at]]:
            yield (at << 3) + bit


def to_bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) >> 3, "little")


def from_bytes(field: bytes) -> int:
    return int.from_bytes(field, "little")


def holds(field: bytes, place: int) -> bool:
    """Whether a set that was made bytes holds a place; many are asked for sooner so than of the number."""
    at = place >> 3
    return at < len(field) and bool(field[at] & 1 << (place & 7))
