"""Talks as list items or lines: `- [Title (CODE)](recording)`, `Title (CODE): address`, `- [CODE: Title](file.md)`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from reinvent_notes.evidence import About
from reinvent_notes.inline import LINK, plain
from reinvent_notes.recordings import recording_id, recordings_in
from reinvent_notes.section_words import SUBJECTS
from reinvent_notes.sections import (
    is_announcement,
    is_furniture,
    is_marker,
    is_part_of_the_day,
    kind_of_section,
    names_keynote,
)
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.own_recording import is_only_recording, is_related_label, names_own_recording
from reinvent_notes.shapes.page import Page, link_target
from reinvent_notes.talk import fold, normal_code
from reinvent_notes.title import TitleLine, may_hold_code

NAME = "a line per talk"
_OFFICIAL, _CODE, _LISTED, _KEYNOTE = 0.82, 0.8, 0.7, 0.6
_WHY = {
    _OFFICIAL: "the event's name before its title",
    _CODE: "a code and a link in its line",
    _LISTED: "one of several lines that link to a recording",
    _KEYNOTE: "its line says whose keynote, among such with codes",
}
_USUAL = 5  # so many titles with the event's name make that the rule of a list
_CLOSED = 3  # so many lines that end with a code make that the rule of a list
_CODED = 2  # so many codes make them the rule, to which keynotes are the exception
_NAMES_KEYNOTE = re.compile(r"(?:[A-Z][\w&]* ){0,3}[Kk]eynote(?:$|,? ?[:–—-]? (?:with |by |of )?[A-Z].*)")
_KEYNOTE_CHARS = 80
_LINE_CHARS = 600
_STATE = r"(?:TODO|DONE|NOW|LATER|DOING|WAITING|CANCELL?ED)\s+|\{\{\[\[(?:TODO|DONE)\]\]\}\}\s+"  # of outliners
_ITEM = re.compile(rf"\s*(?P<mark>[-*+•]\s+|\d{{1,4}}[.)]\s+)?(?:\[[ xX]\]\s+|{_STATE})?(?P<text>.*)")
_WIKI = re.compile(r"\[\[([^\[\]|#]+)(?:[|#]([^\[\]]*))?\]\]")
_EMOJI = re.compile(r":[a-z0-9_+-]+:|[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_ANCHOR = re.compile(r"\]\(#[^)]*\)")
_LEAD = re.compile(
    r"^(?:\d{1,2}[:.]\d{2}(?:\s*[ap]m)?\s*(?:[-–]\s*\d{1,2}[:.]\d{2}(?:\s*[ap]m)?)?|~~|✅|☑|✔)\s*[-–:|]*\s*", re.I
)
_BOLD = re.compile(r"(?:\*\*|__)(.+?)(?:\*\*|__)")
_ASIDE = re.compile(r"\s+(?:\*\(|\((?![A-Z]{2,6}\s?\d{3}))")  # `(chalk talk, never recorded)`, but not `(SVS401)`
_BARE = re.compile(r"\s*<?https?://\S+\s*$")  # an address that names no talk itself
_COLON = re.compile(r":[^\S\n]*\n")
_SEPARATOR = re.compile(r"\s+[-–—·•]+\s+|\s*:\s*$|\s*\|\s*")
_A_CODE = r"(?P<{}>[A-Z]{{2,6}} ?\d{{3,4}}(?:-[A-Z0-9]+)*)(?![\w-])"
_CODE_AT_END = re.compile(  # or right behind the link, before a comma
    rf"\]\([^()]*\)(?:[\s*_]*[-–—:|·•(]?\s*{_A_CODE.format('early')}[,;]"
    rf"|.*?(?:[(\[`]|\s[-–—|·•]+\s+){_A_CODE.format('late')}(?:[,;/|·] ?[\w ]{{1,12}})?[)\]`]?[\s.,;*_]*$)"
)
_CODE_BEHIND = re.compile(rf"[(\[]{_A_CODE.format('code')}[)\]]")
_REMARK = re.compile(r"\s+[-–—]+\s+(?=[a-z])|\s+--+(?:\s|$)")  # `Title - what I think of it`


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    lines = list(_lines(page))
    closing = _closing_codes(page, lines)
    candidates = list(_candidates(page, lines, closing))
    if sum(finding.sure == _CODE for finding in candidates) >= _CODED:
        keynotes = {line for line in page.keynotes if len(page.document.lines[line]) <= _KEYNOTE_CHARS}
        candidates = list(_candidates(page, sorted(keynotes.union(lines)), closing)) if keynotes else candidates
    else:
        candidates = [finding for finding in candidates if finding.sure != _KEYNOTE]
    # a recording in a line is a talk where such lines are the rule, not where one stands in a text
    listed = Counter(finding.sections[:1] for finding in candidates)
    many = len(candidates) >= 3
    official = sum(finding.sure == _OFFICIAL for finding in candidates)
    alien = official >= _USUAL and official * 5 >= len(candidates) * 4
    kept, skipped = [], []
    for finding in candidates:
        promised = any(map(kind_of_section, finding.sections[:1]))
        if alien and finding.sure == _LISTED:
            skipped.append(Skip(finding.line, "a link without the event's name in a list where titles carry it"))
        elif finding.sure != _LISTED or finding.target or many or listed[finding.sections[:1]] > 1 or promised:
            kept.append(finding)
        else:
            skipped.append(Skip(finding.line, "a single link to a recording, without a code"))
    return kept, skipped


def _candidates(page: Page, numbers: Iterable[int], closing: Mapping[int, str]) -> Iterator[Finding]:
    lines = page.document.lines
    related = -1  # the line up to which other talks are listed
    previous = -1
    for line in numbers:
        text = lines[line]
        if is_related_label(text):
            related = -1 if recordings_in(text) else _end_of_list(page, line)
            continue
        match = _ITEM.match(text)
        if line < related or match is None or _ANCHOR.search(text) or text.lstrip().startswith("|"):
            continue
        title = _title(page, match["text"])
        title = title if title.code else title._replace(code=closing.get(line))
        is_item = bool(match["mark"])
        sure = _weigh(title, match["text"], page.about, is_item=is_item)
        sections = page.sections(line) if sure else ()
        if not sure or (sections and _is_of_other_things(sections[0], title, sure, text)):
            continue
        end = page.document.end_of_item(line) if is_item and line >= previous else line
        previous = max(previous, end)
        start, end = (line + 1, end) if end > line + 1 else (line, line)
        target = link_target(text)
        yield Finding(NAME, sure, title, line, start, end, sections, page.year(line), target=target, why=_WHY[sure])


def _closing_codes(page: Page, numbers: Iterable[int]) -> dict[int, str]:
    """The codes that only the list makes certain: `- [Title](recording) - What I think of it. (CODE)`, by line.

    In a list of lines that end so they are the talks'; a single one may be of another talk that is recommended, and so
    may one that another line gives to its own talk.
    """
    lines = page.document.lines
    linked = [line for line in numbers if "](" in lines[line]]
    found: dict[int, str] = {}
    for line in linked:
        text = _EMOJI.sub("", lines[line]) if may_hold_code(lines[line]) else ""
        match = _CODE_AT_END.match(text, text.find("]("))
        code = normal_code(match["early"] or match["late"]) if match else None
        if code and page.about.is_code(code):
            found[line] = code
    if len(set(found.values())) < _CLOSED or len(found) * 2 < len(linked):
        return {}
    before = {_title(page, lines[line].lstrip("-*+• ")).code for line in linked if line not in found}
    return {line: code for line, code in found.items() if code not in before}


def _lines(page: Page) -> Iterator[int]:
    """The lines that may be talks, and those that say that other talks follow, in order."""
    lines = page.document.lines
    labels = [line for line in page.document.lines_with(_COLON) if is_related_label(lines[line])]
    for line in sorted({*page.coded, *labels}):
        text = lines[line]
        if len(text) <= _LINE_CHARS and not _BARE.match(text) and not is_only_recording(text):
            yield line


def _is_of_other_things(section: str, title: TitleLine, sure: float, text: str) -> bool:
    """Whether a section holds links to other things than talks; an index of the pages around may name keynotes."""
    if is_announcement(section):
        return True
    if title.code or not is_furniture(section):
        return False
    return not (fold(section) in SUBJECTS or (sure == _KEYNOTE and link_target(text)))


def _end_of_list(page: Page, line: int) -> int:
    """The line after the list that a label such as `Related talks:` stands above."""
    lines = page.document.lines
    end = line + 1
    while end < len(lines) and (match := _ITEM.match(lines[end][:_LINE_CHARS])) and match["mark"]:
        end += 1
    return end


def _title(page: Page, text: str) -> TitleLine:
    """The title in an item: a link's text if it says something, else what stands before the address."""
    text = _LEAD.sub("", _EMOJI.sub("", text).strip())
    text = _WIKI.sub(lambda match: f"[{match[2] or match[1]}](.)", text)
    recording = next((found for _, found in recordings_in(text)), None)
    links = [link for link in LINK.finditer(text) if not link["image"]]
    speaking = next((link for link in links if not names_own_recording(plain(link["text"]))), None)
    if speaking:
        said = _title_of_link(page, text, speaking)
        return said._replace(recording=recording_id(speaking["url"]) or recording)
    bold = _BOLD.match(text)
    marks = " *_~-–—:|(["
    if bold and not page.read_title(bold[1]).title:  # `**CODE** Title — *Ann Bee*`
        bold, marks = None, " ~-–—:|(["
    head = text[: links[0].start()] if links else re.split(r"<?https?://", text)[0]
    head = _ASIDE.split(bold[1] if bold else head, maxsplit=1)[0]
    said = page.read_title(_REMARK.split(head, maxsplit=1)[0].strip(marks))
    if not said.code:
        # `CODE Title - what I think of it`
        first = page.read_title(_SEPARATOR.split(head.strip(), maxsplit=1)[0])
        said = first if first.code and first.title else said
    return said._replace(recording=recording) if recording and not said.recording else said


def _title_of_link(page: Page, text: str, link: re.Match[str]) -> TitleLine:
    """The title in a link's text, with a code that stands around it; or around a link that is the code alone."""
    inside = page.read_title(link["text"])
    lead = page.read_title(plain(text[: link.start()]).strip(" *_~-–:|(["))
    behind = plain(text[link.end() :]).strip(" *_~-–:|·•")
    if inside.code and not inside.title:
        rest = page.read_title(_REMARK.split(_ASIDE.split(" " + behind, maxsplit=1)[0], maxsplit=1)[0].strip())
        return rest._replace(code=inside.code) if rest.title else inside
    if lead.code and (lead.title or not inside.title) and not inside.code and len(lead.title.split()) >= 2:
        return lead
    if lead.code and not inside.code:
        return inside._replace(code=lead.code)
    if inside.code:
        return inside
    # `[Title](address) (CODE) - what I think of it`
    bracketed = _CODE_BEHIND.match(behind)
    after = page.read_title(bracketed["code"] if bracketed else _SEPARATOR.split(behind, maxsplit=1)[0])
    return inside._replace(code=after.code) if after.code and not after.title else inside


def _weigh(title: TitleLine, text: str, about: About, *, is_item: bool) -> float:
    words = title.title.split()
    if not words or not any(char.isalpha() for char in title.title):
        return 0.0
    if title.official and (title.recording or title.code):
        return _OFFICIAL
    is_sentence = len(title.title) > 140 or ". " in title.title
    if title.code and len(words) >= 2 and not is_sentence and about.is_code(title.code):
        starts = plain(text).lstrip("~*_ ").upper().startswith(title.code[:3])
        return _CODE if title.recording or link_target(text) or (is_item and starts) else 0.0
    if is_item and not title.recording and about.event and _NAMES_KEYNOTE.fullmatch(title.title):
        return _KEYNOTE if names_keynote(title.title) else 0.0
    if not title.recording or not (about.recordings_count and about.own) or len(words) < 2 or len(title.title) > 160:
        return 0.0
    if is_marker(title.title) or is_part_of_the_day(title.title) or fold(title.title) in ("read more", "more info"):
        return 0.0
    return _LISTED if _starts_with_title(text, title) else 0.0


def _starts_with_title(text: str, title: TitleLine) -> bool:
    """A title stands at the beginning of its line; a link within a sentence does not."""
    folded = fold(plain(_LEAD.sub("", _EMOJI.sub("", text))))
    return folded.startswith(fold(title.title)[:20]) or folded[:24].endswith(fold(title.title)[:8])
