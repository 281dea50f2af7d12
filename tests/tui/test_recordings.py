"""Opening a recording: in the browser, in the user's player, or looking for one."""

from __future__ import annotations

import json
import sys
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.drivers.headless_driver import HeadlessDriver

from reinvent_notes.errors import NotFound, Refused
from reinvent_notes.talk import Talk
from reinvent_tui.cli import main
from reinvent_tui.video import open_in_browser, player_command, safe_url, search_url

if TYPE_CHECKING:
    from conftest import Notes, OpenReader

TALK = Talk("Deep dive", 2024, videos=("abcdefghijk",))
URL = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were handed to the browser."""
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: addresses.append(url) or True)
    return addresses


@pytest.mark.parametrize(
    ("player", "seconds", "command"),
    [
        (["mpv", "--speed=1.5", "{url}"], 0, ["mpv", "--speed=1.5", URL]),
        (["mpv", "--speed=1.5", "{url}"], 750, ["mpv", "--speed=1.5", f"{URL}&t=750s"]),
        (["mpv", "--start={start}", "{url}"], 750, ["mpv", "--start=750", URL]),
        (["mpv", "--start={start}", "{url}"], 0, ["mpv", "--start=0", URL]),
        (["mpv"], 0, ["mpv", URL]),
        (["sh", "-c", "play '{url}'"], 0, ["sh", "-c", f"play '{URL}'"]),
    ],
)
def test_the_player_is_told_the_address_and_the_place(player: list[str], seconds: int, command: list[str]) -> None:
    assert player_command(player, TALK, seconds) == command


def test_an_address_is_never_a_sign_of_ours() -> None:
    talk = Talk("T", url="https://example.com/{start}{url}")
    assert player_command(["p", "{url}", "{start}"], talk, 5) == ["p", "https://example.com/{start}{url}", "5"]


def test_no_player_is_given_an_address_that_may_not_be_opened() -> None:
    with pytest.raises(Refused):
        player_command(["mpv"], Talk("T", url="file:///etc/passwd"))
    with pytest.raises(NotFound):
        player_command(["mpv"], Talk("T"))


@pytest.mark.parametrize("quote", ["'", '"'])
def test_an_address_ends_no_quotes_of_a_shell(quote: str) -> None:
    talk = Talk("T", url="https://example.com/'\"`id`$(id)\\x")
    words = player_command(["sh", "-c", f"play {quote}{{url}}{quote}"], talk)
    assert words[2] == f"play {quote}https://example.com/%27%22%60id%60%24(id)%5Cx{quote}"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://a.example.com:8443/x?y=%0a#z",
        "http://[2001:db8::1]/x",
        "http://127.0.0.1:80/",
        "HTTPS://EXAMPLE.COM/",
    ],
)
def test_a_plain_web_address_may_be_opened(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.com/%0aalert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ssh://-oProxyCommand=x/",
        "//example.com/x",
        "\\\\example.com\\x",
        "-rf",
        "--help",
        "",
        "https://",
        "https:example.com",
        "https:///example.com",
        "https://-rf/",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com\\@evil.example/",
        "https://evil.example\\.example.com/",
        "https://example.com%2f.evil.example/",
        "https://ex\u0430mple.com/",
        "https://ｅxample.com/",
        "https://example.com:99999/",
        "https://example.com:x/",
        "https://[::1",
        "https://[fe80::1%25eth0]/",
        "https://exam\nple.com/",
        f"https://{'a.' * 150}example.com/",
        "https://example.com/\x1b[2J",
        "https://example.com/\u202ex",
        "https://example.com/a b",
        " https://example.com/",
        "https://example.com/" + "x" * 10_000_000,
    ],
    ids=lambda url: ascii(url)[:40],
)
def test_no_other_address_is_opened(url: str) -> None:
    with pytest.raises(Refused) as refused:
        safe_url(url)
    assert str(refused.value).isprintable() and len(str(refused.value)) < 300


@pytest.mark.parametrize("who", ["user", "user:pw", ":pw"])
def test_an_address_with_a_user_or_a_password_is_refused_for_that(who: str) -> None:
    with pytest.raises(Refused, match="names a user or a password"):
        safe_url(f"https://{who}@example.com/")


async def test_what_is_copied_is_one_line_without_anything_invisible(open_reader: OpenReader) -> None:
    from reinvent_tui.screens.recordings import copy_address

    said: list[str] = []
    async with open_reader() as reader:
        copy_address(reader.app, "javascript:x\nrm -rf /\x1b[2J\u202e", said.append)
        assert reader.app.clipboard == "javascript:x rm -rf /[2J"
        copy_address(reader.app, "x" * 1_000_000, said.append)
        assert reader.app.clipboard == "javascript:x rm -rf /[2J" and "OPENED_CHARS" in said[-1]


@given(st.text(min_size=1))
def test_the_title_is_looked_for_as_it_is(title: str) -> None:
    [asked] = parse_qs(urlsplit(search_url(Talk(title, 2023))).query, errors="surrogatepass")["search_query"]
    assert asked == f'AWS re:Invent 2023 "{title}"'


def configure(data: Path, player: list[str]) -> None:
    data.mkdir(exist_ok=True)
    (data / "config.toml").write_text(f"player = {json.dumps(player)}\n")


async def test_the_player_is_started_where_one_stopped(open_reader: OpenReader, data: Path, tmp_path: Path) -> None:
    played = tmp_path / "played"
    program = "import pathlib, sys; print(1); pathlib.Path(sys.argv[1]).write_text(' '.join(sys.argv[2:]))"
    configure(data, [sys.executable, "-c", program, str(played), "{start}", "{url}"])
    async with open_reader():
        pass
    assert main(["--data-dir", str(data), "mark", "aaaaaaaaaa1", "--position", "12:30"]) == 0
    async with open_reader() as reader:
        await reader.press("O")
        assert "from 12:30" in reader.key_line and "The opening keynote" in reader.key_line
        await reader.until(played.exists)
        await reader.until(played.read_text)
        assert played.read_text() == "750 https://www.youtube.com/watch?v=aaaaaaaaaa1"


async def test_the_browser_goes_on_where_one_stopped(open_reader: OpenReader, data: Path, opened: list[str]) -> None:
    async with open_reader():
        pass
    assert main(["--data-dir", str(data), "mark", "aaaaaaaaaa1", "--position", "12:30"]) == 0
    async with open_reader() as reader:
        await reader.press("o")
        await reader.refresh()
        assert opened == ["https://www.youtube.com/watch?v=aaaaaaaaaa1&t=750s"]


async def test_without_a_player_it_is_said_how_to_set_one(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        await reader.press("O")
        assert "No player is set" in reader.key_line and 'player = ["mpv"' in reader.key_line


async def test_a_player_that_is_not_there_is_one_sentence(open_reader: OpenReader, data: Path) -> None:
    configure(data, ["/nowhere/player"])
    async with open_reader() as reader:
        await reader.press("O")
        assert reader.key_line.startswith("/nowhere/player could not be started (no such file")


async def test_a_player_that_fails_is_told(open_reader: OpenReader, data: Path) -> None:
    configure(data, [sys.executable, "-c", "import sys; print('no' + 'ise', file=sys.stderr); sys.exit(3)"])
    async with open_reader((200, 24)) as reader:
        await reader.press("O")
        await reader.until(lambda: "ended with status 3" in reader.key_line)
        assert "noise" not in reader.text


@pytest.mark.parametrize("key", ["o", "O"])
async def test_without_a_recording_a_search_is_offered(
    open_reader: OpenReader, notes: Notes, opened: list[str], key: str, data: Path
) -> None:
    configure(data, ["/nowhere/player"])
    notes.remove()
    notes.write("one", "Scaling & queues", "year: 2024\ncode: ARC305")
    notes.write("two", "Queues and topics", "year: 2024\ncode: ARC306")
    async with open_reader() as reader:
        await reader.press(key)
        assert "No recording of this talk is known" in reader.key_line and "again searches" in reader.key_line
        await reader.press("down", key)
        assert opened == []  # offered for another talk
        await reader.press(key)
        await reader.refresh()
        [address] = opened
        [asked] = parse_qs(urlsplit(address).query)["search_query"]
        assert asked in {f'AWS re:Invent 2024 "{title}"' for title in ("Queues and topics", "Scaling & queues")}
        assert "Searching for it by its title" in reader.key_line


async def test_a_browser_of_the_terminal_is_not_started(
    open_reader: OpenReader, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("/usr/bin/lynx"))
    async with open_reader() as reader:
        await reader.press("o")
        await reader.refresh()
        assert opened == [] and "lynx would take this terminal" in reader.key_line and "aaaaaaaaaa1" in reader.key_line


def test_what_a_browser_writes_is_not_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    program = "import pathlib, sys; print('noise', file=sys.stderr); pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    seen = tmp_path / "seen"
    browser = webbrowser.BackgroundBrowser([sys.executable, "-c", program, str(seen), "%s"])
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    monkeypatch.setattr(webbrowser, "_browsers", {})
    webbrowser.register("test", None, browser)
    open_in_browser(URL)
    for _ in range(200):
        if seen.exists() and seen.read_text():
            break
        time.sleep(0.02)
    assert seen.read_text() == URL
    assert capfd.readouterr() == ("", "")


async def test_in_a_browser_the_one_that_shows_the_reader_opens_it(
    open_reader: OpenReader, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the machine that serves the reader nobody sees a browser."""
    asked: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "is_web", True)
    monkeypatch.setattr(HeadlessDriver, "open_url", lambda driver, url, new_tab=True: asked.append(url))
    async with open_reader() as reader:
        await reader.press("o")
        assert asked == ["https://www.youtube.com/watch?v=aaaaaaaaaa1"] and opened == []
