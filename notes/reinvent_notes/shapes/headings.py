"""Talks under Markdown headings, at one level or several, with section headings among or above them.

Each heading is first read by itself: a code, a recording right below it or the event's name in front make it a
talk's; a name such as `Keynotes`, `Day 2` or `Conclusion` makes it none. The rest is decided by its place: below a
talk it is a topic of that talk; beside talks, or below a heading that promises talks, it is one too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reinvent_notes.document import Document
from reinvent_notes.evidence import About
from reinvent_notes.sections import holds_talks, is_announcement, is_event, is_furniture, is_marker, kind_of_section
from reinvent_notes.shapes.details import is_part_of_the_day, own_recording, tells_of_talk
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.talk import fold
from reinvent_notes.title import TitleLine, read_title
from reinvent_notes.years import event_year, year_in_name, year_of_date

NAME = "headings"
_CODE, _RECORDING, _BESIDE, _OFFICIAL = 0.95, 0.9, 0.6, 0.45
_NAME_WORDS = 4


@dataclass(slots=True)
class Node:
    """A heading with what it says by itself; the tree is by level."""

    number: int
    line: int
    body: int
    level: int
    title: TitleLine
    raw: str
    end: int  # the next heading of any level
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    sure: float = 0.0
    is_talk: bool = False
    recording: str | None = None

    def ancestors(self) -> list[Node]:
        found, node = [], self.parent
        while node:
            found.append(node)
            node = node.parent
        return found

    def below(self) -> list[Node]:
        return [node for child in self.children for node in (child, *child.below())]


def find(document: Document, about: About) -> tuple[list[Finding], list[Skip]]:
    nodes = _tree(document)
    _weigh(document, nodes, about)
    skipped: dict[int, str] = {}
    _choose(nodes, skipped)
    if about.event and not about.software:
        _choose_beside(document, nodes)
    for node in nodes:
        if not node.is_talk and node.line not in skipped and not any(above.is_talk for above in node.ancestors()):
            skipped[node.line] = _why_not(node)
    findings = [_finding(document, nodes, node, about.year) for node in nodes if node.is_talk]
    return findings, [Skip(line, why) for line, why in skipped.items()]


def _tree(document: Document) -> list[Node]:
    headings = document.outline.headings
    nodes: list[Node] = []
    open_nodes: list[Node] = []
    for index, heading in enumerate(headings):
        title = read_title(heading.title)
        if not title.title and not title.code:
            continue  # a row of hashes divides, and names nothing
        end = headings[index + 1].line if index + 1 < len(headings) else len(document.lines)
        while open_nodes and open_nodes[-1].level >= heading.level:
            open_nodes.pop()
        node = Node(len(nodes), heading.line, heading.body, heading.level, title, heading.title, end)
        if open_nodes:
            node.parent = open_nodes[-1]
            node.parent.children.append(node)
        open_nodes.append(node)
        nodes.append(node)
    return nodes


def _weigh(document: Document, nodes: list[Node], about: About) -> None:
    """How sure each heading is a talk's by itself."""
    recorded = []
    for node in nodes:
        title = node.title
        if title.code:
            node.sure = _CODE if about.is_code(title.code) else 0.0
            node.recording = own_recording(document, node.body, node.end, title.title, title.code, about.year)
            continue
        if is_marker(title.title):
            continue
        recording = title.recording or own_recording(document, node.body, node.end, title.title, None, about.year)
        if recording:
            node.recording = recording
            recorded.append(node)
    beside = [node for node in nodes if not is_marker(node.title.title)]
    usual = len(recorded) > 1 or len(recorded) * 2 >= len(beside) or any(node.sure == _CODE for node in nodes)
    trusted = about.recordings_count or (about.mentions and about.aws and len(recorded) > 1 and not about.software)
    for node in recorded:
        launch = any(is_announcement(above.title.title) for above in node.ancestors())
        if node.title.official or (usual and trusted and not launch):
            node.sure = _RECORDING
    for node in nodes:
        # a page has the event in its title too: only what looks like a talk's name, above no talk, is one
        talks_below = any(below.sure or below.recording for below in node.below())
        if node.title.official and not node.sure and not talks_below and len(node.title.title.split()) >= _NAME_WORDS:
            node.sure = 0.0 if is_marker(node.title.title) else _OFFICIAL


def _choose(nodes: list[Node], skipped: dict[int, str]) -> None:
    """Of certain headings above each other: which is the talk, and which its section or its topic."""
    levels = Counter(node.level for node in nodes if node.sure)
    usual = levels.most_common(1)[0][0] if levels else 0
    for node in nodes:
        if not node.sure:
            continue
        inside = [below for below in node.below() if below.sure]
        above = next((parent for parent in node.ancestors() if parent.is_talk), None)
        if (
            above
            and not (above.level < usual and node.level <= usual and _is_slipped(above))
            and not _is_beside(above, node)
        ):
            skipped[node.line] = f"a topic of the talk in line {above.line + 1}"
        elif not node.title.code and len(inside) > 1 and node.level < usual and holds_talks(node.title.title):
            skipped[node.line] = "a section above talks"
        else:
            node.is_talk = True


def _is_beside(above: Node, node: Node) -> bool:
    """A heading below a talk that has a recording of its own right below it, as that talk has, slipped a level down."""
    own = node.recording is not None and above.recording is not None and node.recording != above.recording
    return own and not node.title.code and not above.title.code


def _is_slipped(node: Node) -> bool:
    """A talk's heading that stands a level too high has other talks below it, not topics."""
    certain = [child for child in node.children if child.sure]
    return bool(certain) and len(certain) * 2 >= len(node.children)


def _choose_beside(document: Document, nodes: list[Node]) -> None:
    """Headings that say nothing themselves: talks where their place or their text says so."""
    families: dict[int, list[Node]] = {}
    for node in nodes:
        families.setdefault(node.parent.number if node.parent else -1, []).append(node)
    for family in families.values():
        parent = family[0].parent
        if parent and any(node.is_talk for node in (parent, *parent.ancestors())):
            continue
        if parent and any(is_announcement(node.title.title) for node in (parent, *parent.ancestors())):
            continue
        named = [
            node for node in family if not is_marker(node.title.title) and not is_part_of_the_day(node.title.title)
        ]
        sure = sum(node.is_talk for node in family)
        promised = parent is not None and kind_of_section(parent.title.title) is not None
        mostly = sure >= 2 and sure * 2 > len(named)
        for node in named:
            if node.is_talk or any(below.is_talk for below in node.below()):
                continue
            if promised or mostly or tells_of_talk(document, node.title.title, node.body, _span_end(node, document)):
                node.is_talk, node.sure = True, _BESIDE


def _span_end(node: Node, document: Document) -> int:
    last = node
    while last.children:
        last = last.children[-1]
    return last.end


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


def _finding(document: Document, nodes: list[Node], node: Node, year: int | None) -> Finding:
    following = nodes[node.number + 1 :]
    only = sum(other.is_talk for other in nodes) == 1
    end = next((other.line for other in following if _ends(node, other, only=only)), len(document.lines))
    start = node.body
    first = following[0] if following else None
    if first and first.line < end and fold(first.title.title) == fold(node.title.title):
        start = first.body if not document.body(start, first.line) else start  # a heading that repeats the first
    sections = [above.title.title for above in node.ancestors()]
    marker = _marker_before(nodes, node)
    if marker:
        sections.insert(0, marker.title.title)
    above = _year_above(node, marker)
    return Finding(NAME, node.sure, node.title, node.line, start, end, tuple(sections), above or year)


def _ends(node: Node, other: Node, *, only: bool) -> bool:
    """Beside a page's only talk a heading is that talk's topic, unless it announces other talks."""
    return other.is_talk or (other.level <= node.level and (not only or holds_talks(other.title.title)))


def _marker_before(nodes: list[Node], node: Node) -> Node | None:
    """On a page of talks at one level, the section heading at that level that stands before this one."""
    for other in reversed(nodes[: node.number]):
        if other.level < node.level:
            return None
        if not other.is_talk and other.level == node.level and holds_talks(other.title.title):
            return other
    return None


def _year_above(node: Node, marker: Node | None) -> int | None:
    for above in (*((marker,) if marker else ()), *node.ancestors()):
        text = above.raw
        found = event_year(text) or year_of_date(text) or (year_in_name(text) if len(text) < 40 else None)
        if found:
            return found
    return None
