"""Pictures of the reader on its bundled notes, for the README: `.venv/bin/python tests/pictures/make.py`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from reinvent_tui.app import ReinventApp
from reinvent_tui.cli import main
from reinvent_tui.cli.opening import Opening
from reinvent_tui.view import View

HERE = Path(__file__).parent
_WEB_FONTS = re.compile(r"@font-face\s*\{.*?\}\s*", re.S)  # a picture that is looked at fetches nothing


class Picture(NamedTuple):
    """What is pressed, as Textual names keys, before the picture is taken; how the reader was left before."""

    name: str
    columns: int
    rows: int
    keys: Sequence[str]
    view: View = View(theme="reinvent-dark")


BRANCHES = ((2022,), (2022, "Serverless"))
TALK = "2022-SVS401"
WATCHED = (TALK, "2022-SVS204", "2025-STG407")
PICTURES = (
    Picture("reading", 120, 34, (), View(theme="reinvent-dark", open=BRANCHES, at=TALK)),
    Picture("searching", 120, 20, ("slash", *"servrless aplications", "down")),
    Picture("narrow", 60, 24, ("enter",), View(theme="reinvent-light", open=BRANCHES, at=TALK)),
)


async def taken(picture: Picture, opening: Opening) -> str:
    """A picture as SVG."""
    app = ReinventApp(opening)
    async with app.run_test(size=(picture.columns, picture.rows)) as pilot:
        await _settled(pilot)
        for key in picture.keys:
            await pilot.press(key)
            await _settled(pilot)
        svg = _WEB_FONTS.sub("", app.export_screenshot(title="reinvent-tui"))
        return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # else some viewers drop what a line begins with


async def _settled(pilot: Pilot[int]) -> None:
    await pilot.pause(0.2)


def make() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for picture in PICTURES:
            data = str(Path(folder) / picture.name)
            main(["--data-dir", data, "index"])
            main(["--data-dir", data, "mark", *WATCHED, "--watched"])
            main(["--data-dir", data, "mark", TALK, "--favourite"])
            main(["--data-dir", data, "mark", "2022-SVS303", "--queue"])
            opening = Opening(Namespace(data_dir=data, no_bundled=False))
            opening.remember(picture.view)
            svg = asyncio.run(taken(picture, opening))
            (HERE / f"{picture.name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    make()
