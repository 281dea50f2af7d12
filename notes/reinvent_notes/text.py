"""The one boundary that untrusted text crosses: bytes become text here, and control characters end here."""

from __future__ import annotations

import os
import re
import stat
from codecs import BOM_UTF8
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reinvent_notes import limits
from reinvent_notes.errors import Refused, SettingsError, reason

# C0 but tab and newline, DEL, C1, bidi controls, invisible spaces, byte order mark, tag characters, surrogates.
# The zero-width joiners stay: emoji and several scripts are written with them.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_HARMFUL_ASCII = bytes(code for code in range(128) if _HARMFUL.match(chr(code)))
_LINE_SEPARATORS = re.compile("[\u2028\u2029]")


def clean(text: str) -> str:
    """Text without anything that a terminal would obey. Newlines and tabs stay."""
    return _HARMFUL.sub("", _LINE_SEPARATORS.sub(" ", text))


def clean_line(text: str) -> str:
    """Clean text on one line, with single blanks."""
    # what is printable has nothing to clean
    return " ".join((text if text.isprintable() else clean(text)).split())


def counted(number: int, what: str = "talk") -> str:
    """`1 document`, `1,200 talks`."""
    return f"{number:,} {what}{'s' * (number != 1)}"


def shown_path(path: Path | str) -> str:
    """A path as the user is told it: bytes that are no text are written out, nothing in it steers a terminal."""
    file = str(path)
    if file.isprintable() and "  " not in file:
        return file  # nothing to clean, and nearly always so
    return clean_line(os.fsencode(file).decode("utf-8", "backslashreplace"))


class Decoded(NamedTuple):
    """A document's clean lines, without their ends, and what had to be mended (line, sentence)."""

    lines: tuple[str, ...]
    warnings: tuple[tuple[int, str], ...] = ()


def read_bytes(path: Path | str, limit: str = "FILE_BYTES") -> bytes:
    """A regular file's bytes. Devices, pipes and files that are larger than the limit of this name are refused, and
    never waited for."""
    most: int = getattr(limits, limit)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise Refused(f"cannot be read ({reason(error)})", where=shown_path(path), remedy="check the path") from None
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise Refused("is not a regular file", where=shown_path(path), remedy="name a file or a folder")
    try:
        data = _read_all(handle, status.st_size, most)
    except OSError as error:
        raise Refused(f"cannot be read ({reason(error)})", where=shown_path(path), remedy="check the disk") from None
    finally:
        os.close(handle)
    if len(data) > most:
        raise Refused(f"is larger than {most >> 20} MiB ({limit})", where=shown_path(path), remedy="split it")
    return data


def read_own(path: Path) -> str:
    """A small file of the user's own, as it stands. Raises SettingsError, also where it is no UTF-8."""
    try:
        return _with_newlines(read_bytes(path, "SETTINGS_BYTES").decode("utf-8-sig"))
    except Refused as refused:
        raise SettingsError(refused.what, where=path, remedy=refused.remedy) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        what, remedy = "holds bytes that are not UTF-8", "save it as UTF-8"
        raise SettingsError(what, where=path, line=line, remedy=remedy) from None


def write_own(path: Path, data: bytes) -> bool:
    """Write a file of the user's own in one step: what reads it finds the old or the new, and nobody else may.

    A link stays one. False when it held the same. Raises OSError.
    """
    import tempfile  # slow to load

    with suppress(Refused):
        if read_bytes(path) == data:
            return False
    path = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=".reinvent-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _read_all(handle: int, size: int, most: int) -> bytes:
    """All of a file, or one byte more than is allowed; its size may not be true, or no longer."""
    data = os.read(handle, min(size, most) + 1)
    if len(data) == size:  # one byte more was asked for: this is its end
        return data
    while len(data) <= most and (more := os.read(handle, most + 1 - len(data))):
        data += more
    return data


def decode(data: bytes, name: object) -> Decoded:
    """Bytes as lines: UTF-8 (with or without its mark), UTF-16 by its mark, else with what is invalid replaced."""
    return clean_lines(*decode_data(data, name))


def decode_data(data: bytes, name: object) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Bytes as text that is not clean yet, and warnings: for what takes data apart and cleans each value."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codec, encoding = "utf-16", "UTF-16"
    elif b"\x00" in data[:8192]:
        raise Refused("is a binary file", where=name, remedy="name a text file")
    else:
        data, codec, encoding = data.removeprefix(BOM_UTF8), "utf-8", "UTF-8"
    try:
        return _with_newlines(data.decode(codec)), ()
    except UnicodeDecodeError as error:
        line = _with_newlines(data[: error.start].decode(codec, "replace")).count("\n") + 1
        warning = (line, f"holds bytes that are not {encoding}; they are shown as �")
        return _with_newlines(data.decode(codec, "replace")), (warning,)


def clean_lines(text: str, warnings: tuple[tuple[int, str], ...] = ()) -> Decoded:
    lines = text.split("\n")
    if not _is_clean_ascii(text):
        # what is printable has nothing to clean, and nearly every line is
        lines = [line if line.isprintable() else clean(line) for line in lines]
    cut = []
    if max(map(len, lines)) > limits.LINE_CHARS:
        for number, content in enumerate(lines, 1):
            if len(content) > limits.LINE_CHARS:
                lines[number - 1] = content[: limits.LINE_CHARS]
                cut.append((number, f"is longer than {limits.LINE_CHARS:,} characters (LINE_CHARS); cut"))
    return Decoded(tuple(lines), (*warnings, *cut))


def _is_clean_ascii(text: str) -> bool:
    """A quick look at all of a text at once, which most are told by."""
    return text.isascii() and len(text.encode().translate(None, _HARMFUL_ASCII)) == len(text)


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
