"""Where a line stands on its page: the headings above it, and the files that it links to."""

from __future__ import annotations

import re
from bisect import bisect_left
from urllib.parse import unquote

from reinvent_notes.document import Document
from reinvent_notes.title import LINK, read_title
from reinvent_notes.years import event_year, year_in_name, year_of_date

_WIKI_LINK = re.compile(r"\[\[(?P<name>[^\[\]|#]+)(?:[|#][^\[\]]*)?\]\]")
_LOOSE_LINK = re.compile(r"\]\((?P<url>[^()]+\.md)\)")


def headings_above(document: Document, line: int) -> list[str]:
    """The raw headings over a line, nearest first."""
    headings = document.outline.headings
    found: list[str] = []
    level = 7
    for heading in reversed(headings[: bisect_left(headings, line, key=lambda heading: heading.line)]):
        if heading.level < level:
            found.append(heading.title)
            level = heading.level
    return found


def sections_above(document: Document, line: int) -> tuple[str, ...]:
    return tuple(read_title(title).title for title in headings_above(document, line))


def year_above(document: Document, line: int) -> int | None:
    for title in headings_above(document, line):
        found = event_year(title) or year_of_date(title) or (year_in_name(title) if len(title) < 40 else None)
        if found:
            return found
    return None


def link_target(text: str) -> str | None:
    """The file in the same collection that a line links to, as written there; None for addresses and anchors."""
    for match in LINK.finditer(text):
        url = unquote(match["url"])
        if not match["image"] and "://" not in url and not url.startswith(("#", "mailto:", "/")) and _is_note(url):
            return url.partition("#")[0]
    loose = _LOOSE_LINK.search(text)
    if loose and "://" not in loose["url"]:
        return unquote(loose["url"])
    wiki = _WIKI_LINK.search(text)
    return wiki["name"].strip() if wiki else None


def _is_note(url: str) -> bool:
    return url.partition("#")[0].endswith((".md", ".markdown", ".txt", "/")) or "." not in url.rpartition("/")[2]
