"""HTML in descriptions -> Markdown: paragraphs, lists, emphasis, links. Other tags are dropped, and their text stays.

What entities stand for is text from outside as well, so that the result is cleaned here.
"""

from __future__ import annotations

import html
import re

from reinvent_notes.text import clean

# Each pattern looks at any part of the text a fixed number of times, whatever stands there.
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|span|ul|li|b|strong|em|i|a)\b", re.I)
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.I)
_MARKED = re.compile(r"<(b|strong|i|em|a)\b([^<>]*)>([^<>]*)</\1\s*>", re.I)
_OTHER_TAG = re.compile(r"</?(?!(?:b|strong|i|em|a|p|div|br|ul|ol|li)\b)[a-z][^<>]*>", re.I)
_NESTED = 3  # a link within emphasis within strong emphasis
_ADDRESS = re.compile(r"""\bhref\s*=\s*(["'])\s*(https?://[^\s<>"'`\\\[\]]+)\s*\1""", re.I)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LISTS = 6  # items of lists within more lists are not indented further


def markdown(text: str) -> str:
    """A description as clean Markdown. Text without markup stays as it is."""
    if _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    text = _UNSEEN.sub("", text)
    if _TAG.search(text):
        text = _OTHER_TAG.sub("", text)
        for _ in range(_NESTED):
            text = _MARKED.sub(_marked, text)
        text = _laid_out(text)
    else:
        text = html.unescape(text)
    lines = (line.rstrip() for line in clean(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _marked(match: re.Match[str]) -> str:
    """Emphasis or a link in Markdown, with the blanks within it outside."""
    tag, attributes, text = match[1].lower(), match[2], match[3]
    inner = text.strip()
    if not inner:
        return text
    mark = _MARKS.get(tag)
    address = None if mark else _ADDRESS.search(attributes)
    if mark:
        marked = mark + inner + mark
    elif address:
        marked = f"[{inner}]({address[2].replace('(', '%28').replace(')', '%29')})"
    else:
        marked = inner
    return text.replace(inner, marked, 1)


def _laid_out(text: str) -> str:
    """Text with a line for each item of a list, and blank lines around paragraphs and lists."""
    first, *others = _TAG.split(text)
    written = ["\n", _words(first).lstrip()] if first.strip() else ["\n"]
    numbers: list[int | None] = []  # of the last item in each list that is open; None: a list without numbers

    def write(part: str) -> None:
        if part := part.lstrip(" ") if written[-1].endswith((" ", "\n")) else part:
            written.append(part)

    for end, tag, words in zip(others[::3], others[1::3], others[2::3], strict=True):
        tag = tag.lower()
        if tag in ("ul", "ol"):
            if not end:
                numbers.append(0 if tag == "ol" else None)
            elif numbers:
                numbers.pop()
        if tag == "br":
            written.append("\n")
        elif tag == "li" and not end:
            written.append(_item(numbers))
        elif tag in ("ul", "ol", "p", "div"):
            # a paragraph within an item is a part of its line
            write(" ") if numbers else written.append("\n\n")
        write(_words(words))
    return "".join(written)


def _words(text: str) -> str:
    """Text between tags, with single blanks in place of blanks and line breaks."""
    return re.sub(r"\s+", " ", html.unescape(text))


def _item(numbers: list[int | None]) -> str:
    mark = "-"
    if numbers and (number := numbers[-1]) is not None:
        numbers[-1] = number + 1
        mark = f"{number + 1}."
    return f"\n{'   ' * min(max(0, len(numbers) - 1), _LISTS)}{mark} "
