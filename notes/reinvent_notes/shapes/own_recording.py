"""Which of the recordings below a title is that talk's own, and not one that its text merely mentions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from reinvent_notes.document import Document
from reinvent_notes.inline import LINK, plain
from reinvent_notes.recordings import recordings_in
from reinvent_notes.talk import code_of_talk, fold
from reinvent_notes.title import may_hold_code, read_title
from reinvent_notes.years import event_year

_RELATED = re.compile(
    r"\W*(?:related|see also|other|similar|further|previous(?:ly)?|more (?:talks|sessions|videos)|recommended"
    r"|last year)\b",
    re.I,
)
_OTHER_TIME = re.compile(r"\b(?:last year|previous year|year before|previous(?:ly)? talk|older)\b", re.I)
_OWN = frozenset(
    (
        "youtube video recording recordings watch session talk talking talks keynote stream link here "
        "presentation recorded replay vod slides breakout demand play full url media film part parts "
        "aufzeichnung aufnahme ansehen enregistrement regarder grabacion gravacao ver assistir"
    ).split()
)
_ONLY_LINK = re.compile(r"\[(?P<word>\w+)\]\(https?://[^\s()\[\]]+\)")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?")
_SEVERAL = 2  # so many items with a recording each make a list of talks
_BULLETS = ("- ", "* ", "+ ")
_FILLERS = frozenset("on the to link a of at my yt mp4 code repo github blog post 1 2 3 i ii und zum".split())
_MOMENT = re.compile(r"\b\d{1,3}[- ]?min|\bminute|\d:\d\d|\bhours?\b|\bmark\b", re.I)
_OPEN_TAG = re.compile(r"<[^<>]*$")
_BOX = re.compile(r"\s*(?:[-*+]\s+)?\[[ xX]\]\s")
_LINE_CHARS = 5_000  # nobody introduces a talk's recording in a longer line
_LEAD_CHARS = 250  # how far before a bare address stands what it is
_EARLY = 3  # lines of text below a title in which a link needs no word that says what it is
_SAME_CHARS = 4


def own_recording(
    document: Document, start: int, end: int, title: str, code: str | None, year: int | None
) -> str | None:
    """The first recording below a title that is this talk's."""
    recorded = document.recorded
    at = bisect_left(recorded, end) - 1
    if at < 0 or recorded[at] < start:
        return None
    written = 0
    related = False
    lines = document.lines[start : recorded[at] + 1]
    lists_others: bool | None = None
    for line in lines:
        text = line.strip()
        if not text:
            continue
        if text[0] == "|" or text.count("|") > 1:
            continue  # a row of a table is about its own talk
        written += 1
        found = recordings_in(line) if len(line) <= _LINE_CHARS else []
        if found and not related and is_only_recording(text):
            return found[0][1]
        if is_related_label(text):
            related = not found
            continue
        related = related and (text[0] in "-*+" or text.startswith(("http", "[", "<http")))
        if found and not related:
            if _is_item(text) and not _says_only_recording(text):
                lists_others = lists_talks(lines, title) if lists_others is None else lists_others
                if lists_others:
                    continue  # each item of a list of talks is about its own
            own = _own(line, found, title, code, year, early=written <= _EARLY)
            if own:
                return own
    return None


def lists_talks(lines: Sequence[str], title: str) -> bool:
    """Whether items with recordings or codes of their own make a list of talks of what is below a title."""
    named: set[str] = set()
    bare: set[str] = set()
    for line in lines:
        text = line.strip()
        if not _is_item(text) or len(text) > _LINE_CHARS:
            continue
        found = recordings_in(text)
        if not found and may_hold_code(text):
            said = read_title(_ITEM.sub("", text, count=1))
            named |= {said.code} if said.code and said.title else set()
        if not found or _says_only_recording(text):
            continue
        words = _words_of_item(text)
        if not words:
            bare.add(found[0][1])
        elif len(words) > 1 and not is_same_title(" ".join(words), title) and not _MOMENT.search(plain(text)):
            named.add(found[0][1])
    return bool(named) and len(named | bare) >= _SEVERAL


def _is_item(text: str) -> bool:
    return _ITEM.match(text) is not None


def _says_only_recording(text: str) -> bool:
    """`- [Video](address)`, `- Recording: address`: an item that says what it is, and not of which talk."""
    words = _words_of_item(text)
    return bool(words) and all(word in _OWN or word in _FILLERS for word in words)


def _words_of_item(text: str) -> list[str]:
    return fold(plain(_ITEM.sub("", text, count=1))).split()


def _own(
    line: str, found: list[tuple[int, str]], title: str, code: str | None, year: int | None, *, early: bool
) -> str | None:
    around = plain(line)
    other_year = event_year(around)
    if year and other_year and other_year != year:
        found = found[:1] if _before_other_year(line, found[0][0]) else []
    links = list(LINK.finditer(line))
    for offset, recording in found:
        link = next((link for link in links if link.start() <= offset < link.end()), None)
        if _OTHER_TIME.search(plain(link["text"]) if link else around):
            continue
        if link is None:
            if _is_own_address(line, offset, title, code, early=early):
                return recording
        elif _is_own_link(line, link, around, title, code, early=early):
            return recording
    return None


def _before_other_year(line: str, offset: int) -> bool:
    """Whether a recording stands in a line before that line speaks of another year."""
    return "nvent" not in line[:offset]


def _is_own_address(line: str, offset: int, title: str, code: str | None, *, early: bool) -> bool:
    """A bare address: alone, after a label, or after the talk's own title."""
    lead = plain(_OPEN_TAG.sub("", line[max(0, offset - _LEAD_CHARS) : offset]))
    named = read_title(lead).code
    if named:
        return code is None or code_of_talk(named) == code_of_talk(code)
    before = fold(lead)
    sentence = fold(re.split(r"[.!?](?:\s|$)", lead)[-1]).split()
    return (
        not before
        or not _OWN.isdisjoint(sentence)
        or (early and not sentence)
        or is_same_title(before, title)
        or (early and len(before) < 20)
    )


def _is_own_link(line: str, link: re.Match[str], around: str, title: str, code: str | None, *, early: bool) -> bool:
    named = read_title(link["text"])
    words = fold(named.title).split()
    is_item = line.lstrip()[:2] in _BULLETS
    named_code = named.code or (read_title(around).code if is_item or code else None)
    if named_code and code:
        if code_of_talk(named_code) != code_of_talk(code):
            return False
    elif named_code and is_item and not is_same_title(" ".join(words), title):
        return False  # the item is a talk
    if code is None and is_item:
        before = fold(plain(line[: link.start()])).split()
        if sum(word not in _OWN and word not in _FILLERS for word in before) >= 3 and not is_same_title(
            " ".join(before), title
        ):
            return False  # the item tells of another talk
    if not words or is_same_title(" ".join(words), title):
        return True
    if (len(words) <= 6 and not _OWN.isdisjoint(words)) or _MOMENT.search(named.title):
        return not _BOX.match(line)
    # a link alone in its paragraph is this talk's, a link alone in a list item is another's
    return early and not is_item and around.strip(" -*+>•:|") == plain(link["text"])


def is_only_recording(line: str) -> bool:
    """`[YouTube](address)` and nothing else in the line, which is what most notes have."""
    match = _ONLY_LINK.fullmatch(line.strip())
    return match is not None and match["word"].lower() in _OWN


def is_related_label(line: str) -> bool:
    """`Related Streams:` and the like, below which other talks are listed."""
    return _RELATED.match(line.lstrip("#*-+> ")) is not None


def names_own_recording(link_text: str) -> bool:
    """True for a link's text that says only that it is a recording (or slides), and not of what."""
    words = fold(link_text).split()
    return not words or (len(words) <= 3 and all(word in _OWN or word in _FILLERS for word in words))


def is_same_title(folded: str, title: str) -> bool:
    """Whether one of two titles holds the other, and not as a mere word of it."""
    other = fold(title)
    short, long = sorted((folded, other), key=len)
    if len(short) < _SAME_CHARS or short not in long:
        return False
    return len(short) * 2 >= len(long) or len(short.split()) >= 3
