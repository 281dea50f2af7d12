"""Styled text, collected piece by piece: the one place where a note's text is cleaned again."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from reinvent_notes.talk import TALK_ID
from reinvent_notes.text import clean
from reinvent_tui.markdown.lines import Link
from reinvent_tui.markdown.styles import IMAGE, LINK

ProseSpan = tuple[int, int, int, Link | None]  # from, to, style bits, the link it belongs to

_BLANKS = re.compile(r"[ \t]+")
_BREAKS = re.compile(r"[\t\n]+")
_PATH = r"[A-Za-z0-9\-._~:/?#@!$&()*+,;=%]*"
_BARE = re.compile(
    rf"(?<![A-Za-z0-9])https?://[A-Za-z0-9]{_PATH}|(?<![\w@/.-])www\.[A-Za-z0-9-]+\.[A-Za-z]{_PATH}|{TALK_ID}"
)


class Prose(NamedTuple):
    """Text whose only newlines are wanted ones. Spans are ordered and do not overlap."""

    text: str
    spans: list[ProseSpan] | tuple[()] = ()


def safe(text: str) -> str:
    """Text as it may reach the terminal: entities can decode to control characters."""
    return text if text.isprintable() else clean(text).replace("\xad", "")


def may_be_linked(text: str) -> bool:
    """Whether there may be a bare address, or the id of a talk, in a text."""
    return "://" in text or "www." in text or ("-" in text and "20" in text)


def squeeze(text: str) -> str:
    return _BLANKS.sub(" ", text) if "  " in text or "\t" in text else text


class Builder:
    """Collects text, each piece with the styles and the link that hold at that moment."""

    __slots__ = ("_length", "_link", "_link_start", "_parts", "_spans", "bits", "tag_bits")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._spans: list[ProseSpan] = []
        self._length = 0
        self._link: Link | None = None
        self._link_start = 0
        self.bits = 0  # from Markdown, always balanced
        self.tag_bits = 0  # from HTML, balanced or not

    def prose(self) -> Prose:
        self.close_link()
        return Prose("".join(self._parts), self._spans)

    def add(self, text: str, bits: int = 0) -> None:
        """Clean text as it stands."""
        if text:
            start = self._length
            self._parts.append(text)
            self._length += len(text)
            bits |= self.bits | self.tag_bits
            if bits or self._link:
                self._spans.append((start, self._length, bits, self._link))

    def words(self, text: str) -> None:
        """Text from a note: cleaned, blanks squeezed, bare addresses and ids of talks made links."""
        if not text.isprintable():
            text = safe(text)
        text = squeeze(text)
        if text[:1] == " " and (not self._parts or self._parts[-1][-1] in " \n"):
            text = text[1:]  # what stood between two blanks has vanished
        at = 0
        if self._link is None and may_be_linked(text):
            for match in _BARE.finditer(text):
                url = _without_punctuation(match[0])
                self.add(text[at : match.start()])
                self.open_link(f"https://{url}" if url.startswith("www.") else url)
                self.add(url)
                self.close_link()
                at = match.start() + len(url)
        self.add(text[at:])

    def new_line(self) -> None:
        self.add("\n")

    @property
    def at_line_start(self) -> bool:
        return not self._parts or self._parts[-1][-1] == "\n"

    def open_link(self, url: str) -> None:
        if self._link is None and url.strip():
            self._link = Link("", _BREAKS.sub("", safe(url)))
            self._link_start = len(self._parts)
            self.bits |= LINK

    def close_link(self) -> None:
        if self._link is not None:
            link = self._link
            if len(self._parts) == self._link_start:
                self.add(link.url)
            link.text = "".join(self._parts[self._link_start :]).strip()
            self._link = None
            self.bits &= ~LINK

    def image(self, alt: str, source: str) -> None:
        """An image by its name, which leads to it; within a link it is the link's text."""
        file = unquote(re.split("[?#]", source)[0].rpartition("/")[2])
        name = " ".join(safe(alt).split() or safe(file).split()) or "no name"
        within = self._link is not None
        if not within:
            self.open_link(source)
        self.add(f"[image: {name}]", IMAGE)
        if not within:
            self.close_link()


def _without_punctuation(url: str) -> str:
    """An address found in a sentence, without what belongs to the sentence."""
    unopened = url.count(")") - url.count("(")
    end = len(url)
    while url[end - 1] in ".,:;!?*_~" or (unopened > 0 and url[end - 1] == ")"):
        unopened -= url[end - 1] == ")"
        end -= 1
    return url[:end]
