"""The text of a paragraph, heading or cell: emphasis, code, links and images in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reinvent_notes import limits
from reinvent_tui.markdown.builder import Builder, Prose, may_be_linked, safe, squeeze
from reinvent_tui.markdown.meant import with_bold
from reinvent_tui.markdown.parser import as_written, inline_tokens
from reinvent_tui.markdown.styles import CODE, DIM, EMPHASIS, LINK, MARKER, STRIKE, STRONG
from reinvent_tui.markdown.tags import add_tag

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

# Without one of these, markdown-it-py would hand the text back as it is; most bullets have none.
_MARKUP = re.compile(r"[\\`*_\[<&]|~~|  \n")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
# Template tags, and code spans so that the tags in them are passed over. `${{ … }}` is no template tag.
_TEMPLATE = re.compile(r"(?<!`)(`++)[^`]+\1(?!`)|\{%[^{}]*%\}|(?<!\$)\{\{[^{}]*\}\}")
# What a template shows an image with: `{% include figure.html src="…" alt="…" %}`, `{{< figure src="…" >}}`.
_SHOWN = re.compile(r"""\b(src|alt|caption|title)\s*=\s*("[^"<>]*"|'[^'<>]*')""")

_STYLES = {"strong_open": STRONG, "em_open": EMPHASIS, "s_open": STRIKE}
_CLOSERS = frozenset(("strong_close", "em_close", "s_close"))
_TEXTS = frozenset(("text", "text_special", "softbreak"))


def without_templates(content: str) -> str:
    """Content without the `{% … %}` and `{{ … }}` of static site generators, unless they are code; an image that one
    of them shows stays."""
    if "{%" not in content and "{{" not in content:
        return content
    return _TEMPLATE.sub(lambda match: match[0] if match[1] else _image(match[0]), content)


def _image(template: str) -> str:
    shown = dict(reversed(_SHOWN.findall(template)))
    if "src" not in shown:
        return ""
    name = next((shown[name] for name in ("alt", "caption", "title") if name in shown), '""')
    return f"<img src={shown['src']} alt={name}>"


def prose(content: str, env: EnvType) -> Prose:
    """What markdown-it-py makes of a block's content."""
    if _MARKUP.search(content) is not None:
        if limit := _too_much(content):
            why = as_written(limit)
            return Prose(f"{why}\n{safe(content)}", [(0, len(why), DIM, None)])
        builder = Builder()
        _build(builder, inline_tokens(with_bold(content), env))
        return builder.prose()
    if "\n" in content:
        content = _LINE_END.sub(" ", content)
    if not may_be_linked(content):
        return Prose(squeeze(safe(content)))
    builder = Builder()
    builder.words(content)
    return builder.prose()


def _too_much(content: str) -> str:
    """The limit that a text is beyond, if one is."""
    if len(content) <= limits.INLINE_BRACKETS:
        return ""
    if content.count("[") > limits.INLINE_BRACKETS:
        return "INLINE_BRACKETS"
    return "INLINE_MARKS" if len(_MARKUP.findall(content)) > limits.INLINE_MARKS else ""


def _build(builder: Builder, tokens: list[Token]) -> None:
    outer: list[int] = []  # the styles to go back to
    texts: list[str] = []  # neighbours are joined, because an entity may stand within an address
    for token in tokens:
        if token.type in _TEXTS:
            texts.append(" " if token.type == "softbreak" else token.content)
            continue
        if texts:
            builder.words("".join(texts))
            texts.clear()
        if token.type in _STYLES:
            outer.append(builder.bits & ~LINK)
            builder.bits |= _STYLES[token.type]
        elif token.type in _CLOSERS:
            builder.bits = outer.pop() | (builder.bits & LINK)
        else:
            _add(builder, token)
    if texts:
        builder.words("".join(texts))


def _add(builder: Builder, token: Token) -> None:
    if token.type == "code_inline":
        builder.add(safe(token.content.replace("\t", " ")), CODE)
    elif token.type == "link_open":
        builder.close_link()
        builder.open_link(str(token.attrs.get("href", "")))
    elif token.type == "link_close":
        builder.close_link()
    elif token.type == "hardbreak":
        builder.new_line()
    elif token.type == "footnote":
        builder.add(f"[{token.content}]", MARKER)
    elif token.type == "image":
        builder.image(_plain(token.children or []), str(token.attrs.get("src", "")))
    elif token.type == "html_inline":
        add_tag(builder, token.content)


def _plain(tokens: list[Token]) -> str:
    """The text of an image's description, without its markup."""
    parts = []
    for token in tokens:
        if token.type == "softbreak" or token.type == "hardbreak":
            parts.append(" ")
        elif token.children:
            parts.append(_plain(token.children))
        else:
            parts.append(token.content)
    return "".join(parts)
