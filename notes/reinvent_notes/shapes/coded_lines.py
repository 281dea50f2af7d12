"""Plain text in which a line `CODE title` or `Title (CODE)` starts a talk.

`re:Invent 2023 - title (CODE)` may end it, as a caption.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from reinvent_notes.inline import plain
from reinvent_notes.recordings import recordings_in
from reinvent_notes.sections import is_day, names_keynote
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.own_recording import is_same_title
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import fold
from reinvent_notes.title import TitleLine

NAME = "lines with a code"
_SURE, _ALONE = 0.85, 0.5
_LINE_CHARS = 220
_LABEL_CHARS = 60
_CODED = 2  # so many codes make them the rule of a text
_NOTE_LINES = 200  # a list is not looked through further for the talk above
_STARTS = re.compile(r"\W{0,3}[A-Z]{2,6}[ -]?\d\d")
_TIME = re.compile(r"\W*\d{1,2}(?:[:.h]\d\d(?:\s?[ap]\.?m\b\.?)?|\s?[ap]m\b)(?:[^.!?]|[.!?](?=\S))*$", re.I)
_SENTENCE_END = re.compile(r"(?<=[a-z)])[.!?] +(?=[A-Z])")
_ENDS = re.compile(r"[(\[][A-Z]{2,6}[ -]?\d{3}(?:-[A-Z0-9]+)*[)\]]\s*$")

_Line = tuple[int, TitleLine]


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document, about = page.document, page.about
    starts, captions, skipped = _coded_lines(page)
    titles = _titles(starts)
    listed = _listed(page, [index for index, _ in starts])
    findings = []
    for number, (index, title) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(document.lines)
        end = _end_of_notes(page, index, end) if index in listed else end
        while end - 1 > index and end < len(document.lines) and _is_time(document.lines[end - 1]):
            end -= 1  # the time of the next talk
        start = index + 1
        facts = {}
        if title.code and _is_remark(title, titles[title.code]):
            start, title = index, titles[title.code]
        caption = _caption_of(title, captions, index, end)
        if caption:
            end, said = caption
            title = title._replace(year=said.year)
            if fold(said.title) != fold(title.title):
                facts["titles"] = (title.title, said.title)
        sure = _SURE if len(starts) > 1 or index <= document.start + 2 else _ALONE
        why = (
            "a line with its code stands alone"
            if title.code
            else "a line that says whose keynote, among such with codes"
        )
        findings.append(Finding(NAME, sure, title, index, start, end, year=about.year, facts=facts, why=why))
    return findings, skipped


def _titles(starts: list[_Line]) -> dict[str | None, TitleLine]:
    """The title of each code: of several lines that begin with it, the first that is no sentence."""
    titles: dict[str | None, TitleLine] = {}
    for _, title in starts:
        known = titles.setdefault(title.code, title)
        if _is_sentence(known) and not _is_sentence(title):
            titles[title.code] = title
    return titles


def _is_remark(title: TitleLine, named: TitleLine) -> bool:
    """`SEC305: the best of the week` where the talk is named in another line: a note on it, and no title."""
    return title is not named and not is_same_title(fold(title.title), named.title)


def _is_sentence(title: TitleLine) -> bool:
    return title.title.endswith(".") or _SENTENCE_END.search(title.title) is not None


def _caption_of(title: TitleLine, captions: dict[str | None, list[_Line]], start: int, end: int) -> _Line | None:
    """The first caption with the talk's code below its title and above the next talk's."""
    of_code = captions.get(title.code, [])
    at = bisect_right(of_code, start, key=lambda caption: caption[0])
    return of_code[at] if at < len(of_code) and of_code[at][0] < end else None


def _coded_lines(page: Page) -> tuple[list[_Line], dict[str | None, list[_Line]], list[Skip]]:
    """The lines that start a talk, by code the captions that end one, and what says something of a talk."""
    starts: list[_Line] = []
    ends: list[_Line] = []
    captions: dict[str | None, list[_Line]] = {}
    said: list[_Line] = []
    lines = page.document.lines
    for index in page.coded:
        line = lines[index]
        if len(line) > _LINE_CHARS or line.lstrip()[:1] in "#-*+|>[":
            continue
        title = page.read_title(line)
        if not title.title or not page.about.is_code(title.code):
            continue
        if title.official:
            captions.setdefault(title.code, []).append((index, title))
        elif recordings_in(line):
            continue
        elif _STARTS.match(line):
            if _goes_on(page, starts, index):
                first = _SENTENCE_END.split(title.title, maxsplit=1)[0]  # `CODE title. My remark.`
                starts.append((index, title._replace(title=first)))
            elif _has_nothing_above(page, index):
                is_said = _is_sentence(title) and title.title[0].islower()
                (said if is_said else starts).append((index, title))
        elif _ENDS.search(line) and _has_nothing_above(page, index) and _has_text_below(page, index):
            ends.append((index, title))
    codes = {title.code for _, title in starts}
    skipped = [Skip(index, "a sentence that begins with a code") for index, title in said if title.code not in codes]
    starts = sorted(starts + [(index, title) for index, title in said if title.code in codes])
    if len(codes) >= _CODED:
        starts = sorted(starts + _keynotes(page))
    return (sorted(starts + ends) if len(ends) > 1 or not starts else starts), captions, skipped


def _keynotes(page: Page) -> list[_Line]:
    """Lines that say whose keynote, as titles among titles with codes: keynotes had none for years."""
    lines = page.document.lines
    found: list[_Line] = []
    for index in page.keynotes:
        line = lines[index]
        if len(line) > _LABEL_CHARS or line.lstrip()[:1] in "#-*+|>[" or recordings_in(line):
            continue
        title = page.read_title(line)
        alone = _has_nothing_above(page, index) and _has_text_below(page, index)
        if alone and not title.code and not title.official and names_keynote(title.title):
            found.append((index, title))
    return found


def _has_nothing_above(page: Page, index: int) -> bool:
    """Nothing but a blank line, a divider, a label such as `Seen:` or a time such as `Mon 2 Dec, 10:00` is above."""
    above = page.document.lines[index - 1] if index else ""
    return not any(map(str.isalnum, above)) or _is_label(above) or _is_time(above)


def _is_time(line: str) -> bool:
    """A line that says no more than when, and perhaps where."""
    return len(line) <= _LABEL_CHARS and (_TIME.match(line) is not None or is_day(plain(line)))


def _is_label(line: str) -> bool:
    return line.rstrip().endswith(":") and len(line) <= _LABEL_CHARS


def _goes_on(page: Page, starts: list[_Line], index: int) -> bool:
    """In a list without blank lines nothing but indented notes stands between a talk and the one before it."""
    before = starts[-1][0] if starts else -1
    if before < 0 or index - before > _NOTE_LINES:
        return False
    return _depth(page, index) <= _depth(page, before) and _end_of_notes(page, before, index) == index


def _listed(page: Page, starts: list[int]) -> set[int]:
    """The lines of lists: there is no blank line between one talk, with its indented notes, and the next.

    In a document that has such lists a line below a label is one of its own.
    """
    following = [
        pair
        for pair in pairwise(starts)
        if not _has_nothing_above(page, pair[1]) and _end_of_notes(page, *pair) == pair[1]
    ]
    labelled = [line for line in starts if line and _is_label(page.document.lines[line - 1])] if following else []
    return {*labelled, *(line for pair in following for line in pair)}


def _end_of_notes(page: Page, index: int, end: int) -> int:
    """The first line below a talk's that is neither blank nor indented deeper, at most `end`."""
    depth = _depth(page, index)
    lines = page.document.lines
    return next((at for at in range(index + 1, end) if lines[at].strip() and _depth(page, at) <= depth), end)


def _depth(page: Page, index: int) -> int:
    line = page.document.lines[index][:_LINE_CHARS].expandtabs(4)
    return len(line) - len(line.lstrip())


def _has_text_below(page: Page, index: int) -> bool:
    """A title is followed by a blank line or an underline; the last line of a paragraph too, but it is longer."""
    lines = page.document.lines
    return index + 1 < len(lines) and not any(map(str.isalnum, lines[index + 1][:80])) and ". " not in lines[index]
