"""Inline Markdown -> the text that a reader sees of it."""

from __future__ import annotations

import html
import re

from reinvent_notes import limits
from reinvent_notes.text import clean_line

# Link text may hold one pair of brackets ([REPEAT 1]), a target one pair of parentheses.
LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(\s*<?(?P<url>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+[\"'(][^\n]*?[\"')])?\s*\)"
)
_REFERENCE_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\[[^\[\]]*\]")
_ADDRESS = re.compile(r"<?https?://[^\s<>]+>?")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->|\{%.*?%\}|\{\{.*?\}\}|\{[:#.][^{}]*\}\s*$")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_MARKUP = re.compile(r"[\[<`&\\*_{~]")
_CODE_SPAN = re.compile(r"(`+)\s?(.+?)\s?\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(inline: str) -> str:
    """Inline Markdown as the text that a reader sees, on one line, clean."""
    inline = inline[: limits.INLINE_CHARS]
    if not _MARKUP.search(inline) and "://" not in inline:
        return clean_line(inline)[: limits.TITLE_CHARS]
    text = inline
    if "[" in text:
        text = LINK.sub(lambda match: "" if match["image"] else match["text"], text)
        text = _REFERENCE_LINK.sub(r"\1", text)
    if "://" in text:
        text = _ADDRESS.sub("", text)
    if "<" in text or "{" in text:
        text = _TAG.sub("", text)
    if "`" in text:
        text = _CODE_SPAN.sub(r"\2", text)
    if "*" in text or "_" in text or "~" in text:
        for _ in range(2):  # emphasis within strong emphasis
            text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    return clean_line(html.unescape(_ESCAPE.sub(r"\1", text)))[: limits.TITLE_CHARS]
