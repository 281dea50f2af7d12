"""Where in a talk's page one is."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """What stands in the first line: a part of the page, the letters of that part above it, and then empty lines."""

    part: int = 0
    letters: int = 0
    empty: int = 0
