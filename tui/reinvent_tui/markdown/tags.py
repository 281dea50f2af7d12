"""HTML in a note as harmless text: known tags are dropped, what they say about breaks and links is kept."""

from __future__ import annotations

import re
from functools import cache

from reinvent_tui.markdown.builder import Builder, Prose
from reinvent_tui.markdown.styles import CODE, EMPHASIS, STRIKE, STRONG

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>(?:[\s/][^<>]*)?)>")
_ATTRIBUTE = re.compile(r"""\b(href|src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")

_STYLES = {
    "b": STRONG,
    "strong": STRONG,
    "summary": STRONG,
    "th": STRONG,
    "i": EMPHASIS,
    "em": EMPHASIS,
    "cite": EMPHASIS,
    "s": STRIKE,
    "del": STRIKE,
    "strike": STRIKE,
    "code": CODE,
    "kbd": CODE,
    "samp": CODE,
    "tt": CODE,
}
# What markdown-it-py does not list, because it begins no block.
_WITHIN_LINES = frozenset(
    re.findall(
        "[a-z]+",
        "a abbr acronym audio b bdi bdo big br button canvas cite code data del dfn em embed font i img "
        "input ins kbd label map mark object output picture q rp rt ruby s samp small span strike strong sub "
        "sup svg time tt u var video wbr",
    )
)


@cache
def _blocks() -> frozenset[str]:
    from markdown_it.common.html_blocks import block_names

    return frozenset(block_names) | {"pre", "script", "style", "textarea"}


def add_tag(builder: Builder, html: str) -> None:
    """One inline tag. Comments vanish; `<name>` that is no HTML stays, because it was written to be read."""
    if html.startswith(("<!", "<?")):
        return
    match = _TAG.fullmatch(html)
    if match is None or not _known(match["name"].lower()):
        builder.words(html)
    else:
        _apply(builder, match)


def prose_of_html(source: str) -> Prose:
    """The text of an HTML block."""
    builder = Builder()
    source = _without_comments(source)
    at = 0
    preformatted = False
    for match in _TAG.finditer(source):
        name = match["name"].lower()
        if not _known(name):
            continue
        _add_text(builder, source[at : match.start()], preformatted)
        at = match.end()
        if name in ("pre", "textarea"):
            preformatted = not match["close"]
        _apply(builder, match)
    _add_text(builder, source[at:], preformatted)
    return _trimmed(builder.prose())


def _known(name: str) -> bool:
    return name in _WITHIN_LINES or name in _blocks()


def _apply(builder: Builder, tag: re.Match[str]) -> None:
    name = tag["name"].lower()
    closes = bool(tag["close"])
    if name in _blocks() or name == "br":
        if name in ("td", "th"):
            if not closes and not builder.at_line_start:
                builder.add("  ")
        elif name == "br" or not builder.at_line_start:
            builder.new_line()
        if name == "li" and not closes:
            builder.add("• ")
    if bits := _STYLES.get(name, 0):
        builder.tag_bits = builder.tag_bits & ~bits if closes else builder.tag_bits | bits
    elif name == "a":
        builder.close_link()
        if not closes:
            builder.open_link(_attributes(tag["rest"]).get("href", ""))
    elif name == "img":
        attributes = _attributes(tag["rest"])
        builder.image(attributes.get("alt", ""), attributes.get("src", ""))


def _attributes(text: str) -> dict[str, str]:
    from html import unescape

    found = _ATTRIBUTE.finditer(text)
    return {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in found}


def _add_text(builder: Builder, text: str, preformatted: bool) -> None:
    from html import unescape

    text = unescape(text)
    if preformatted:
        for number, line in enumerate(text.strip("\n").split("\n")):
            if number:
                builder.new_line()
            builder.words(line)
        return
    text = _BLANKS.sub(" ", text)
    builder.words(text.lstrip() if builder.at_line_start else text)


def _without_comments(source: str) -> str:
    """A comment that never ends is text: nobody meant to hide the rest of the note."""
    kept = []
    at = 0
    while (start := source.find("<!--", at)) >= 0 and (end := source.find("-->", start + 4)) >= 0:
        kept.append(source[at:start])
        at = end + 3
    kept.append(source[at:])
    return "".join(kept)


def _trimmed(prose: Prose) -> Prose:
    """Without blanks and newlines at the end."""
    text = prose.text.rstrip()
    size = len(text)
    spans = [(start, min(end, size), bits, link) for start, end, bits, link in prose.spans if start < size]
    return Prose(text, spans)
