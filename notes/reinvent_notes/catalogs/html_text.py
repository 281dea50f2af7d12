"""HTML in descriptions -> Markdown: paragraphs, lists, emphasis, links; what else there is, is dropped or plain text.

What is no whole tag is made text first: html.parser looks for the ends of such over and over, in quadratic time.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from reinvent_notes.text import clean

_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*(?:-->|\Z)|<[!?][^<>]*>")
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>\"']*(?:\"[^<>\"]*\"[^<>\"']*|'[^<>']*'[^<>\"']*)*>)")
_MARKUP = re.compile(r"<[A-Za-z!/]|&[A-Za-z#]")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|span|ul|li|b|strong|em|i|a)\b", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\\[\]]+", re.I)
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_DROPPED = frozenset(("script", "style", "template", "iframe", "object", "svg", "noscript"))
_BLOCKS = frozenset(
    "p div section article header footer ul ol table tr h1 h2 h3 h4 h5 h6 blockquote pre dl dt dd hr figure".split()
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_LISTS = 6  # items of lists within more lists are not indented further


def markdown(text: str) -> str:
    """A description as clean Markdown. Text without markup stays as it is."""
    if _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    if _MARKUP.search(text):
        writer = _Writer()
        writer.feed(_NO_TAG.sub("&lt;", _COMMENT.sub("", text)))
        writer.close()
        text = writer.written()
    lines = (line.rstrip() for line in clean(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


class _Writer(HTMLParser):
    """Writes Markdown while it reads. A mark is written with the text within it, so that none stands empty."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._dropped = 0
        self._lists: list[int | None] = []  # the number of the item in each list that is open; None: no numbers
        self._link: tuple[int, str] | None = None  # where in the parts its text begins, its address
        self._marks: list[tuple[str, int]] = []  # the tags that are open, where their text begins

    def written(self) -> str:
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "li":
            self._begin_item()
        elif tag in _MARKS:
            if tag not in (mark for mark, _ in self._marks):
                self._marks.append((tag, len(self._parts)))
        elif tag == "a":
            address = next((value for name, value in attrs if name == "href" and value), "").strip()
            self._link = (len(self._parts), address) if _ADDRESS.fullmatch(address) else None
        elif tag in _BLOCKS:
            self._end_block()
            if tag in ("ul", "ol"):
                self._lists.append(0 if tag == "ol" else None)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        elif tag in _MARKS:
            place = next((place for place, (mark, _) in enumerate(self._marks) if mark == tag), None)
            if place is not None:
                self._wrap(self._marks[place][1], _MARKS[tag], _MARKS[tag])
                del self._marks[place:]
        elif tag == "a" and self._link:
            start, address = self._link
            self._link = None
            self._wrap(start, "[", f"]({address.replace('(', '%28').replace(')', '%29')})")
        elif tag in _BLOCKS:
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._end_block()

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        text = _BLANKS.sub(" ", data)
        if self._is_after_blank():
            text = text.lstrip(" ")
        if text:
            self._parts.append(text)

    def _begin_item(self) -> None:
        self._end_marks()
        mark = "- "
        if self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            mark = f"{number + 1}. "
        indent = "   " * min(max(0, len(self._lists) - 1), _LISTS)
        self._parts.append(f"\n{indent}{mark}")

    def _end_block(self) -> None:
        """A paragraph within a list's item is a part of its line."""
        self._end_marks()
        if not self._lists:
            self._parts.append("\n\n")
        elif not self._is_after_blank():
            self._parts.append(" ")

    def _is_after_blank(self) -> bool:
        return not self._parts or self._parts[-1].endswith((" ", "\n"))

    def _end_marks(self) -> None:
        """Marks and links do not reach over the end of a paragraph."""
        self._marks.clear()
        self._link = None

    def _wrap(self, start: int, before: str, after: str) -> None:
        """Put marks around what was written since `start`, its blanks outside."""
        text = "".join(self._parts[start:])
        inner = text.strip()
        if inner and "\n" not in inner:
            blank_before = text[: len(text) - len(text.lstrip())]
            self._parts[start:] = [blank_before, before + inner + after, text[len(text.rstrip()) :]]
