"""Escape sequences in every place of a document: none of their bytes comes out of the program, wherever it shows it."""

from __future__ import annotations

import json
import os
import re
import time
import unicodedata
from pathlib import Path

import pytest
from calling import caller
from test_terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals on this system")

# Numbers that the program itself never sends: what of a sequence comes through is told by them.
SEQUENCES = (
    "\x1b[31337m",
    "\x1b]0;PWN\x07",
    "\x1b]8;;http://pwn.example\x1b\\pwn\x1b]8;;\x1b\\",
    "\x1b]52;c;UFdO\x07",
    "\x1bPPWN\x1b\\",
    "\x1b_PWN\x1b\\",
    "\x1b[?31337h",
    "\x1bc",
    "\x1b",
    "\u009b31337m",
    "\u009d0;PWN\u009c",
    "\u0090PWN\u009c",
    "\x07\x08\x0b\x0c\x0e\x0f\x05\x7f",
    "\x1b\x1b[[31337m",
    "\x1b[\x1b[31337m31337m",
    "\u202epwn\u202c",
    "\u2066pwn\u2069",
    "\u200e\u200f\u061c",
    "\u200bpwn\u2060",
    "\U000e0070\U000e0077",
    "\ufeffpwn\ufff9",
    "&#27;[31337m",
    "&#x1b;]0;PWN&#7;",
    "&#155;31337m",
    "&#x202e;pwn",
    "&amp;#27;[31337m",
    "&#27;**[31337m**",
    "%1b[31337m%9b31337m%07",
)
_OURS = re.compile(  # what Textual sends: cursor, colours, modes, the pointer's shape, the clipboard
    rb"\x1b(?:\[\??[0-9;]*[A-HJKSTfhlmnu]|\[[<>=]?[0-9;]*[uc]|\[\?[0-9;]*\$p|\[>[0-9;]*[a-z]|P[=>][0-9]s\x1b\\"
    rb"|[()][0B]|[78=>M]|\]22;[a-z-]*\x07|\]52;c;[A-Za-z0-9+/=]*\x07)"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harm(text: str) -> list[str]:
    """Characters that a terminal would obey, or that hide or turn what stands beside them."""
    return sorted(
        {hex(ord(c)) for c in text if (unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t") or c in _BIDI}
    )


def page(sequence: str) -> str:
    """It in every part of a talk's note."""
    return f"""## SVS301{sequence}: Queues {sequence} and topics

Speaker: Ada {sequence} Lovelace

Text {sequence} and `code {sequence}` and *em{sequence}phasis* and [a link {sequence}](https://pwn.example/{sequence}).
![a picture {sequence}](picture{sequence}.png) [ref{sequence}][one] <b>{sequence}</b> &lt;{sequence}&gt;

[one]: https://pwn.example/ref{sequence} "a title {sequence}"

### A part {sequence}

- [ ] an item {sequence}
  > a quote {sequence}

| head {sequence} | b |
|---|---|
| cell {sequence} | [x{sequence}](y{sequence}) |

```py{sequence}
print("{sequence}")
```

<div title="{sequence}">{sequence}</div>
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder in which each sequence stands in every part of notes, of a list, and of names of files."""
    folder = tmp_path / "note\x1b[31337ms\u202e"
    folder.mkdir()
    (folder / "page.md").write_text(
        "# AWS re:Invent 2022\n\n"
        + "\n".join(page(one).replace("SVS301", f"SVS3{n:02}") for n, one in enumerate(SEQUENCES))
    )
    (folder / "bytes.md").write_bytes(
        b"# AWS re:Invent 2022\n\n## SVS399: Bytes \x9b31337m\n\n\x9d0;PWN\x9c \x1b\xff[31337m\n"
    )
    listed = []
    for number, sequence in enumerate(SEQUENCES):
        name = f"name {number}{sequence}.md".replace("/", "")
        said = {
            "title": f"Named {sequence} {number}",
            "track": f"Track {sequence}",
            "speakers": [f"Bob {sequence} Hopper"],
            "tags": [sequence],
            "why": f"Why {sequence}",
            "abstract": f"Abstract {sequence}",
            "url": f"https://pwn.example/{sequence}",
        }
        front = "".join(f"{key}: {json.dumps(value)}\n" for key, value in said.items())
        (folder / name).write_text(f"---\nyear: 2023\nverdict: watch\n{front}---\n\n{page(sequence)}")
        listed.append(
            {**said, "title": f"AWS re:Invent 2021 - Listed {sequence} {number} (NET2{number:02})", "video": sequence}
        )
    (folder / "list.json").write_text(json.dumps(listed))
    return folder


VERBS = (
    ["parse", "{folder}", "--explain"],
    ["parse", "{folder}/missing\x1b[31337m.md"],
    ["add", "{folder}"],
    ["add", "{folder}/missing\x1b]0;PWN\x07"],
    ["sources"],
    ["index", "--rebuild"],
    ["list"],
    ["list", "--explain"],
    ["list", "sort:\x1b[31337m"],
    ["list", "track:\x1b[31337m"],
    ["search", "queues topics"],
    ["search", "\x1b[31337m\u202e"],
    ["show", "2022-SVS301"],
    ["show", "2021-NET201", "--explain"],
    ["show", "\x1b[31337m"],
    ["open", "named", "--dry-run"],
    ["mark", "2022-SVS301", "2021-NET201", "--watched", "--note", "pwn \x1b[31337m"],
    ["marks"],
    ["stats"],
    ["doctor"],
    ["remove", "{folder}"],
    ["\x1b[31337m"],
    ["list", "--\x1b[31337m"],
)


def test_no_verb_prints_one(hostile: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = caller(capsys, "--no-bundled", "--data-dir", data)
    data.mkdir()
    (data / "sources.txt").write_text("".join(f"a line {sequence}\n" for sequence in SEQUENCES))
    for verb in VERBS:
        words = [word.format(folder=hostile) for word in verb]
        for more in ([], ["--json"]):
            told = call(*words, *more)
            assert harm(told.out + told.err) == [], (verb, more)
            assert "Traceback" not in told.err and "should not have" not in told.err


# A key, or several that belong together; after each what comes is read until nothing more does.
KEYS = (
    *["]", " ", " ", "t", "\x1b", "l", "s", "\x1b", "\x1b", "y", "m", "u", "x", "u"] * 2,
    *["\t", "g", "\r", "G", "\r", "k", "k", "k", "\r"],
    *["z", *["     "] * 8, "z"],
    *[":", "group by speaker", "\r", "g", "\r", "j", "\r", "G", "\r"],
    *[":", "group by track", "\r", "g", "\r", "j", "\r"],
    *[":", "group by source", "\r", "g", "\r", "j", "\r"],
    *[":", "stats", "\r", "\x1b"],
    *["/", "pwn queues", "\x7f" * 10, "speaker:", "\x1b[C", "\x1b", "/", "track:", "\x1b", "/", "source:", "\x1b"],
    *["?", "\x1b", ":", "named", "\x1b"],
)


def test_the_reader_shows_none(hostile: Path, data: Path) -> None:
    terminal = Terminal(str(hostile), data=data, VISUAL="true")
    try:
        terminal.until(lambda: re.search(r"\d talks", terminal.text))
        terminal.resize(140, 40)
        for keys in KEYS:
            terminal.type(keys.encode())
            size = -1
            while size != len(terminal.output):
                size = len(terminal.output)
                time.sleep(0.12 if keys == "\x1b" else 0.03)  # escape waits for what it may begin
                terminal.read()
        terminal.type(b"\x11")
        assert terminal.ends() == 0
        assert terminal.is_given_back()
    finally:
        terminal.close()
    shown = _OURS.sub(b"", terminal.output.replace(b"\r", b"")).decode()
    assert harm(shown) == []
    assert b"31337m" not in b"".join(_OURS.findall(terminal.output))
    assert "Traceback" not in terminal.text and not (data / "failures.log").exists()
    for seen in ("Queues", "Named", "Listed", "A part", "https://pwn", "Hopper", "picture"):
        assert seen in terminal.text, seen
