"""Write what the README takes from the code: `.venv/bin/python tests/readme.py`."""

from __future__ import annotations

import re
from pathlib import Path

from reinvent_tui.keys import KEYS, PLACES

README = Path(__file__).parents[1] / "README.md"
_HEADINGS = {"everywhere": "everywhere", "list": "in a list", "note": "in a note", "search": "in the search bar"}


def key_table() -> str:
    """Every key as a Markdown table."""
    rows = ["| keys | where | do | name |", "|---|---|---|---|"]
    for place in PLACES:
        for key in KEYS:
            if key.place == place:
                keys = " ".join(f"`{name}`" for name in key.shown.split())
                rows.append(f"| {keys} | {_HEADINGS[place]} | {key.does} | `{key.id}` |")
    return "\n".join(rows)


def with_key_table(text: str) -> str:
    """The README's text with the table between its markers made anew."""
    return re.sub(
        r"(<!-- keys[^>]*-->\n).*?(<!-- /keys -->)", lambda m: f"{m[1]}{key_table()}\n{m[2]}", text, flags=re.S
    )


if __name__ == "__main__":
    README.write_text(with_key_table(README.read_text(encoding="utf-8")), encoding="utf-8")
