"""Bytes become clean lines: whatever a note was saved as is read, and nothing that a terminal would obey is left."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import limits
from reinvent_notes.errors import Refused
from reinvent_notes.text import clean, clean_line, decode, read_bytes

NOTE = "# Größe – “quoted” 😀\nsecond line\n"
LINES = ("# Größe – “quoted” 😀", "second line", "")

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_TAGS = range(0xE0000, 0xE0080)


def harmful(text: str) -> list[str]:
    """The characters of a text that can make a terminal do something else than show text."""
    return [
        f"U+{ord(c):04X}"
        for c in text
        if (unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c not in "\n\t") or c in _BIDI or ord(c) in _TAGS
    ]


# decoding


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(NOTE.encode(), id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + NOTE.encode(), id="utf-8 with its mark"),
        pytest.param(b"\xff\xfe" + NOTE.encode("utf-16-le"), id="utf-16 little end first"),
        pytest.param(b"\xfe\xff" + NOTE.encode("utf-16-be"), id="utf-16 big end first"),
        pytest.param(NOTE.replace("\n", "\r\n").encode(), id="lines that end as on Windows"),
        pytest.param(NOTE.replace("\n", "\r").encode(), id="lines that end as on an old Mac"),
    ],
)
def test_a_note_reads_the_same_however_it_was_saved(data: bytes) -> None:
    assert decode(data, "note.md") == (LINES, ())


def test_one_file_may_mix_line_ends() -> None:
    assert decode(b"one\ntwo\r\nthree\rfour", "note.md").lines == ("one", "two", "three", "four")


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_newlines_and_returns_end_a_line_so_that_line_numbers_agree_with_an_editor(sign: str) -> None:
    lines = decode(f"one{sign}still one\ntwo".encode(), "note.md").lines
    assert len(lines) == 2
    assert lines[1] == "two"


def test_an_empty_file_is_one_empty_line() -> None:
    assert decode(b"", "note.md") == (("",), ())


def test_latin_1_is_read_with_a_mark_for_what_is_lost_and_a_warning_that_names_the_line() -> None:
    read = decode("one\ntwo\ncafé au lait\n".encode("latin-1"), "note.md")
    assert read.lines == ("one", "two", "caf� au lait", "")
    [(line, sentence)] = read.warnings
    assert line == 3
    assert "UTF-8" in sentence


def test_the_warning_names_the_right_line_when_lines_end_as_on_windows() -> None:
    assert decode("one\r\ntwo\r\ncafé".encode("latin-1"), "note.md").warnings[0][0] == 3


def test_the_warning_names_the_right_line_when_lines_end_as_on_an_old_mac() -> None:
    assert decode("one\rtwo\rcafé".encode("latin-1"), "note.md").warnings[0][0] == 3


def test_bytes_that_are_lost_are_told_even_where_the_note_holds_a_replacement_character_itself() -> None:
    read = decode("already � here\n".encode() + "café".encode("latin-1"), "note.md")
    assert [line for line, _ in read.warnings] == [2]


def test_a_replacement_character_that_the_note_holds_itself_is_no_reason_to_warn() -> None:
    assert decode("already � here\n".encode(), "note.md").warnings == ()


@pytest.mark.parametrize("data", [b"\xff\xfeo\x00d\x00d", b"\xff\xfe\x00\xd8a\x00"], ids=["half a letter", "surrogate"])
def test_utf_16_that_breaks_off_is_read_as_far_as_it_goes_with_a_warning(data: bytes) -> None:
    read = decode(data, "note.md")
    assert [line for line, _ in read.warnings] == [1]
    assert "UTF-16" in read.warnings[0][1]
    assert not harmful("".join(read.lines))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
        pytest.param(b"\x7fELF\x02\x01\x01\x00", id="program"),
        pytest.param(NOTE.encode("utf-16-le"), id="utf-16 without its mark"),
    ],
)
def test_a_binary_file_is_refused_by_its_name(data: bytes) -> None:
    with pytest.raises(Refused, match=r"^picture\.md: is a binary file; name a text file$"):
        decode(data, "picture.md")


def test_a_line_without_end_is_cut_with_a_warning_that_names_the_line_and_the_limit() -> None:
    read = decode(b"short\n" + b"x" * (limits.LINE_CHARS + 1) + b"\nshort", "note.md")
    assert [len(line) for line in read.lines] == [5, limits.LINE_CHARS, 5]
    [(line, sentence)] = read.warnings
    assert line == 2
    assert "LINE_CHARS" in sentence


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_any_bytes_are_refused_or_read_as_harmless_lines(data: bytes) -> None:
    try:
        lines = decode(data, "note.md").lines
    except Refused as refusal:
        assert "binary" in str(refusal)
        return
    assert lines
    for line in lines:
        assert "\n" not in line
        assert not harmful(line)


# files that are none


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_bytes(b"one\r\ntwo\x00")
    assert read_bytes(note) == b"one\r\ntwo\x00"


def test_a_file_that_is_not_there_is_refused_in_one_line_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone\.md: cannot be read \(no such file or directory\); check the path$"):
        read_bytes(tmp_path / "gone.md")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is not a regular file"):
        read_bytes(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    program = (
        "import sys, pathlib\n"
        "from reinvent_notes.errors import Refused\n"
        "from reinvent_notes.text import read_bytes\n"
        "try: read_bytes(pathlib.Path(sys.argv[1]))\n"
        "except Refused as refusal: print(refusal)\n"
    )
    # in a process of its own: if it waited, nothing else could end it
    done = subprocess.run([sys.executable, "-c", program, pipe], capture_output=True, text=True, timeout=10)
    assert done.stdout == f"{pipe}: is not a regular file; name a file or a folder\n"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices here")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused(device: str) -> None:
    with pytest.raises(Refused, match="is not a regular file"):
        read_bytes(Path(device))


def test_a_file_too_large_to_be_notes_is_refused_with_the_name_of_the_limit(tmp_path: Path) -> None:
    large = tmp_path / "large.md"
    with large.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)  # takes no room on the disk
    with pytest.raises(Refused, match="FILE_BYTES"):
        read_bytes(large)


# cleaning


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("\x1b", id="escape"),
        pytest.param("\x00", id="nul"),
        pytest.param("\x07", id="bell"),
        pytest.param("\x08", id="backspace"),
        pytest.param("\r", id="return"),
        pytest.param("\x7f", id="delete"),
        pytest.param("\x9b", id="C1 control sequence"),
        pytest.param("\x9d", id="C1 operating system command"),
        pytest.param("\u202e", id="text runs backwards"),
        pytest.param("\u2066", id="isolate"),
        pytest.param("\u200f", id="right-to-left mark"),
        pytest.param("\U000e0041", id="tag letter"),
        pytest.param("\u200b", id="blank without width"),
        pytest.param("\u2060", id="joiner without width"),
        pytest.param("\ufeff", id="byte order mark"),
        pytest.param("\ud800", id="half of a pair"),
    ],
)
def test_what_a_terminal_would_obey_or_nobody_could_see_is_taken_out(sign: str) -> None:
    assert clean(f"a{sign}b{sign}") == "ab"
    assert clean_line(f"a{sign}b") in ("ab", "a b")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a\tb", id="tab"),
        pytest.param("a\n\nb", id="newline"),
        pytest.param("👩‍💻 👍🏽 ❤️ 🏳️‍🌈", id="emoji that are joined"),
        pytest.param("می‌خواهم", id="a script that needs its joiners"),
        pytest.param("Cafe\u0301 ﬁ ½ 日本語 עברית", id="accents and other scripts"),
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


def test_a_colour_sequence_leaves_nothing_but_its_letters() -> None:
    assert clean("\x1b[31mred\x1b[0m") == "[31mred[0m"


def test_a_line_is_one_line_with_single_blanks() -> None:
    assert clean_line("  a\n b\t\x1b c\u2028d ") == "a b c d"


@given(st.text(st.characters(), max_size=60))
def test_nothing_harmful_survives_cleaning_and_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert not harmful(once)
    assert clean(once) == once


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=60))
def test_text_without_controls_is_never_changed(text: str) -> None:
    assert clean(text) == text
