"""Which parts of a document are talks.

Each shape looks for titles of one form (headings, bold lines, list items, table rows, lines with a code, prose) and
says how sure it is of each talk. The surest are taken first; what lies within a talk that was taken is its content,
and what has such talks within it is a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from reinvent_notes import limits
from reinvent_notes.document import Document
from reinvent_notes.evidence import About, about
from reinvent_notes.outline import text_of
from reinvent_notes.shapes import bold, coded_lines, headings, house, items, named_file, prose, quoted, tables
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.foreign import as_markdown
from reinvent_notes.shapes.page import Page

Found = tuple[list[Finding], list[Skip]]
Shape = Callable[[Page], Found]

# Of equally sure findings the one of the first shape is taken first.
SHAPES: tuple[Shape, ...] = (
    house.find,
    named_file.find,
    headings.find,
    bold.find,
    quoted.find,
    coded_lines.find,
    tables.find,
    items.find,
    prose.find,
)


_SUREST = 0.96  # what only a document's name and front matter are


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document holds: its talks in order, what was skipped and why; `beyond`: where it was too much."""

    about: About
    findings: tuple[Finding, ...]
    skipped: tuple[Skip, ...]
    beyond: tuple[Skip, ...] = ()

    @property
    def shapes(self) -> list[str]:
        return list(dict.fromkeys(finding.shape for finding in self.findings))


def read(document: Document) -> Reading:
    """The talks of one document."""
    document, over = _within_limits(as_markdown(document))
    page = Page(document, about(document))
    found: list[Finding] = []
    skipped: list[Skip] = []
    # where nothing is written only a name can say anything
    for shape in SHAPES if document.text.strip() or document.front else (named_file.find,):
        findings, skips = shape(page)
        found += findings
        skipped += skips
        if any(_is_whole(document, finding) for finding in findings):
            break  # all else would be within this talk
    kept, dropped = _arrange(found, len(document.lines))
    most = limits.most(limits.TALKS_PER_FILE, len(document.text))
    kept, beyond = kept[:most], kept[most:]
    over += [Skip(beyond[0].line, f"more than {most:,} talks (TALKS_PER_FILE)")] if beyond else []
    over += page.beyond
    lines = {finding.line for finding in kept}
    why = {skip.line: skip for skip in (*dropped, *skipped, *over) if skip.line not in lines}
    return Reading(page.about, tuple(kept), tuple(why[line] for line in sorted(why)), tuple(over))


def _within_limits(document: Document) -> tuple[Document, list[Skip]]:
    """A document up to the heading that is one too many, and that one."""
    headings = document.outline.headings
    most = limits.most(limits.HEADINGS, len(document.text))
    if len(headings) <= most:
        return document, []
    end = headings[most].line
    lines = document.lines[:end]
    cut = document.outline._replace(headings=headings[:most])
    skip = Skip(end, f"more than {most:,} headings (HEADINGS)")
    return replace(document, lines=lines, text=text_of(lines), outline=cut), [skip]


def _is_whole(document: Document, finding: Finding) -> bool:
    """Whether a talk is the whole document, and surer than any other shape's."""
    if finding.sure < _SUREST or finding.end < len(document.lines):
        return False
    return not any(map(str.strip, document.lines[document.start : finding.line]))


def _arrange(found: Iterable[Finding], lines: int) -> tuple[list[Finding], list[Skip]]:
    """Take the surest first; a finding within a talk, or around talks, is dropped."""
    free, inside, title = 0, 1, 2
    owner = bytearray(lines + 1)
    kept: list[Finding] = []
    dropped: list[Skip] = []
    for finding in sorted(found, key=lambda finding: -finding.sure):
        line, end = finding.line, max(finding.end, finding.line + 1)
        if owner[line] != free:
            if owner[line] == inside:
                dropped.append(Skip(line, "a part of the talk above it"))
        elif owner.find(title, line + 1, end) >= 0:
            dropped.append(Skip(line, "a section: the talks are below it"))
        else:
            owner[line:end] = bytes((inside,)) * (end - line)
            owner[line] = title
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.line), dropped


__all__ = ["SHAPES", "Finding", "Reading", "Skip", "read"]
