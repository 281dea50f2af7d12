"""How the reader looks: each screen as text, beside the keys that lead there.

    WRITE_SCREENS=1 .venv/bin/python -m pytest tests/tui/test_screens.py

writes them anew; `git diff` shows what is different then.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import OpenReader

FOLDER = Path(__file__).parent / "screens"
SIZES = ((40, 12), (80, 24), (120, 40), (250, 80))
KEYS: dict[str, tuple[str, ...]] = {
    "first": (),
    "note": ("down", "down", "right", "down", "enter"),
    "full": ("enter", "z"),
    "search": ("slash", *"servrless large"),
    "nothing": ("slash", *"is:queued year:2024"),
    "filter": ("3",),
    "help": ("question_mark",),
    "links": ("enter", "l"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", KEYS)
async def test_a_screen_looks_as_before(open_reader: OpenReader, name: str, size: tuple[int, int]) -> None:
    path = FOLDER / f"{name}-{size[0]}x{size[1]}.txt"
    async with open_reader(size) as reader:
        for key in KEYS[name]:
            await reader.press(key)
        await reader.type("")  # what a search finds in notes comes later
        screen = "".join(f"{line.rstrip()}\n" for line in reader.lines)
    if os.environ.get("WRITE_SCREENS"):
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")


def test_no_screen_is_left_of_what_is_gone() -> None:
    names = {f"{name}-{width}x{height}.txt" for name in KEYS for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == names
