"""The text of a paragraph, heading or cell: emphasis, code, links and images in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from reinvent_notes.text import clean
from reinvent_tui.markdown import limits
from reinvent_tui.markdown.lines import Link
from reinvent_tui.markdown.parser import inline_tokens
from reinvent_tui.markdown.styles import CODE, DIM, EMPHASIS, IMAGE, LINK, STRIKE, STRONG

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

ProseSpan = tuple[int, int, int, Link | None]  # from, to, style bits, the link it belongs to


class Prose(NamedTuple):
    """Text whose only newlines are wanted ones. Spans are ordered and do not overlap."""

    text: str
    spans: list[ProseSpan] | tuple[()] = ()


# Without one of these, markdown-it-py would hand the text back as it is; most bullets have none.
_MARKUP = re.compile(r"[\\`*_\[<&]|~~|  \n")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_BLANKS = re.compile(r"[ \t]+")
_URL = re.compile(r"(?<![A-Za-z0-9])https?://[A-Za-z0-9\-._~:/?#@!$&()*+,;=%]+")
# Template tags, and code spans so that the tags in them are passed over. `${{ … }}` is no template tag.
_TEMPLATE = re.compile(r"(?<!`)(`++)[^`]+\1(?!`)|\{%[^{}]*%\}|(?<!\$)\{\{[^{}]*\}\}")

_STYLES = {"strong_open": STRONG, "em_open": EMPHASIS, "s_open": STRIKE}
_CLOSERS = frozenset(("strong_close", "em_close", "s_close"))


def safe(text: str) -> str:
    """Text as it may reach the terminal. Entities can decode to control characters, so it is cleaned again."""
    return text if text.isprintable() else clean(text).replace("\xad", "")


def without_templates(content: str) -> str:
    """Content without the `{% … %}` and `{{ … }}` of static site generators, unless they are code."""
    if "{%" not in content and "{{" not in content:
        return content
    return _TEMPLATE.sub(lambda match: match[0] if match[1] else "", content)


def prose(content: str, env: EnvType) -> Prose:
    """What markdown-it-py makes of a block's content."""
    if len(content) > limits.INLINE_CHARS or content.count("[") > limits.INLINE_BRACKETS:
        return Prose(f"{limits.TOO_LONG}\n{safe(content)}", [(0, len(limits.TOO_LONG), DIM, None)])
    builder = Builder()
    if _MARKUP.search(content) is not None:
        _build(builder, inline_tokens(content, env))
        return builder.prose()
    if "\n" in content:
        content = _LINE_END.sub(" ", content)
    if "://" not in content:
        return Prose(_squeeze(safe(content)))
    builder.words(content)
    return builder.prose()


def _squeeze(text: str) -> str:
    return _BLANKS.sub(" ", text) if "  " in text or "\t" in text else text


class Builder:
    """Collects text piece by piece, each with the styles and the link that hold at that moment."""

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
        """Text from a note: cleaned, blanks squeezed, bare addresses made links."""
        text = _squeeze(safe(text))
        if text[:1] == " " and (not self._parts or self._parts[-1][-1] in " \n"):
            text = text[1:]  # something between two blanks vanished
        at = 0
        if self._link is None and "://" in text:
            for match in _URL.finditer(text):
                url = _without_punctuation(match[0])
                self.add(text[at : match.start()])
                self.open_link(url)
                self.add(url)
                self.close_link()
                at = match.start() + len(url)
        self.add(text[at:])

    def new_line(self) -> None:
        self.add("\n")

    @property
    def at_line_start(self) -> bool:
        return not self._parts or self._parts[-1].endswith("\n")

    def open_link(self, url: str) -> None:
        if self._link is None and url:
            self._link = Link("", safe(url))
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
        name = safe(alt).strip() or safe(unquote(re.split("[?#]", source)[0].rpartition("/")[2])) or "without a name"
        within = self._link is not None
        if not within:
            self.open_link(source)
        self.add(_squeeze(f"[image: {name}]").replace("\n", " "), IMAGE)
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


def _build(builder: Builder, tokens: list[Token]) -> None:
    from reinvent_tui.markdown.tags import add_tag

    outer: list[int] = []  # the bits to go back to
    pending: list[str] = []  # neighbours are joined, because an entity may stand within an address
    for token in tokens:
        kind = token.type
        if kind in ("text", "text_special"):
            pending.append(token.content)
            continue
        if kind == "softbreak":
            pending.append(" ")
            continue
        if pending:
            builder.words("".join(pending))
            pending.clear()
        if kind in _STYLES:
            outer.append(builder.bits & ~LINK)
            builder.bits |= _STYLES[kind]
        elif kind in _CLOSERS:
            builder.bits = outer.pop() | (builder.bits & LINK)
        elif kind == "code_inline":
            builder.add(safe(token.content.replace("\t", " ")), CODE)
        elif kind == "link_open":
            builder.close_link()
            builder.open_link(str(token.attrs.get("href", "")))
        elif kind == "link_close":
            builder.close_link()
        elif kind == "hardbreak":
            builder.new_line()
        elif kind == "image":
            builder.image(_plain(token.children or ()), str(token.attrs.get("src", "")))
        elif kind == "html_inline":
            add_tag(builder, token.content)
    if pending:
        builder.words("".join(pending))


def _plain(tokens: list[Token] | tuple[()]) -> str:
    """The text of an image's description, without its markup."""
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.children:
            parts.append(_plain(token.children))
        else:
            parts.append(token.content)
    return "".join(parts)
