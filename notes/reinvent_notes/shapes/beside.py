"""Headings that say nothing themselves: talks where their place among talks or the text below them says so."""

from __future__ import annotations

from reinvent_notes.sections import is_announcement, is_aside, is_marker, kind_of_section, names_keynote
from reinvent_notes.shapes.details import tells_of_talk
from reinvent_notes.shapes.page import Page
from reinvent_notes.shapes.tree import Node, is_page_title

_BESIDE = 0.6
_COMPANY = "//aws.amazon.com/"


def choose_beside(page: Page, nodes: list[Node], *, coded: bool) -> None:
    """Mark those headings as talks; `coded`: others on the page have codes."""
    if not page.about.event and not coded:
        return
    families: dict[int, list[Node]] = {}
    for node in nodes:
        families.setdefault(node.parent.number if node.parent else -1, []).append(node)
    for family in families.values():
        parent = family[0].parent
        above = (parent, *parent.ancestors()) if parent else ()
        if any(node.is_talk or is_announcement(node.title.title) for node in above):
            continue
        named = [node for node in family if _may_be_talk(page, node)]
        certain = sum(node.is_talk for node in family)
        if len(named) == certain:
            continue
        launches = _below_announcements(family)
        promised = parent is not None and kind_of_section(parent.title.title) is not None
        mostly = page.about.event and certain >= 2 and certain * 2 >= len(named)
        for node in named:
            if node.is_talk or node.is_speaker or node.number in launches or is_page_title(node):
                continue
            if any(below.is_talk for below in node.below()):
                continue
            node.why = _why_beside(page, node, certain, promised=promised, mostly=mostly)
            if node.why:
                node.is_talk, node.sure = True, _BESIDE


def _below_announcements(family: list[Node]) -> set[int]:
    """On a page whose sections stand at the level of their talks: what follows the one on announcements."""
    found: set[int] = set()
    launches = False
    for node in family:
        name = node.title.title
        launches = is_announcement(name) or (launches and not is_marker(name))
        if launches:
            found.add(node.number)
    return found


def _may_be_talk(page: Page, node: Node) -> bool:
    """Neither a section nor an aside, nor a launch, which links to what the company wrote of it."""
    name = node.title.title
    if node.is_talk or is_marker(name) or is_aside(name):
        return node.is_talk
    return not any(_COMPANY in line for line in page.document.lines[node.body : node.end])


def _why_beside(page: Page, node: Node, certain: int, *, promised: bool, mostly: bool) -> str:
    name = node.title.title
    if names_keynote(name):
        return "the heading says whose keynote"
    if not page.about.event:
        return ""
    if promised:
        return "below a heading that promises talks"
    if mostly and len(name.split()) >= 2:
        return "beside headings that are talks"
    words = 1 if certain >= 2 else 2
    return "the text speaks of a talk" if tells_of_talk(page.document, name, node.body, node.last.end, words) else ""
