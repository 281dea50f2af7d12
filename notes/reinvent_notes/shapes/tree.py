"""The headings of a page as a tree, with what each says by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from reinvent_notes.evidence import About
from reinvent_notes.sections import (
    holds_talks,
    is_announcement,
    is_aside,
    is_day,
    is_event,
    is_furniture,
    is_marker,
)
from reinvent_notes.shapes.own_recording import is_related_label
from reinvent_notes.shapes.page import Page
from reinvent_notes.title import TitleLine
from reinvent_notes.years import names_event


@dataclass(slots=True, eq=False)
class Node:
    """A heading with what it says by itself; the tree is by level."""

    number: int
    line: int
    body: int
    level: int
    title: TitleLine
    raw: str
    end: int  # the next heading of any level
    name: str  # what it says of those below it
    parent: Node | None = None
    place: int = 0  # among the children of its parent
    children: list[Node] = field(default_factory=list)
    sure: float = 0.0
    why: str = ""
    is_talk: bool = False
    is_speaker: bool = False
    is_related: bool = False  # it, or one above it, says that other talks follow
    recording: str | None = None

    def ancestors(self) -> list[Node]:
        found, node = [], self.parent
        while node:
            found.append(node)
            node = node.parent
        return found

    def below(self) -> list[Node]:
        return [node for child in self.children for node in (child, *child.below())]

    @property
    def last(self) -> Node:
        """The last heading below this one, or itself."""
        node = self
        while node.children:
            node = node.children[-1]
        return node


def tree(page: Page) -> list[Node]:
    headings = page.headings
    nodes: list[Node] = []
    open_nodes: list[Node] = []
    for index, (heading, title) in enumerate(zip(headings, page.titles, strict=True)):
        if not title.title and not title.code:
            continue  # a row of hashes divides, and names nothing
        end = headings[index + 1].line if index + 1 < len(headings) else len(page.document.lines)
        if page.document.nested:
            end = min(end, page.document.end_of_item(heading.line))
        while open_nodes and open_nodes[-1].level >= heading.level:
            open_nodes.pop()
        name = title.title if index else page.section_name(index)
        node = Node(len(nodes), heading.line, heading.body, heading.level, title, heading.title, end, name)
        node.is_related = is_related_label(title.title)
        if open_nodes:
            node.parent = open_nodes[-1]
            node.place = len(node.parent.children)
            node.parent.children.append(node)
            node.is_related |= node.parent.is_related
        open_nodes.append(node)
        nodes.append(node)
    return nodes


def why_not(node: Node, about: About) -> str:
    """Why a heading is no talk, so that its author can see what would make it one."""
    name = node.title.title
    if is_marker(name):
        return next(why for is_one, why in _MARKERS if is_one(name))
    reasons = (
        (node.is_speaker, "a speaker of the talk above"),
        (node.title.code, f"{node.title.code} may be no code of re:Invent: the page does not name the event"),
        (node.recording and not about.event, "it has a recording, but the page is not named after the event"),
        (node.recording, "it has a recording, but recordings are not the rule on this page"),
    )
    why = next((why for said, why in reasons if said), None)
    return why or ("rather an aside than a talk" if is_aside(name) else "no code, no recording, and not among talks")


_MARKERS = (
    (is_announcement, "a section of announcements"),
    (holds_talks, "a section of talks"),
    (is_day, "a day"),
    (is_event, "the page's title"),
    (is_furniture, "a part of the page"),
)


def is_page_title(node: Node) -> bool:
    """The first heading of a page, if it names the event."""
    return node.number == 0 and names_event(node.raw)
