"""A reader in a terminal that is not there: its keys are pressed, its screen is read."""

from __future__ import annotations

import os
import webbrowser
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

import pytest
from rich.style import Style
from textual.color import Color
from textual.events import Key
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from reinvent_notes import sources
from reinvent_notes.index import Index
from reinvent_tui.app import ReinventApp
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.watch_process import Tell
from reinvent_tui.cli.watching import Watch

_CHARACTERS = {
    "space": " ",
    "colon": ":",
    "full_stop": ".",
    "minus": "-",
    "slash": "/",
    "question_mark": "?",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
LONG_NOTE = "\n\n".join(f"## Part {part}\n\n- First point of part {part}\n- Second point" for part in range(1, 41))
TABLE = """
| Class | Minimum | Retrieval |
|---|---|---|
| Standard | none | at once |
| Glacier | 90 days | in hours |
"""
CODE = """
```python
def handler(event, context):
    return {"statusCode": 200}
```
"""
TALKS = {
    "2025": (
        ("The opening keynote", "track: Keynotes\nspeakers: [Ada Lovelace]\nvideo: aaaaaaaaaa1", "Everything new."),
        ("The closing keynote", "track: Keynotes\nspeakers: [Alan Turing]\nvideo: aaaaaaaaaa2", "Everything old."),
        ("Serverless for large teams", "track: Serverless\ncode: SVS401\nlevel: 400\nverdict: watch", LONG_NOTE),
        ("Queues and how to drain them", "track: Serverless\ncode: SVS305\nvideo: aaaaaaaaaa3", "Drain them slowly."),
    ),
    "2024": (
        ("What is new in Amazon Aurora", "track: Databases\ncode: DAT301\nminutes: 60", "Limitless writes."),
        ("Storage classes compared", "track: Storage\ncode: STG302", TABLE),
        ("Writing a first function", "track: Serverless\ncode: SVS201", CODE),
    ),
    "2022": (("Building with EventBridge", "code: API312\nspeakers: [Grace Hopper]", "Buses and rules."),),
}


class Notes:
    """A folder of notes in the house format, a talk a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def write(self, name: str, title: str, facts: str, text: str = "A note.") -> None:
        path = self._path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'---\ntitle: "{title}"\n{facts}\n---\n\n{text}\n', encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        with self._path(name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")

    def replace(self, name: str, old: str, new: str) -> None:
        path = self._path(name)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def remove(self, name: str = "*") -> None:
        for path in self.folder.glob(f"{name}.md"):
            path.unlink()

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.md"


class Reader:
    """What a person has of the program: a screen to look at, and keys."""

    def __init__(self, app: ReinventApp, pilot: Pilot[int], watch: WatchThread) -> None:
        self.app, self.pilot, self._watch = app, pilot, watch

    @property
    def lines(self) -> list[str]:
        """The screen's text, a line of it each."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def words(self) -> list[tuple[str, Color, Color]]:
        """What can be read on the screen, each piece of one look with its colour and the colour behind it."""
        pieces = []
        for strip in self.app.screen._compositor.render_strips():
            for text, style, _ in strip:
                if any(character.isalnum() for character in text) and style and style.color and style.bgcolor:
                    colours = (Color.from_rich_color(colour) for colour in (style.color, style.bgcolor))
                    pieces.append((text.strip(), *colours))
        return pieces

    def looks_of(self, text: str) -> list[Style]:
        """How a text looks wherever it stands in the note as a piece of one look."""
        x, y, width, height = self._region("#note")
        strips = self.app.screen._compositor.render_strips()[y : y + height]
        pieces = (piece for strip in strips for piece in strip.crop(x, x + width))
        return [style for found, style, _ in pieces if style and found.strip() == text]

    @property
    def key_line(self) -> str:
        """The keys, or a sentence, which may take more lines than one."""
        return " ".join(" ".join(self._lines_of("#keys")).split())

    @property
    def all_words(self) -> str:
        """The screen's words, whatever lines they stand on."""
        return " ".join(self.text.split())

    @property
    def tree(self) -> list[str]:
        return self._lines_of("#tree")

    @property
    def results(self) -> list[str]:
        return self._lines_of("#results")

    @property
    def note(self) -> list[str]:
        return self._lines_of("#note")

    @property
    def results_text(self) -> str:
        return " ".join(" ".join(self.results).split())

    @property
    def note_text(self) -> str:
        """The note's words, whatever lines they stand on."""
        return " ".join(" ".join(self.note).split())

    @property
    def cursor(self) -> str:
        """The lines under the cursor of the list that is shown, known by its colour."""
        pane = next(pane for name in ("#tree", "#results") if (pane := self.app.screen.query_one(name)).region.area)
        strips = self.app.screen._compositor.render_strips()[pane.region.y : pane.region.bottom]
        looks = [_colour_behind(strip) for strip in strips]
        usual = max(looks, key=looks.count)
        texts = self._lines_of(f"#{pane.id}")
        return " ".join(text.strip() for text, look in zip(texts, looks, strict=True) if look != usual)

    def _lines_of(self, name: str) -> list[str]:
        """The part of the screen that a pane takes, without the blanks and the scroll bar at its right."""
        x, y, width, height = self._region(name)
        return [line[x : x + width].strip("│").rstrip(" ▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▔") for line in self.lines[y : y + height]]

    def _region(self, name: str) -> Region:
        """Of a pane, also below a screen that asks for something."""
        return self.app.screen_stack[0].query_one(name).region

    async def press(self, *keys: str) -> None:
        """Press keys, named as Textual names them, one after the other."""
        for key in keys:
            self._send(key)
            await self.settle(rounds=2)
        await self.settle(rounds=1)

    async def press_fast(self, *keys: str) -> None:
        """Press keys faster than the reader is: it gets them all at once."""
        for key in keys:
            self._send(key)
        await self.settle()

    async def click(self, x: int, y: int, pane: str = "#note") -> None:
        """Click in a pane, counted from its corner; also below a screen that asks for something."""
        region = self._region(pane)
        await self.pilot.click(offset=(region.x + x, region.y + y))
        await self.settle()

    def _send(self, key: str) -> None:
        self.app.post_message(Key(key, _CHARACTERS.get(key, key if len(key) == 1 else None)))

    async def type(self, text: str) -> None:
        names = {character: name for name, character in _CHARACTERS.items()}
        for character in text:
            self._send(names.get(character, character))
            await self.settle(rounds=1)
        await self.settle()
        screen = self.app.screen
        searching = getattr(screen, "_searching", None)
        if searching:  # talks found by their notes come later, and so does the note of the first
            await self.until(lambda: searching.is_complete and screen.is_caught_up)

    async def settle(self, rounds: int = 3) -> None:
        """Until every message, and those that it led to, have been dealt with; without waiting for timers."""
        for _ in range(rounds):
            await self.pilot.pause(0)
        while self.app.is_acting and self.app.is_running:
            await self.pilot.pause(0.001)

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def until(self, is_so: Callable[[], object], seconds: float = 5.0) -> None:
        """Wait for what comes by itself, such as the end of a sentence."""
        for _ in range(round(seconds / 0.02)):
            await self.pilot.pause(0.02)
            if is_so():
                return
            assert self.app.is_running, "the reader has ended"
        raise AssertionError(f"did not come within {seconds} s; the screen:\n{self.text}")

    async def refresh(self) -> None:
        """Let the reader look for changes, if it was opened to do so `later`, and wait until it has."""
        await self.app.workers.wait_for_complete()
        self._watch.may_look.set()
        self._watch.send(again=True)
        while self._watch.heeded < self._watch.sent:
            await self.pilot.pause(0.01)
        await self.settle()


class WatchThread:
    """The watch for changes in a thread, where what a test puts in the place of the program's is seen. It looks for
    changes when it is told to, and not before it may."""

    def __init__(self, opening: Opening, tell: Tell) -> None:
        self._words: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self.may_look = Event()
        self.sent = self._taken = self.heeded = 0  # words

        def telling(word: dict[str, Any], index: Index | None) -> None:
            tell(word, opening.opened_index() if index else None)  # the watch closes its own

        self._watch = Watch(opening, telling)
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def send(self, **word: Any) -> None:
        self.sent += 1
        self._words.put(word)

    def close(self) -> None:
        self._words.put(None)
        self.may_look.set()

    def ends(self) -> None:
        """Wait until it has: what it still did would be done to the files of whoever comes next."""
        self._thread.join(20)

    def _run(self) -> None:
        self.may_look.wait(20)
        self._watch.run(self._ask)

    def _ask(self, seconds: float) -> dict[str, Any] | None:
        self.heeded = self._taken  # whoever asks for the next has done what the one before said
        word = self._words.get()
        if word is None:
            raise EOFError
        self._taken += 1
        return word


def _colour_behind(strip: Strip) -> str:
    """Of the first words on a line; of its blanks, if there are none."""
    segment = next((segment for segment in strip if segment.text.strip()), next(iter(strip)))
    return str(segment.style and segment.style.bgcolor)


OpenReader = Callable[..., AbstractAsyncContextManager[Reader]]


def written(folder: Path) -> Notes:
    """Notes on eight talks of three years."""
    notes = Notes(folder)
    for year, talks in TALKS.items():
        for number, (title, facts, text) in enumerate(talks):
            notes.write(f"{year}-{number}", title, f"year: {year}\n{facts}", text)
    return notes


@pytest.fixture(scope="session")
def shared_notes(tmp_path_factory: pytest.TempPathFactory) -> Notes:
    """For tests that only read."""
    return written(tmp_path_factory.mktemp("shared") / "notes")


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    """For tests that change them."""
    return written(tmp_path / "notes")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder that the program keeps everything in."""
    return tmp_path / "data"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were handed to the browser."""
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: addresses.append(url) or True)
    return addresses


@pytest.fixture
def open_reader(
    request: pytest.FixtureRequest, shared_notes: Notes, data: Path, monkeypatch: pytest.MonkeyPatch
) -> OpenReader:
    """Opens the reader on the test's `notes`, or the shared ones, as it opens on the bundled ones: with the index of
    the time before, unless told, and refreshed, unless that is to come `later`."""
    notes: Notes = request.getfixturevalue("notes") if "notes" in request.fixturenames else shared_notes
    monkeypatch.setattr(sources, "BUNDLED", notes.folder)
    if "COLORTERM" not in os.environ:
        monkeypatch.setenv("COLORTERM", "truecolor")  # whatever terminal the tests are run in

    @asynccontextmanager
    async def open_(
        size: tuple[int, int] = (80, 24), *, indexed: bool = True, later: bool = False, failing: bool = False
    ) -> AsyncIterator[Reader]:
        opening = Opening(Namespace(data_dir=str(data), no_bundled=False))
        if indexed:
            opening.refreshed_index()[0].close()
        watches: list[WatchThread] = []

        def watch(tell: Tell) -> WatchThread:
            watches.append(WatchThread(opening, tell))
            return watches[0]

        monkeypatch.setattr(opening, "watch", watch)
        app = ReinventApp(opening)
        async with app.run_test(size=size) as pilot:
            while not watches:
                await pilot.pause(0.01)
            reader = Reader(app, pilot, watches[0])
            await reader.settle()
            if not later:
                await reader.refresh()
            yield reader
        watches[0].ends()
        log = data / "failures.log"
        assert failing or not log.exists(), log.read_text(encoding="utf-8")

    return open_
