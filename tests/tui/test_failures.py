"""What nobody foresaw: the reader stays up, one line says so, and the report holds nothing of anybody's notes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.message import Message

from reinvent_tui.cli import main, verbs
from reinvent_tui.failures import Failures
from reinvent_tui.screens.reader import ReaderScreen
from reinvent_tui.widgets.note import NotePane
from reinvent_tui.widgets.tree import TalkTree

if TYPE_CHECKING:
    from conftest import OpenReader, Reader

SECRET = "what only I may know"
SAID = "Something failed that should not have (ZeroDivisionError); the report is in"


def fails(*_: Any, **__: Any) -> Any:
    private = SECRET  # a variable that a report could show
    raise ZeroDivisionError(f"{private} in the message")


def report(data: Path) -> str:
    return (data / "failures.log").read_text(encoding="utf-8")


async def fails_in_an_action(reader: Reader, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ReaderScreen, "action_toggle_mark", fails)
    await reader.press("m")


async def fails_in_a_handler(reader: Reader, patch: pytest.MonkeyPatch) -> None:
    class Odd(Message):
        pass

    patch.setattr(TalkTree, "on_odd", fails, raising=False)
    reader.app.screen.query_one(TalkTree).post_message(Odd())
    await reader.settle()


async def fails_in_drawing(reader: Reader, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(NotePane, "render_line", fails)
    reader.app.screen.query_one(NotePane).refresh()
    await reader.settle()


async def fails_in_a_worker(reader: Reader, patch: pytest.MonkeyPatch) -> None:
    reader.app.run_worker(fails, thread=True)
    await reader.until(lambda: "Something" in reader.key_line)


async def fails_in_a_thread(reader: Reader, patch: pytest.MonkeyPatch) -> None:
    threading.Thread(target=fails).start()
    await reader.until(lambda: "Something" in reader.key_line)


async def fails_in_a_timer(reader: Reader, patch: pytest.MonkeyPatch) -> None:
    reader.app.screen.set_timer(0.001, fails)
    await reader.until(lambda: "Something" in reader.key_line)


@pytest.mark.parametrize(
    "fail",
    [
        fails_in_an_action,
        fails_in_a_handler,
        fails_in_drawing,
        fails_in_a_worker,
        fails_in_a_thread,
        fails_in_a_timer,
    ],
    ids=lambda fail: fail.__name__.removeprefix("fails_in_"),
)
async def test_the_reader_goes_on_and_says_where_the_report_is(
    fail: Callable[[Reader, pytest.MonkeyPatch], Any],
    open_reader: OpenReader,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with open_reader(failing=True) as reader:
        with monkeypatch.context() as patch:
            await fail(reader, patch)
            assert SAID in reader.key_line
            assert "ZeroDivisionError" in report(data) and SECRET not in report(data)
            assert "test_failures.py" in report(data)  # where it came from
        before = reader.cursor
        await reader.press("down")
        assert reader.cursor != before
        await reader.press("question_mark")
        assert "everywhere" in reader.all_words.lower()


async def test_a_failure_at_each_frame_is_written_and_said_once(
    open_reader: OpenReader, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(failing=True) as reader:
        monkeypatch.setattr(TalkTree, "render_line", fails)
        said: list[str] = []
        monkeypatch.setattr(ReaderScreen, "say", lambda screen, sentence: said.append(sentence))
        for _ in range(50):
            reader.app.screen.query_one(TalkTree).refresh()
            await reader.pilot.pause(0.001)
        assert len(said) == 1
        assert report(data).count("ZeroDivisionError") == 1


async def test_a_failure_of_what_tells_of_failures_does_not_end_the_reader(
    open_reader: OpenReader, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(failing=True) as reader:
        monkeypatch.setattr(ReaderScreen, "say", fails)
        monkeypatch.setattr(ReaderScreen, "action_toggle_mark", fails)
        await reader.press("m", "down", "enter")
        assert reader.app.is_running
        assert "ZeroDivisionError" in report(data)


def test_many_failures_fill_no_disk(tmp_path: Path) -> None:
    log = tmp_path / "state" / "failures.log"
    for number in range(300):
        failures = Failures(log)
        code = compile("\n" * number + "1 / 0", f"{'long' * 500}.py", "exec")
        try:
            exec(code)
        except ZeroDivisionError as error:
            failures.tell(error)
    assert sum(file.stat().st_size for file in log.parent.iterdir()) < 300_000


def test_one_process_describes_only_so_many(tmp_path: Path) -> None:
    failures = Failures(tmp_path / "failures.log")
    for number in range(100):
        try:
            exec(compile("\n" * number + "1 / 0", "made.py", "exec"))
        except ZeroDivisionError as error:
            assert failures.tell(error)
    assert report(tmp_path).count("ZeroDivisionError") == 20


def test_a_recursion_without_end_is_described_shortly(tmp_path: Path) -> None:
    def around() -> None:
        around()

    with pytest.raises(RecursionError) as caught:
        around()
    Failures(tmp_path / "failures.log").tell(caught.value)
    assert len(report(tmp_path).splitlines()) < 100


@pytest.mark.skipif(os.name != "posix", reason="paths there are no bytes")
def test_a_path_in_a_report_steers_nothing(tmp_path: Path) -> None:
    Failures(tmp_path / "failures.log").tell(OSError(5, "broken", "/notes/\x1b]0;x\x07\udcff\nforged"))
    assert "\x1b" not in report(tmp_path) and "\nforged" not in report(tmp_path)
    assert "/notes/" in report(tmp_path)


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = Failures(tmp_path / "file" / "failures.log").tell(ZeroDivisionError())
    assert said and "no report could be written" in said


def test_a_verb_that_fails_says_so_in_one_line_and_names_the_report(
    data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(verbs.RUN, "list", fails)
    assert main(["list", "--data-dir", str(data)]) == 1
    told = capfd.readouterr()
    assert told.err == f"reinvent-tui: {SAID} {data / 'failures.log'}\n"
    assert told.out == ""
    assert SECRET not in report(data)


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals on this system")
def test_a_reader_that_cannot_come_up_ends_with_one_line(data: Path) -> None:
    from test_terminal import Terminal

    broken = "import sys; from reinvent_tui.widgets.tree import TalkTree; TalkTree.on_mount = lambda tree: 1 / 0; "
    terminal = Terminal(data=data, first=broken)
    try:
        assert terminal.ends() == 1
        assert terminal.is_given_back()
        assert "Traceback" not in terminal.text and "╭" not in terminal.text
        assert SAID in " ".join(terminal.text.split())
    finally:
        terminal.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are not shown here")
def test_the_reader_says_when_what_looks_for_changes_was_killed(data: Path) -> None:
    from test_terminal import Terminal

    subprocess.run([sys.executable, "-m", "reinvent_tui", "index", "--data-dir", str(data)], check=True)
    terminal = Terminal(data=data)
    try:
        terminal.until(lambda: "watched" in terminal.text)
        children = Path(f"/proc/{terminal.process.pid}/task")
        terminal.until(lambda: any(path.read_text().split() for path in children.glob("*/children")))
        for path in children.glob("*/children"):
            for child in path.read_text().split():
                os.kill(int(child), signal.SIGKILL)
        terminal.until(lambda: "what looks for changes has ended" in " ".join(terminal.text.split()))
        terminal.type(b"q")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()
