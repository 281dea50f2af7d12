"""What documents are called where few are spoken of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from pathlib import PurePath

_NO_NAME = re.compile(r"(?i:readme|index|notes)|[\W\d_]*(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}")


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


def whose_told_apart(names: Collection[str]) -> Callable[[str], str]:
    """By the folder where a document's own name says nothing (`004_a8063199c6fd03df.txt`), and of the bundled notes
    that they are; where only one is called so."""
    apart = {name: _without_file(name) for name in names}
    count = Counter(apart.values())
    apart = {name: short if count[short] == 1 else name for name, short in apart.items()}
    called = told_apart(apart.values())
    return lambda name: called(apart[name])


def _without_file(name: str) -> str:
    path = PurePath(name)
    if path.parts[0] == "bundled":
        return "bundled"
    return str(path.parent) if path.parent.name and _NO_NAME.fullmatch(path.stem) else name
