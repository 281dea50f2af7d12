"""The block of `key: value` lines before a document: YAML between `---`, TOML between `+++`.

Only what notes use is understood: text, lists of text, dates and numbers as written. Anchors, nested
tables and other tricks are read as nothing, so a block can neither grow nor run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reinvent_notes import limits
from reinvent_notes.text import clean_line

Value = str | list[str]

_KEY = re.compile(r"[A-Za-z_][\w .-]{0,60}")
_ITEM = re.compile(r"\s*-\s+(?P<item>.+)$")
_IN_BLOCK = re.compile(r"[A-Za-z_][\w .-]{0,60}:|\s|- |#")
_COMMENT = re.compile(r"\s#.*$")
_QUOTED = re.compile(r"""^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s+#.*$""")
_ESCAPE = re.compile(r"\\(.)")
_QUOTED_ITEM = re.compile(
    r"""\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^']|'')*)'|(?P<bare>[^,]*))\s*(?:,|$)"""
)


def read(lines: Sequence[str]) -> tuple[dict[str, Value], int]:
    """The values by key in lower case, and the index of the first line after the block (0: there is none)."""
    fence = lines[0].rstrip() if lines else ""
    if fence not in ("---", "+++"):
        return {}, 0
    ends = ("---", "...") if fence == "---" else ("+++",)
    for index in range(1, min(len(lines), limits.FRONT_MATTER_LINES)):
        if lines[index].rstrip() in ends:
            block = lines[1:index]
            values = _yaml(block) if fence == "---" else _toml(block)
            # a rule at the top of a page is followed by text, not by keys
            return (values, index + 1) if values or not any(line.strip() for line in block) else ({}, 0)
    return {}, 0


def is_too_long(lines: Sequence[str]) -> bool:
    """Whether a block goes on for so long that it is read as text: keys, and no end of it."""
    most = limits.FRONT_MATTER_LINES
    if len(lines) <= most or lines[0].rstrip() != "---":
        return False
    block = [line for line in lines[1:most] if line.strip()]
    return "---" in map(str.rstrip, lines[most:]) and bool(block) and all(map(_IN_BLOCK.match, block))


def text_of(values: dict[str, Value], *keys: str) -> str | None:
    """The first of these keys that has a value, as text; a list's first item."""
    for key in keys:
        value = values.get(key)
        if value and (text := value[0] if isinstance(value, list) else value):
            return text
    return None


def list_of(values: dict[str, Value], *keys: str) -> list[str]:
    """The first of these keys that has a value, as a list; text is split at commas and semicolons."""
    for key in keys:
        value = values.get(key)
        if isinstance(value, str):
            value = [part.strip() for part in re.split(r"[;,]", value) if part.strip()]
        if value:
            return value
    return []


def _yaml(block: Sequence[str]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    key = None
    for number, line in enumerate(block):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        stated = _key_and_value(line)
        if stated:
            key, text = stated
            if key in values:  # the first of two wins, whatever the second says
                key = None
                continue
            values[key] = _value(_whole_list(text, block[number + 1 :]) if text.startswith("[") else text)
        elif key is not None:
            values[key] = _continued(values[key], line)
    return {name: value for name, value in values.items() if value}


def _key_and_value(line: str) -> tuple[str, str] | None:
    """`Key: value` with the key in lower case; what goes on without a blank behind the colon is none."""
    key, colon, value = line.partition(":")
    key = key.rstrip()
    if not colon or not (value[:1].isspace() or not value) or not _KEY.fullmatch(key):
        return None
    return key.lower(), value.strip()


def _continued(value: Value, line: str) -> Value:
    item = _ITEM.match(line)
    if item:
        return [*(value if isinstance(value, list) else []), _scalar(item["item"])]
    if isinstance(value, str) and line[:1] in " \t":
        text = line.strip()
        return text if value in ("", "|", ">", "|-", ">-") else f"{value} {text}"
    return value


def _whole_list(text: str, following: Sequence[str]) -> str:
    """A list in brackets up to its end, which may be on a later line."""
    for line in ("", *following):
        text = f"{text} {line}".strip()
        if "]" in text:
            break
        if _key_and_value(line):
            return text.partition(" " + line)[0]
    return text[: text.rfind("]") + 1] or text


def _value(text: str) -> Value:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return [item for match in _QUOTED_ITEM.finditer(text[1:-1]) if (item := _item_text(match))]
    return _scalar(text)


def _item_text(match: re.Match[str]) -> str:
    if match["double"] is not None:
        return _unescaped(match["double"])
    if match["single"] is not None:
        return match["single"].replace("''", "'")
    return match["bare"].strip()


def _scalar(text: str) -> str:
    text = text.strip()
    text = _QUOTED.sub(r"\1", text) if "#" in text else text
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return _unescaped(text[1:-1])
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    text = _COMMENT.sub("", text) if "#" in text else text
    return "" if text in ("null", "~", "[]", "{}") else text


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _toml(block: Sequence[str]) -> dict[str, Value]:
    import tomllib  # only pages with +++ need it

    try:
        table = tomllib.loads("\n".join(block))  # its escapes can name characters that were cleaned out of the file
        return {
            key.lower(): [clean_line(str(item)) for item in value]
            if isinstance(value, list)
            else clean_line(str(value))
            for key, value in table.items()
            if not isinstance(value, dict)
        }
    except (ValueError, RecursionError):  # an error of TOML, or a number too long to read or write
        return {}
