"""A line that names a talk -> its title, code, year and repeat: `SVS401-R - AWS re:Invent 2022: …` and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from reinvent_notes import limits
from reinvent_notes.inline import LINK, plain
from reinvent_notes.people import only_names, without_names
from reinvent_notes.recordings import recording_id
from reinvent_notes.talk import code_prefix, digits_of_code, normal_code
from reinvent_notes.tracks import ANY_PREFIX, PREFIXES

_EVENT = r"(?:\bAWS\s+)?\bre[:_ \-]?\s?invent\b"
_YEAR = r"(?:20[1-9]\d|['’][1-9]\d)"
_EVENT_PREFIX = re.compile(rf"^[\[(]?{_EVENT}(?:\s*[,(]?\s*(?P<year>{_YEAR})\)?)?\]?\s*(?:[-–—:|_]+|\]|\))\s*", re.I)
_YEAR_PREFIX = re.compile(rf"^(?P<year>20[1-9]\d)\s+{_EVENT}\s*[-–—:|_]+\s*", re.I)
_EVENT_SUFFIX = re.compile(rf"\s*(?:[-–—|:,@]\s*|\(\s*|(?P<at>\bat\s+)){_EVENT}(?:\s*(?P<year>{_YEAR}))?\s*\)?$", re.I)
_REPEAT = re.compile(r"^\[\s*REPEAT\s*(?P<number>\d*)\s*\]\s*|\s*\[\s*REPEAT\s*(?P<last>\d*)\s*\]$", re.I)
# `13:45 SVS401 - Title @ Mirage (45 min)` in a schedule; the room follows only a time or a code.
_TIME = r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?"
_SLOT = re.compile(rf"{_TIME}(?:\s*(?:[-–—]|to)\s*{_TIME})?\s*[-–—:|,]*\s+(?=\S)", re.I)
_ROOM = re.compile(r"\s+@\s+[A-Z][\w' -]{1,30}$")
_SAID = re.compile(r"[\"“](?P<title>[^\"“”]{6,})[\"”]\s*\([^()]*\)$")
_HASHTAGS = re.compile(r"(?<=\S)(?:\s+#[A-Za-z][\w/-]*)+\s*$")
_SAYS_TITLE = re.compile(r"^(?:session|talk|title)(?: title)?\s*:\s+(?=\S)", re.I)
_ITALIC_END = re.compile(r"\s[-–—·|]+\s+(?P<mark>[*_])(?P<names>[^*_]+)(?P=mark)$")
_BY_BEHIND_CODE = re.compile(r"\d\d\d\S*[)\]][\s*_,–—-]+(?:(?:given |presented )?by|with)\s", re.I)
_NAMES_CHARS = 150
_ENDING_CHARS = len(".markdown")
_FILE_ENDING = re.compile(r"\.(?:md|markdown|txt|mp4|pdf|html?|org)$", re.I)


def _in_any_case(prefixes: Iterable[str]) -> str:
    """A pattern for any of them; most are ruled out by their first letters, which are each looked at once."""
    by_letter = groupby(sorted(prefixes), key=itemgetter(0))
    return "|".join(
        f"[{first}{first.lower()}](?i:{'|'.join(name[1:] for name in names)})" for first, names in by_letter
    )


# A code as the schedule spells it; in small letters or with a hyphen or blank only a known prefix makes it
# certain ("Top 100", "Run 300 workloads", "part 101" are none).
_SUFFIX = r"(?:-(?:[A-Z]{1,6}\d{0,2}|\d)(?![a-z]))*"
# Sponsors' codes of 2018 have two digits, some of 2025 four, which are no year.
_SPONSORED = r"(?<![A-Z])[A-Z]{3}\d\d(?=-S[R\d]*(?![A-Za-z]))"
_LONG = r"(?<![A-Z])[A-Z]{3,6}(?!19|20[0-3])[1-5]\d{3}"
_STRICT = rf"(?:[A-Z]{{2,6}}\d{{3}}|{_SPONSORED}|{_LONG}){_SUFFIX}"
_ANY_CASE = _in_any_case(PREFIXES)
_LOOSE = rf"(?:(?:{_ANY_CASE})[-_]?|(?:{ANY_PREFIX}) )\d{{3}}{_SUFFIX}"
# what every code looks like, before the long list of prefixes is gone through
_LOOKS = r"(?=[A-Za-z]{2,6}[-_ ]?\d\d[\d-])"
_CODE = rf"{_LOOKS}(?:(?P<strict>{_STRICT})|(?P<loose>{_LOOSE}))(?!\w)"
_IN_NAME = re.compile(
    rf"(?<![A-Za-z0-9])(?i:(?P<code>(?:{ANY_PREFIX})(?:[-_ ]?\d{{3}}(?:-(?:R\d?|L|S|NEW))?|\d\d-S)))(?![A-Za-z0-9])"
)
# In small letters before a blank only what is no word as well: `abd 317`, but not `run 300 workloads`.
_WORDS = frozenset(
    "ACT APP APN AUT BOA CMY COM CON DIG EMB ENT FIN GEN MAC MAP MAT NET PAR RED RUN SEG SPOT SUP".split()
)
_SPACED = _in_any_case(PREFIXES - _WORDS)
_STARTS_LOOSE = rf"(?:(?:{_ANY_CASE})[-_]?|(?:{ANY_PREFIX}) |(?:{_SPACED}) )\d{{3}}{_SUFFIX}"
_LEADING = rf"{_LOOKS}(?:(?P<strict>{_STRICT})|(?P<loose>{_STARTS_LOOSE}))(?!\w)"
_KINDS = r"chalk ?talk|workshop|builders['’]?s? session|code talk|lightning talk|dev chat|leadership session|keynote"
_LABEL = rf"(?:(?:(?:session|talk|breakout|code|id)\s*(?:id|code)?\s*[:#]?|(?P<kind>{_KINDS})\s*[-–:|]?)\s+)?"
# `(DAT324, DAT325)`, `DAT324/DAT325 - Title`: the talk is filed under the first
_OTHERS = r"(?:\s?[,/&+]\s?[A-Z]{2,6}\d{3}(?:-[A-Z0-9]+)*(?!\w))*"
_LEADING_CODE = re.compile(rf"^(?i:{_LABEL})[\[(]?{_LEADING}{_OTHERS}[\])]?(?:\s*[-–—:|_.•~/]+\s*|\s+|$)")
_LIKE_CODE = re.compile(
    r"(?=[A-Za-z]{2,6}[-_ ]?\d\d\d)(?:(?:[A-Z]{2,6}[-_ ]?|[A-Za-z]{2,6}[-_]?"
    rf"|(?:{_SPACED}) )\d\d\d(?!\d)|[A-Z]{{3,6}}(?!19|20[0-3])[1-5]\d\d\d(?!\d))"
)
_LIKE_SPONSORED = re.compile(_SPONSORED)
_DIGITS = re.compile(r"\d\d\d")  # found much faster than the letters before them,
_BEFORE_DIGITS = 7  # which are so many at most
_TRAILING_CODE = re.compile(rf"(?:\s*[-–—:|,_]+\s*|\s+)?(?P<open>[\[(])?\s*{_CODE}{_OTHERS}\s*[\])]?\s*$")
_CODE_CHARS = 40  # a code at the end of a line begins so near to it
_MIDDLE_CODE = re.compile(rf"[\[(]{_CODE}{_OTHERS}[\])]")
_NO_CODES = (
    "SHA",
    "AES",
    "HTTP",
    "RFC",
    "ISO",
    "UTF",
    "CVE",
    "PCI",
    "IEEE",
    "NIST",
    "AWS",
    "TOP",
    "CPU",
)


class TitleLine(NamedTuple):
    """What a line says of the talk it names. `title` may be empty; `official`: it carried the event's name."""

    title: str
    code: str | None = None
    year: int | None = None
    recording: str | None = None
    official: bool = False
    kind: str | None = None
    speakers: tuple[str, ...] = ()


def read_title(inline: str) -> TitleLine:
    """Take a heading, list item or line of text apart."""
    links = LINK.finditer(inline, 0, limits.INLINE_CHARS) if "](" in inline else ()
    recording = next((found for link in links if (found := recording_id(link["url"]))), None)
    text = plain(inline)
    text, year, official = _without_event(_FILE_ENDING.sub("", text) if "." in text[-_ENDING_CHARS:] else text)
    text = _HASHTAGS.sub("", text) if " #" in text else text
    text, repeat = _without_repeat(text)
    slot = _SLOT.match(text)
    text = text[slot.end() :] if slot else text
    text, code, kind = _without_code(text)
    before = text
    if code is None or not official:
        text, year_again, official_again = _without_event(text)
        year, official = year or year_again, official or official_again
    if code is None and text != before:
        text, code, kind = _without_code(text)
    text, repeat_again = _without_repeat(text)
    again = repeat or repeat_again
    number = again and (again["number"] or again["last"])
    if slot or code:
        text = _without_room(text)
    speakers: tuple[str, ...] = ()
    if code and not official and text.rstrip(" -)")[-1:].isalpha():
        text, speakers = _without_speakers(inline, text)
    text = _SAYS_TITLE.sub("", text) if ": " in text else text
    if code and "-" not in code and (repeat or number):  # behind a code a plain [REPEAT] adds nothing to it
        code += f"-R{number or ''}"
    return TitleLine(_tidy(text), code, year, recording, official, kind, speakers)


def may_hold_code(text: str) -> bool:
    """A quick look; `read_title` says whether it is one."""
    digits = _DIGITS.search(text)
    if digits and _LIKE_CODE.search(text, max(0, digits.start() - _BEFORE_DIGITS)):
        return True
    return "-S" in text and _LIKE_SPONSORED.search(text) is not None


def code_in_name(name: str) -> str | None:
    """The code in a file's or folder's name: `dat324-expedia-flies.md`, `SVS401`, `2019_svs401_notes`."""
    return next(iter(codes_in_name(name)), None)


def codes_in_name(name: str) -> list[str]:
    found = (normal_code(match["code"]) for match in _IN_NAME.finditer(name.replace("_", " ")))
    return [code for code in found if code]


def _without_event(text: str) -> tuple[str, int | None, bool]:
    if "nvent" not in text.lower():
        return text, None, False
    for pattern in (_EVENT_PREFIX, _YEAR_PREFIX, _EVENT_SUFFIX):
        match = pattern.search(text)
        if match:
            rest = text[: match.start()] + text[match.end() :]
            year = match["year"]
            named = bool(rest.strip()) and not match.groupdict().get("at")  # "a talk at re:Invent 2019" is prose
            return rest.strip(), int("20" + year[-2:]) if year else None, named
    return text, None, False


def _without_repeat(text: str) -> tuple[str, re.Match[str] | None]:
    repeat = _REPEAT.search(text) if "[" in text else None
    return (text[: repeat.start()] + text[repeat.end() :], repeat) if repeat else (text, None)


def _without_room(text: str) -> str:
    if "@" in text:
        text = _ROOM.sub("", text)
    said = _SAID.match(text)
    return said["title"] if said else text


def _without_speakers(inline: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Behind a title with its code: `| Ann Bee`, `(Ann Bee)`, `— *Ann Bee*`, `(SVS301) by Ann Bee`."""
    italic = _ITALIC_END.search(inline[-_NAMES_CHARS:]) if inline[-1:] in "*_" else None
    named = only_names(italic["names"]) if italic else []
    if italic and named and text.endswith(plain(italic["names"])):
        return text[: -len(plain(italic["names"]))].rstrip(" -–—·|,"), tuple(named)
    by = (" by " in text or " with " in text) and _BY_BEHIND_CODE.search(inline) is not None
    return without_names(text.strip(), by=by) if by or "|" in text or ")" in text[-2:] else (text, ())


def _without_code(text: str) -> tuple[str, str | None, str | None]:
    """The rest of the text, its code, and the kind that stands before the code."""
    if not may_hold_code(text):
        return text, None, None
    for pattern, start in ((_LEADING_CODE, 0), (_TRAILING_CODE, max(0, len(text) - _CODE_CHARS)), (_MIDDLE_CODE, 0)):
        match = pattern.search(text, start)
        if not match or not (code := _code_of(match)):
            continue
        unsure = " " in (match["loose"] or "") or digits_of_code(code) > 3
        if unsure and pattern is _TRAILING_CODE and not match["open"]:
            continue  # "Getting to know NET 450" is a title
        rest = f"{text[: match.start()]} {text[match.end() :]}".strip()
        kind = match["kind"].lower() if pattern is _LEADING_CODE and match["kind"] else None
        return rest, code, kind
    return text, None, None


def _code_of(match: re.Match[str]) -> str | None:
    code = normal_code(match["strict"] or match["loose"].replace("_", "-"))
    if code is None or code.startswith(_NO_CODES):
        return None
    return code if digits_of_code(code) == 3 or code_prefix(code) in PREFIXES else None


def _tidy(text: str) -> str:
    text = " ".join(text.split()).strip(" -–—|•·*_:")
    if len(text) > 1 and text[0] in '"“' and text[-1] in '"”' and not set('"“”') & set(text[1:-1]):
        text = text[1:-1].strip()
    return text
