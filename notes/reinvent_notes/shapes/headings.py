"""Talks under Markdown headings, at one level or several, with section headings among or above them.

Each heading is first read by itself: a code, a recording right below it or the event's name in front make it a
talk's; a name such as `Keynotes`, `Day 2` or `Conclusion` makes it none. The rest is decided by its place: below a
talk it is a topic of that talk; beside talks, or below a heading that promises talks, it is one too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reinvent_notes.document import Document
from reinvent_notes.sections import (
    holds_talks,
    is_announcement,
    is_event,
    is_furniture,
    is_marker,
    kind_of_section,
)
from reinvent_notes.shapes.details import own_recording
from reinvent_notes.shapes.entry import Entry
from reinvent_notes.shapes.reading import Reading
from reinvent_notes.talk import fold
from reinvent_notes.title import TitleLine, read_title
from reinvent_notes.years import event_year, names_event, year_in_name, year_of_date, year_of_page

NAME = "headings"


@dataclass(slots=True)
class Node:
    """A heading with what it says by itself; the tree is by level."""

    line: int
    body: int
    level: int
    title: TitleLine
    raw: str
    end: int  # the next heading of any level
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    certain: bool = False
    is_talk: bool = False

    def ancestors(self) -> list[Node]:
        found, node = [], self.parent
        while node:
            found.append(node)
            node = node.parent
        return found

    def below(self) -> list[Node]:
        return [node for child in self.children for node in (child, *child.below())]


def read(document: Document) -> Reading | None:
    nodes = _tree(document)
    if not nodes:
        return None
    year = year_of_page(document)
    _mark_certain(document, nodes, year)
    about_event = year is not None and _about_event(document)
    skipped: dict[int, str] = {}
    _choose(nodes, about_event, skipped)
    talks = [node for node in nodes if node.is_talk]
    if not talks:
        return None
    entries = [_entry(document, nodes, node, year) for node in talks]
    certain = sum(node.certain for node in talks)
    return Reading(
        NAME,
        0.9 if certain * 2 >= len(talks) else 0.6,
        f"{len(talks)} headings are talks, {certain} of them with a code, a recording or the event's name",
        tuple(entry.talk(document) for entry in entries),
        tuple((line + 1, why) for line, why in sorted(skipped.items())),
    )


def _tree(document: Document) -> list[Node]:
    headings = document.outline.headings
    nodes: list[Node] = []
    open_nodes: list[Node] = []
    for index, heading in enumerate(headings):
        end = headings[index + 1].line if index + 1 < len(headings) else len(document.lines)
        title = read_title(heading.title)
        if not title.title and not title.code:
            continue  # a row of hashes divides, and names nothing
        while open_nodes and open_nodes[-1].level >= heading.level:
            open_nodes.pop()
        node = Node(heading.line, heading.body, heading.level, title, heading.title, end)
        if open_nodes:
            node.parent = open_nodes[-1]
            node.parent.children.append(node)
        open_nodes.append(node)
        nodes.append(node)
    return nodes


def _mark_certain(document: Document, nodes: list[Node], year: int | None) -> None:
    for node in nodes:
        title = node.title
        if title.code or title.recording:
            node.certain = True
        elif is_marker(title.title):
            continue
        elif title.official:
            node.certain = not is_event(title.title)
        else:
            node.certain = own_recording(document, node.body, node.end, title.title, None, year) is not None


def _about_event(document: Document) -> bool:
    """The page or the folders around it name the event, so that headings without a code may be talks."""
    named = " ".join((document.name, *document.folders[:4], str(document.front.get("title", ""))))
    return names_event(named.replace("_", " ")) or sum(names_event(line) for line in document.lines[:60]) >= 1


def _choose(nodes: list[Node], about_event: bool, skipped: dict[int, str]) -> None:
    """Decide for every heading; `skipped` says why not."""
    levels = Counter(node.level for node in nodes if node.certain)
    usual = levels.most_common(1)[0][0] if levels else 0
    for node in nodes:
        if not node.certain:
            continue
        inside = [node_ for node_ in node.below() if node_.certain]
        above = next((parent for parent in node.ancestors() if parent.is_talk), None)
        if above and not (above.level < usual and node.level <= usual and len(above.below()) > 1):
            skipped[node.line] = f"a topic of the talk in line {above.line + 1}"
        elif not node.title.code and len(inside) > 1 and node.level < usual and holds_talks(node.title.title):
            skipped[node.line] = "a section above talks"
        else:
            node.is_talk = True
    if about_event:
        _choose_beside(nodes, skipped)
    for node in nodes:
        if not node.is_talk and node.line not in skipped and not any(p.is_talk for p in node.ancestors()):
            skipped[node.line] = _why_not(node)


def _choose_beside(nodes: list[Node], skipped: dict[int, str]) -> None:
    """Headings that say nothing themselves: talks where their place says so."""
    families: dict[int, list[Node]] = {}
    for node in nodes:
        families.setdefault(id(node.parent), []).append(node)
    for family in families.values():
        parent = family[0].parent
        if parent and (parent.is_talk or any(node.is_talk for node in parent.ancestors())):
            continue
        sure = [node for node in family if node.is_talk]
        promised = parent is not None and kind_of_section(parent.title.title) is not None
        for node in family:
            if node.is_talk or is_marker(node.title.title) or any(below.is_talk for below in node.below()):
                continue
            if any(is_announcement(p.title.title) for p in node.ancestors()):
                continue
            plain_family = [n for n in family if not is_marker(n.title.title)]
            if promised or (len(sure) >= 2 and len(sure) * 2 > len(plain_family)):
                node.is_talk = True
                skipped.pop(node.line, None)


def _why_not(node: Node) -> str:
    name = node.title.title
    if is_announcement(name):
        return "a section of announcements"
    if holds_talks(name):
        return "a section of talks"
    if is_event(name):
        return "the page's title"
    if is_furniture(name):
        return "a part of the page"
    return "no code, no recording, and not among talks"


def _entry(document: Document, nodes: list[Node], node: Node, year: int | None) -> Entry:
    following = nodes[nodes.index(node) + 1 :]
    only = sum(other.is_talk for other in nodes) == 1
    end = next(
        (
            other.line
            for other in following
            if other.is_talk or (other.level <= node.level and not (only and _belongs(other)))
        ),
        len(document.lines),
    )
    start = node.body
    first = following[0] if following else None
    if (
        first
        and first.line < end
        and fold(first.title.title) == fold(node.title.title)
        and not document.body(start, first.line)
    ):
        start = first.body  # a heading that repeats the first
    sections = [parent.title.title for parent in node.ancestors()]
    marker = _marker_before(nodes, node)
    if marker:
        sections.insert(0, marker.title.title)
    return Entry(node.title, node.line, start, end, tuple(sections), _year_above(node, marker) or year)


def _belongs(node: Node) -> bool:
    """Beside a page's only talk, a heading is that talk's topic unless it closes or decorates the page."""
    return not holds_talks(node.title.title)


def _marker_before(nodes: list[Node], node: Node) -> Node | None:
    """On a page of talks at one level, the section heading at that level (or below) that stands before this one."""
    for other in reversed(nodes[: nodes.index(node)]):
        if other.level < node.level:
            return None
        if not other.is_talk and (other.level == node.level) and holds_talks(other.title.title):
            return other
    return None


def _year_above(node: Node, marker: Node | None) -> int | None:
    for above in (*((marker,) if marker else ()), *node.ancestors()):
        text = above.raw
        if found := event_year(text) or year_of_date(text) or (year_in_name(text) if len(text) < 40 else None):
            return found
    return None
