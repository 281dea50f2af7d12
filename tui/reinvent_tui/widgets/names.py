"""What documents are called where few are spoken of."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import PurePath


def told_apart(names: Collection[str]) -> Callable[[str], str]:
    """Their own names, below so many of their folders as tell each from the others: `notes/README.md`."""
    all_parts = {PurePath(name).parts for name in names}

    def called(name: str) -> str:
        parts = PurePath(name).parts
        for count in range(1, len(parts)):
            if not any(other[-count:] == parts[-count:] for other in all_parts - {parts}):
                return str(PurePath(*parts[-count:]))
        return name

    return called
