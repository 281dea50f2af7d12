"""Talks as list items or lines: `- [Title (CODE)](recording)`, `Title (CODE): address`, `- [CODE: Title](file.md)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reinvent_notes.document import Document
from reinvent_notes.evidence import About
from reinvent_notes.recordings import recording_id, recordings_in
from reinvent_notes.sections import is_announcement, is_furniture, is_marker, kind_of_section
from reinvent_notes.shapes.details import is_part_of_the_day, is_related_label, names_own_recording
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.places import link_target, sections_above, year_above
from reinvent_notes.talk import fold
from reinvent_notes.title import LINK, TitleLine, plain, read_title

NAME = "a line per talk"
_OFFICIAL, _CODE, _LISTED = 0.82, 0.8, 0.7
_LINE_CHARS = 600
_ITEM = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+•]\s+|\d{1,4}[.)]\s+)?(?P<box>\[[ xX]\]\s+)?(?P<text>.*)")
_WIKI = re.compile(r"\[\[([^\[\]|#]+)(?:[|#]([^\[\]]*))?\]\]")
_EMOJI = re.compile(r":[a-z0-9_+-]+:|[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_ANCHOR = re.compile(r"\]\(#[^)]*\)")
_LEAD = re.compile(
    r"^(?:\d{1,2}[:.]\d{2}(?:\s*[ap]m)?\s*(?:[-–]\s*\d{1,2}[:.]\d{2}(?:\s*[ap]m)?)?|~~|✅|☑|✔)\s*[-–:|]*\s*", re.I
)
_BOLD = re.compile(r"(?:\*\*|__)(.+?)(?:\*\*|__)")
_ASIDE = re.compile(r"\s+(?:\*\(|\((?![A-Z]{2,6}\s?\d{3}))")  # `(chalk talk, never recorded)`, but not `(SVS401)`
_SEPARATOR = re.compile(r"\s+[-–—]+\s+|\s*:\s*$|\s*\|\s*")


def find(document: Document, about: About) -> tuple[list[Finding], list[Skip]]:
    candidates = list(_candidates(document, about))
    listed = [finding for finding in candidates if finding.sure == _LISTED]
    # a recording in a line is a talk where such lines are the rule, not where one stands in a text
    sections = {finding.sections[:1] for finding in candidates if finding.sure > _LISTED}
    kept = [
        finding
        for finding in candidates
        if finding.sure > _LISTED
        or finding.target
        or len(listed) >= 3
        or finding.sections[:1] in sections
        or any(kind_of_section(section) for section in finding.sections[:1])
    ]
    return kept, []


def _candidates(document: Document, about: About) -> Iterator[Finding]:
    fenced = {line for fence in document.outline.fences for line in fence}
    headings = {heading.line for heading in document.outline.headings}
    related = False
    for line, text in enumerate(document.lines):
        if not text.strip() or line in headings or line in fenced or len(text) > _LINE_CHARS:
            related = related and line not in headings
            continue
        match = _ITEM.match(text)
        if match is None or ("|" in text and text.lstrip().startswith("|")):
            continue
        if is_related_label(text):
            related = not recordings_in(text)
            continue
        related = related and bool(match["mark"])
        if related or _ANCHOR.search(text):
            continue
        title = _title(match["text"])
        is_item = bool(match["mark"])
        sure = _weigh(title, match["text"], about, is_item=is_item)
        if not sure:
            continue
        sections = sections_above(document, line)
        if any(is_announcement(section) or (is_furniture(section) and not title.code) for section in sections[:1]):
            continue
        year = year_above(document, line) or about.year
        end = _end_of_item(document, line, len(match["indent"].expandtabs(4))) if is_item else line
        start = line + 1 if end > line + 1 else line
        end = end if end > line + 1 else line
        yield Finding(NAME, sure, title, line, start, end, sections, year, target=link_target(text))


def _title(text: str) -> TitleLine:
    """The title in an item: a link's text if it says something, else what stands before the address."""
    text = _LEAD.sub("", _EMOJI.sub("", text).strip())
    text = _WIKI.sub(lambda match: f"[{match[2] or match[1]}](.)", text)
    recording = next((found for _, found in recordings_in(text)), None)
    links = [link for link in LINK.finditer(text) if not link["image"]]
    speaking = next((link for link in links if not names_own_recording(plain(link["text"]))), None)
    if speaking:
        before = plain(text[: speaking.start()]).strip(" *_~-–:|([")
        inside = read_title(speaking["text"])
        lead = read_title(before)
        if lead.code and (lead.title or not inside.title) and not inside.code and len(lead.title.split()) >= 2:
            inside = lead
        elif lead.code and not inside.code:
            inside = replace(inside, code=lead.code)
        after = read_title(plain(text[speaking.end() :]).strip(" *_~-–:|"))
        if not inside.code and after.code and not after.title:
            inside = replace(inside, code=after.code)
        return replace(inside, recording=recording_id(speaking["url"]) or recording)
    bold = _BOLD.match(text)
    head = text[: links[0].start()] if links else re.split(r"<?https?://", text)[0]
    head = _ASIDE.split(bold[1] if bold else head, maxsplit=1)[0]
    said = read_title(head.strip(" *_~-–—:|(["))
    if not said.code:
        # `CODE Title - what I think of it`
        first = read_title(_SEPARATOR.split(head.strip(), maxsplit=1)[0])
        said = first if first.code and first.title else said
    return replace(said, recording=said.recording or recording)


def _weigh(title: TitleLine, text: str, about: About, *, is_item: bool) -> float:
    words = title.title.split()
    if not words or not any(char.isalpha() for char in title.title):
        return 0.0
    if title.official and (title.recording or title.code):
        return _OFFICIAL
    is_sentence = len(title.title) > 140 or ". " in title.title
    if title.code and about.is_code(title.code, words=2) and len(words) >= 2 and not is_sentence:
        starts = plain(text).lstrip("~*_ ").upper().startswith(title.code[:3])
        return _CODE if title.recording or link_target(text) or (is_item and starts) else 0.0
    if is_marker(title.title) or is_part_of_the_day(title.title) or not about.recordings_count:
        return 0.0
    speaks = len(words) >= 2 and fold(title.title) not in ("read more", "more info")
    if title.recording and speaks and len(title.title) <= 160 and _starts_with_title(text, title):
        return _LISTED
    return 0.0


def _starts_with_title(text: str, title: TitleLine) -> bool:
    """A title stands at the beginning of its line; a link within a sentence does not."""
    folded = fold(plain(_LEAD.sub("", _EMOJI.sub("", text))))
    return folded.startswith(fold(title.title)[:20]) or folded[:24].endswith(fold(title.title)[:8])


def _end_of_item(document: Document, line: int, indent: int) -> int:
    """The first line after what is nested below an item."""
    end = line + 1
    for index in range(line + 1, len(document.lines)):
        text = document.lines[index]
        if not text.strip():
            continue
        if len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip()) <= indent:
            break
        end = index + 1
    return end
