"""Plain prose about an event: short lines between paragraphs are titles, and talks are named in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple

from reinvent_notes.document import Document
from reinvent_notes.evidence import words_of_aws
from reinvent_notes.people import names as people
from reinvent_notes.sections import is_aside, is_marker, kind_in_title, speaks_of_living
from reinvent_notes.shapes.details import talking
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.own_recording import is_related_label
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import fold
from reinvent_notes.title import TitleLine, read_title
from reinvent_notes.years import event_year, names_event

NAME = "prose"
_SURE = 0.4
_TITLE_CHARS = 90
_PARAGRAPH_CHARS = 120
_SENTENCE_CHARS = 50
_ABOUT_A_TALK = re.compile(r"\b(?:sessions?|talk|keynote|panel|presented|presenter|speaker)\b", re.I)
_QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{12,120}?)[.,]?[”\"]")
_PICTURED = re.compile(
    r"^(?:the|my|our|me|us|some|a|an|inside|view|waiting|left|right|above|below|credit)\b"
    r"|\b(?:photos?|pictures?|pictured|images?|screenshots?|selfie|slides?|diagram|crowd|skyline|sunset|sign|badge"
    r"|poster|whiteboard|on stage|copyright)\b|[©]",
    re.I,
)
_CODED = 3  # so many titles with codes make them the rule of a page
_SET_WORDS = 4
_AWS_WORDS = 2
_LABEL_WORDS = 3  # `Related insights`, `More talks`
_PROMISE = (
    re.compile(r"\b(?:watched|attended|saw|seen|visited|went to|picked|chose|below|following|worth)\b", re.I),
    re.compile(r"\b(?:sessions|talks|videos|recordings|presentations)\b", re.I),
)
_SEVERAL = re.compile(r"\b(?:sessions|talks|keynotes|videos)\b", re.I)
_NEAR = 60  # how far from a quoted title the word `session` or `presented` may stand
_PRESENTER = re.compile(
    r"(?:presented by|(?:talk|session|keynote) by)\s+(?P<after>[^,.;(]{4,40})"
    r"|(?P<before>[A-Z][\w-]+ [A-Z][\w-]+)[’']s\s+[—–-]?\s*$"
)


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    text: str


class _Part(NamedTuple):
    """A short line that may be a title, and the blocks below it."""

    title: _Block
    inside: list[_Block]

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.inside)


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document, about = page.document, page.about
    if document.outline.headings or not _is_about_event(document):
        return [], []
    blocks = _blocks(document)
    titles = _title_lines(blocks)
    skipped: list[Skip] = []
    if len(titles) > 1 and _is_page_title(blocks[titles[0]].text):
        skipped.append(Skip(blocks[titles.pop(0)].line, "the page's title"))
    breaks = sorted({*titles, *(at for at, block in enumerate(blocks) if _is_break(block.text)), len(blocks)})
    ends = [breaks[bisect_right(breaks, at)] for at in titles]
    parts = [_Part(blocks[at], blocks[at + 1 : end]) for at, end in zip(titles, ends, strict=True)]
    coded = sum(page.read_title(part.title.text).code is not None for part in parts) >= _CODED
    promised = _promises_talks(blocks[: titles[0]], parts) if titles else False
    findings: list[Finding] = []
    for number, (at, following) in enumerate(zip(titles, ends, strict=True)):
        block, inside = parts[number]
        title = read_title(block.text)
        why_not = _why_not(title, parts[number], coded=coded, promised=promised)
        if why_not:
            skipped.append(Skip(block.line, why_not))
            continue
        end = blocks[following].line if following < len(blocks) else len(document.lines)
        start = _after_caption(blocks, at, following)
        start = blocks[start].line if start < following else end
        why = "a short line above text on a talk"
        section = Finding(NAME, _SURE, title, block.line, start, end, year=about.year, why=why)
        findings += _talks_in(section, inside)
    return findings, skipped


def _is_page_title(text: str) -> bool:
    return names_event(text) and not read_title(text).official


def _why_not(title: TitleLine, part: _Part, *, coded: bool, promised: bool) -> str | None:
    """Why a short line is no talk; `coded`: others have codes, `promised`: the page says that talks follow."""
    name = part.title.text
    if not title.title:
        return "a line without words"
    if kind_in_title(name):
        return None
    if coded and not title.code:
        return "a line without a code, where talks have codes"
    if _SEVERAL.search(name):
        return "it speaks of several talks"
    text = part.text
    if not _ABOUT_A_TALK.search(text) and not (promised and _is_set_as_title(name)):
        return "the text below it speaks of no talk"
    living = speaks_of_living(text)
    return "the text below it speaks of food, beds and parties" if living >= 2 and living > talking(text) else None


def _promises_talks(above: list[_Block], parts: list[_Part]) -> bool:
    """Whether the text above the first title says that talks follow, and the text below some bears it out."""
    told = sum(talking(part.text) > 0 for part in parts)
    lived = sum(speaks_of_living(part.text) > 0 for part in parts)
    intro = " ".join(block.text for block in above)
    if told * 3 < len(parts) or told < lived or not all(pattern.search(intro) for pattern in _PROMISE):
        return False
    return words_of_aws("\n".join(f"{part.title.text}\n{part.text}" for part in parts)) >= _AWS_WORDS


def _is_set_as_title(name: str) -> bool:
    """`Highly Available Architecture at Netflix`, or a name with a service in it: not `Getting there`."""
    words = [word for word in name.split() if len(word) > 3]
    capitals = sum(not word[0].islower() for word in words)
    return len(name.split()) >= _SET_WORDS and (capitals * 5 >= len(words) * 4 or words_of_aws(name) > 0)


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
            or not any(_is_paragraph(part.text) for part in below)
            or (index > 0 and _looks_like_title(blocks[index - 1].text) and index - 1 not in captions)
            or index in captions
            or _is_break(block.text)
        ):
            continue
        found.append(index)
    return found


def _is_paragraph(text: str) -> bool:
    return len(text) >= (_SENTENCE_CHARS if text[-1] in ".!?" else _PARAGRAPH_CHARS)


def _is_break(text: str) -> bool:
    """A short line that is certainly no talk's, and ends the one above."""
    if not _looks_like_title(text):
        return False
    return is_marker(text) or is_aside(text) or (is_related_label(text) and len(text.split()) <= _LABEL_WORDS)


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
    return {index for index in pairs if _is_rather_caption(blocks[index].text, blocks[index + 1].text)}


def _is_rather_caption(first: str, second: str) -> bool:
    """Of two short lines the first, if it is much the wordier, or only the second names a service and is no caption."""
    if len(first.split()) >= len(second.split()) + 4 > 6:
        return True
    return words_of_aws(second) > words_of_aws(first) and not _reads_like_caption(second)


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
