"""What a piece of a note can be, as bits that add up, and how each looks unless the caller says otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style

# In the order in which they are laid over each other: a link in a heading looks like a heading and a link.
_NAMES = (
    "quote",
    "quote_bar",
    "heading1",
    "heading2",
    "heading3",
    "heading4",
    "heading5",
    "heading6",
    "table_head",
    "table_rule",
    "rule",
    "marker",
    "code_block",
    "code_comment",
    "code_keyword",
    "code_name",
    "code_number",
    "code_string",
    "emphasis",
    "strong",
    "strike",
    "code",
    "image",
    "link",
    "dim",
)
# "text" lies under everything else.
STYLE_NAMES = ("text", *_NAMES)

(
    QUOTE,
    QUOTE_BAR,
    HEADING1,
    HEADING2,
    HEADING3,
    HEADING4,
    HEADING5,
    HEADING6,
    TABLE_HEAD,
    TABLE_RULE,
    RULE,
    MARKER,
    CODE_BLOCK,
    CODE_COMMENT,
    CODE_KEYWORD,
    CODE_NAME,
    CODE_NUMBER,
    CODE_STRING,
    EMPHASIS,
    STRONG,
    STRIKE,
    CODE,
    IMAGE,
    LINK,
    DIM,
) = (1 << place for place in range(len(_NAMES)))

HEADINGS = (HEADING1, HEADING2, HEADING3, HEADING4, HEADING5, HEADING6)

# No colour: everything can be told apart in a terminal that has none. A theme adds colours to these.
DEFAULT_STYLES: Mapping[str, Style] = {
    "quote_bar": Style(dim=True),
    "heading1": Style(bold=True, underline=True),
    "heading2": Style(bold=True),
    "heading3": Style(bold=True, italic=True),
    "heading4": Style(underline=True),
    "heading5": Style(italic=True, underline=True),
    "heading6": Style(italic=True, dim=True),
    "table_head": Style(bold=True),
    "table_rule": Style(dim=True),
    "rule": Style(dim=True),
    "marker": Style(dim=True),
    "code_comment": Style(dim=True, italic=True),
    "code_keyword": Style(bold=True),
    "emphasis": Style(italic=True),
    "strong": Style(bold=True),
    "strike": Style(strike=True),
    "code": Style(bold=True, italic=True),
    "image": Style(dim=True),
    "link": Style(underline=True),
    "dim": Style(dim=True),
}


class Palette:
    """The styles of one theme, added up once for each set of bits."""

    def __init__(self, styles: Mapping[str, Style]) -> None:
        self._styles = [styles.get(name) for name in _NAMES]
        self._known = {0: styles.get("text") or Style.null()}

    def __getitem__(self, bits: int) -> Style:
        style = self._known.get(bits)
        if style is None:
            style = self._known[0]
            for place, part in enumerate(self._styles):
                if part is not None and bits >> place & 1:
                    style += part
            self._known[bits] = style
        return style
