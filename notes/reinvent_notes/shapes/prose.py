"""Plain prose about an event: short lines between paragraphs are titles, and talks are named in quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reinvent_notes.document import Document
from reinvent_notes.sections import is_aside, is_marker, kind_in_title
from reinvent_notes.shapes.details import people
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import fold
from reinvent_notes.title import TitleLine, read_title
from reinvent_notes.years import event_year, names_event

NAME = "prose"
_SURE = 0.4
_TITLE_CHARS = 90
_PARAGRAPH_CHARS = 120
_ABOUT_A_TALK = re.compile(r"\b(?:sessions?|talk|keynote|panel|presented|presenter|speaker)\b", re.I)
_QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{12,120}?)[.,]?[”\"]")
_PICTURED = re.compile(
    r"^(?:the|my|our|me|us|some|a|an|inside|view|waiting|left|right|above|below|credit)\b"
    r"|\b(?:photos?|pictures?|pictured|images?|screenshots?|selfie|slides?|diagram|crowd|skyline|sunset|sign|badge"
    r"|poster|whiteboard|on stage|copyright)\b|[©]",
    re.I,
)
_NEAR = 60  # how far from a quoted title the word `session` or `presented` may stand
_PRESENTER = re.compile(
    r"(?:presented by|(?:talk|session|keynote) by)\s+(?P<after>[^,.;(]{4,40})"
    r"|(?P<before>[A-Z][\w-]+ [A-Z][\w-]+)[’']s\s+[—–-]?\s*$"
)


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    text: str


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document, about = page.document, page.about
    if document.outline.headings or not _is_about_event(document):
        return [], []
    blocks = _blocks(document)
    titles = _title_lines(blocks)
    findings: list[Finding] = []
    skipped: list[Skip] = []
    for number, at in enumerate(titles):
        block = blocks[at]
        following = titles[number + 1] if number + 1 < len(titles) else len(blocks)
        end = blocks[following].line if following < len(blocks) else len(document.lines)
        inside = blocks[at + 1 : following]
        if not any(_ABOUT_A_TALK.search(part.text) for part in inside) and not kind_in_title(block.text):
            skipped.append(Skip(block.line, "the text below it speaks of no talk"))
            continue
        start = _after_caption(blocks, at, following)
        start = blocks[start].line if start < following else end
        section = Finding(
            NAME,
            _SURE,
            read_title(block.text),
            block.line,
            start,
            end,
            year=about.year,
            why="a short line above text on a talk",
        )
        findings += _talks_in(section, inside)
    return findings, skipped


def _is_about_event(document: Document) -> bool:
    head = [line for line in document.lines[:40] if line.strip()][:8]
    return any(names_event(line) and (event_year(line) or len(line) < _TITLE_CHARS) for line in head)


def _blocks(document: Document) -> list[_Block]:
    """Runs of lines between blank lines."""
    blocks: list[_Block] = []
    run: list[str] = []
    for index, line in enumerate((*document.lines, "")):
        if line.strip():
            run.append(line.strip())
        elif run:
            blocks.append(_Block(index - len(run), " ".join(run)))
            run = []
    return blocks


def _title_lines(blocks: list[_Block]) -> list[int]:
    """Indexes of the short blocks that have a paragraph below them; a second short line is a caption."""
    seen: dict[str, int] = {}
    for block in blocks:
        seen[block.text] = seen.get(block.text, 0) + 1
    captions = _captions(blocks)
    found: list[int] = []
    for index, block in enumerate(blocks):
        below = blocks[index + 1 : index + 3]
        if (
            not _looks_like_title(block.text)
            or seen[block.text] > 1
            or not any(len(part.text) >= _PARAGRAPH_CHARS for part in below)
            or (index > 0 and _looks_like_title(blocks[index - 1].text) and index - 1 not in captions)
            or index in captions
            or is_marker(block.text)
            or is_aside(block.text)
        ):
            continue
        found.append(index)
    return found


def _captions(blocks: list[_Block]) -> set[int]:
    """Of two short lines between paragraphs, those of which the first is the caption of a picture above it.

    A page sets its pictures in one way: when most of the first lines read like captions, all of them are. Else the
    first is one only where it is much the wordier.
    """
    pairs = [
        index
        for index in range(1, len(blocks) - 1)
        if not _looks_like_title(blocks[index - 1].text)
        and _looks_like_title(blocks[index].text)
        and _looks_like_title(blocks[index + 1].text)
    ]
    first = sum(_reads_like_caption(blocks[index].text) for index in pairs)
    second = sum(_reads_like_caption(blocks[index + 1].text) for index in pairs)
    if first > second and first * 2 > len(pairs):
        return set(pairs)
    return {i for i in pairs if len(blocks[i].text.split()) >= len(blocks[i + 1].text.split()) + 4 > 6}


def _reads_like_caption(text: str) -> bool:
    return _PICTURED.search(text) is not None and kind_in_title(text) != "keynote"


def _looks_like_title(text: str) -> bool:
    return len(text) <= _TITLE_CHARS and text[-1] not in ".!?:;,…" and not re.match(r"[-*+•]|\d+[.)]", text)


def _after_caption(blocks: list[_Block], at: int, following: int) -> int:
    nxt = at + 1
    return nxt + 1 if nxt < following and _looks_like_title(blocks[nxt].text) else nxt


def _talks_in(section: Finding, inside: list[_Block]) -> list[Finding]:
    """The talk of a section, with the official title that the text quotes, and others that it quotes."""
    found: list[Finding] = []
    for block in inside:
        for match in _QUOTED.finditer(block.text):
            around = block.text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            title = match["title"].strip()
            if len(title.split()) < 3 or not _ABOUT_A_TALK.search(around.replace(match.group(), " ")):
                continue
            facts: dict[str, object] = {}
            speakers = _presenters(block.text[: match.start()], block.text[match.end() : match.end() + _NEAR])
            if speakers:
                facts["speakers"] = speakers
            if not found:
                if fold(title) != fold(section.title.title):
                    facts["titles"] = (section.title.title, title)
                found.append(replace(section, facts=facts))
            else:
                found[-1] = replace(found[-1], end=block.line)
                named = TitleLine(title)
                found.append(replace(section, title=named, line=block.line, start=block.line, facts=facts))
    return found or [section]


def _presenters(before: str, after: str) -> tuple[str, ...]:
    match = _PRESENTER.search(after) or _PRESENTER.search(before[-_NEAR:])
    return tuple(people(match["after"] or match["before"])) if match else ()
