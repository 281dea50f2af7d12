"""Talks under Markdown headings, at one level or several, with section headings among or above them.

Each heading is first read by itself: a code, a recording right below it or the event's name in front make it a
talk's; a name such as `Keynotes`, `Day 2` or `Conclusion` makes it none. The rest is decided by its place: below a
talk it is a topic of that talk; beside talks, or below a heading that promises talks, it is one too.
"""

from __future__ import annotations

from collections import Counter

from reinvent_notes.sections import (
    holds_talks,
    is_announcement,
    is_aside,
    is_marker,
)
from reinvent_notes.shapes.beside import choose_beside
from reinvent_notes.shapes.details import names_speaker, stated_code
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.own_recording import own_recording
from reinvent_notes.shapes.page import Page
from reinvent_notes.shapes.tree import Node, is_page_title, tree, why_not
from reinvent_notes.talk import base_code, fold

NAME = "headings"
_CODE, _RECORDING, _OFFICIAL = 0.95, 0.87, 0.45  # a code in a bold line is surer than a recording
_NAME_WORDS = 4
_PAGE_LINES = 5


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    nodes = tree(page)
    _weigh(page, nodes)
    skipped: dict[int, str] = {}
    _choose(nodes, skipped)
    if not page.about.software:
        choose_beside(page, nodes, coded=any(node.sure == _CODE for node in nodes))
    for node in nodes:
        if not node.is_talk and node.line not in skipped and not any(above.is_talk for above in node.ancestors()):
            skipped[node.line] = why_not(node, page.about)
    return _findings(page, nodes), [Skip(line, why) for line, why in skipped.items()]


def _weigh(page: Page, nodes: list[Node]) -> None:
    """How sure each heading is a talk's by itself."""
    about = page.about
    recorded = []
    for node in nodes:
        name = node.title.title
        if node.title.code:
            if about.is_code(node.title.code) and not node.is_related:
                node.sure, node.why = _CODE, "a code in the heading"
        elif is_marker(name):
            continue
        elif _is_speaker(node):
            node.is_speaker = True
        else:
            node.recording = node.title.recording or own_recording(
                page.document, node.body, _end_of_introduction(nodes, node), name, None, about.year
            )
            if node.recording and not node.is_related:
                recorded.append(node)
            code = stated_code(page.document, node.body, node.end)
            if code and about.is_code(code) and not is_aside(name):
                node.title = node.title._replace(code=code)
                node.sure, node.why = _CODE, "a code below the heading"
    _weigh_recorded(page, nodes, recorded)
    _weigh_official(nodes)


def _weigh_recorded(page: Page, nodes: list[Node], recorded: list[Node]) -> None:
    """A recording makes a talk where recordings are the rule, and not on a page of announcements."""
    if not recorded:
        return
    about = page.about
    beside = [node for node in nodes if not is_marker(node.title.title)]
    usual = len(recorded) > 1 or len(recorded) * 2 >= len(beside) or any(node.sure == _CODE for node in nodes)
    trusted = about.recordings_count or (about.mentions and about.aws and len(recorded) > 1 and not about.software)
    for node in recorded:
        launch = any(is_announcement(above.title.title) for above in node.ancestors())
        if not node.sure and (node.title.official or (usual and trusted and not launch)):
            node.sure, node.why = _RECORDING, "a recording below the heading"


def _weigh_official(nodes: list[Node]) -> None:
    """A page has the event in its title too: only what looks like a talk's name, above no talk, is one."""
    others = sum(bool(node.sure) for node in nodes)
    for node in nodes:
        if not node.title.official or node.sure or is_marker(node.title.title):
            continue
        talks_below = any(below.sure or below.recording for below in node.below())
        page_title = node.number == 0 and others
        if not talks_below and not page_title and len(node.title.title.split()) >= _NAME_WORDS:
            node.sure, node.why = _OFFICIAL, "the event's name in the heading"


def _is_speaker(node: Node) -> bool:
    """A heading right below another one that names who speaks."""
    above = node.parent
    if above is None or is_marker(above.title.title):
        return False
    first = above.children[0]
    right_below = above.end == first.line and (node is first or above.children[node.place - 1].is_speaker)
    return (
        right_below
        and (names_speaker(node.title.title) or node.level - above.level >= 2)
        and bool(node.title.title)
        and len(node.title.title.split()) <= 12
    )


def _end_of_introduction(nodes: list[Node], node: Node) -> int:
    """The text below a heading goes on below the headings that name its speakers.

    Below the page's title only the first lines are on the page as a whole.
    """
    end = min(node.end, node.body + _PAGE_LINES) if is_page_title(node) else node.end
    for other in nodes[node.number + 1 : node.number + 6]:
        if other.parent is not node or not names_speaker(other.title.title):
            break
        end = other.end
    return end


def _choose(nodes: list[Node], skipped: dict[int, str]) -> None:
    """Of certain headings above each other: which is the talk, and which its section or its topic."""
    levels = Counter(node.level for node in nodes if node.sure)
    usual = levels.most_common(1)[0][0] if levels else 0
    for node in nodes:
        if not node.sure:
            continue
        above = next((parent for parent in node.ancestors() if parent.is_talk), None)
        if (
            above
            and not (above.level < usual and node.level <= usual and _is_slipped(above))
            and not _is_beside(above, node)
        ):
            skipped[node.line] = f"a topic of the talk in line {above.line + 1}"
        elif not node.title.code and node.level < usual and holds_talks(node.title.title) and _has_several(node):
            skipped[node.line] = "a section above talks"
        else:
            node.is_talk = True


def _has_several(node: Node) -> bool:
    return sum(bool(below.sure) for below in node.below()) > 1


def _is_beside(above: Node, node: Node) -> bool:
    """Whether a heading below a talk is another talk that slipped a level down.

    It has a code of its own, or a recording of its own right below it as that talk has.
    """
    if node.title.code:
        return above.title.code is None or base_code(above.title.code) != base_code(node.title.code)
    own = node.recording is not None and above.recording is not None and node.recording != above.recording
    return own and not above.title.code


def _is_slipped(node: Node) -> bool:
    """A talk's heading that stands a level too high has other talks below it, not topics."""
    certain = [child for child in node.children if child.sure]
    return bool(certain) and len(certain) * 2 >= len(node.children)


def _findings(page: Page, nodes: list[Node]) -> list[Finding]:
    only = sum(node.is_talk for node in nodes) == 1
    markers: dict[int, Node | None] = {}
    found = []
    for node in nodes:
        for level in [level for level in markers if level > node.level]:
            del markers[level]
        if node.is_talk:
            beside = node.parent if node.parent and node.parent.is_talk else node  # it slipped a level down
            found.append(_finding(page, nodes, node, markers.get(beside.level), only=only))
        elif holds_talks(node.title.title):
            markers[node.level] = node
    return found


def _finding(page: Page, nodes: list[Node], node: Node, marker: Node | None, *, only: bool) -> Finding:
    """`marker`: on a page of talks at one level, the section heading at that level that stands before this one."""
    end = len(page.document.lines)
    for number in range(node.number + 1, len(nodes)):
        if _ends(node, nodes[number], only=only):
            end = nodes[number].line
            break
    if page.document.nested:
        end = min(end, page.document.end_of_item(node.line))
    start = node.body
    first = nodes[node.number + 1] if node.number + 1 < len(nodes) else None
    if first and first.line < end and fold(first.title.title) == fold(node.title.title):
        start = first.body if not page.document.body(start, first.line) else start  # a heading that repeats the first
    above = node.ancestors()
    around = (*((marker,) if marker else ()), *above)
    sections = [section.name for section in around if not section.is_talk]
    year = page.year(above[0].line + 1 if above else 0)
    if marker and year == page.about.year:
        year = page.year(marker.line + 1)
    title = node.title._replace(recording=node.recording) if node.recording else node.title
    return Finding(NAME, node.sure, title, node.line, start, end, tuple(sections), year, why=node.why)


def _ends(node: Node, other: Node, *, only: bool) -> bool:
    """Beside a page's only talk a heading is that talk's topic, unless it announces other talks."""
    return other.is_talk or (other.level <= node.level and (not only or holds_talks(other.title.title)))
