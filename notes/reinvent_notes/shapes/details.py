"""What stands below a talk's title: its own recording, its speakers, and lines such as `Level: 300`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reinvent_notes.document import Document
from reinvent_notes.recordings import recordings_in
from reinvent_notes.sections import kind_of_section
from reinvent_notes.talk import code_of_talk, fold, normal_code
from reinvent_notes.title import LINK, plain, read_title
from reinvent_notes.years import event_year

_HEAD_LINES = 30  # how far below its title a talk is introduced
_LABEL = re.compile(
    r"\s*(?:[-*+>]\s+|#{1,6}\s+)?[*_]*(?P<label>[A-Za-z][A-Za-z ()/]{1,24}?)[*_]*\s*[:：]"
    r"[*_]*\s*(?P<value>.*?)[*_]*\s*$"
)
_LABELS = {
    "speaker": (
        "speaker",
        "speakers",
        "presenter",
        "presenters",
        "speaker s",
        "presented by",
        "presenter s",
        "by",
        "host",
        "hosts",
    ),
    "code": ("code", "session code", "session id", "session", "talk id", "id", "session number"),
    "level": ("level", "session level"),
    "minutes": ("duration", "length"),
    "track": ("track", "topic track"),
    "kind": ("type", "session type", "format", "kind"),
}
_FIELD = {label: name for name, labels in _LABELS.items() for label in labels}

_RELATED = re.compile(
    r"\W*(?:related|see also|other|similar|further|previous(?:ly)?|more (?:talks|sessions|videos)|recommended"
    r"|last year)\b",
    re.I,
)
_OTHER_TIME = re.compile(r"\b(?:last year|previous year|year before|previous(?:ly)? talk)\b", re.I)
_OWN = frozenset(
    (
        "youtube video recording recordings watch session talk talking talks keynote stream link here "
        "presentation recorded replay vod slides breakout demand play full url media"
    ).split()
)
_BULLETS = ("- ", "* ", "+ ")
_FILLERS = frozenset("on the to link a of at my yt mp4 code repo github blog post".split())
_PERSON = re.compile(
    r"(?:Dr\.? |Prof\.? )?[^\W\d_a-z][\w'’.-]*"
    r"(?: (?:[^\W\d_a-z][\w'’.-]*|de|da|van|von|der|den|la|le|di|del|bin|al)){1,3}"
)
_ROLE_WORDS = re.compile(
    r"\b(?:engineer|architect|aws|amazon|director|manager|principal|senior|sr|vp|svp|cto|ceo|cio|head|lead|advocate|president|founder|"
    r"developer|specialist|consultant|scientist|officer|solutions?|evangelist|strategist|technologist|fellow|analyst|partner|inc|"
    r"product|platform|cloud|technical|software|technology|services|team|company|web|staff|data)\b",
    re.I,
)
_ROLE_LINE = re.compile(
    r"\s*(?:[-*+>]\s+)?(?P<name>[^:–—|,(]+?)\s*(?:\([^)]*\)\s*)?(?:\s[-–—]+\s|[:|,(–—])\s*(?P<role>.+)"
)


@dataclass(slots=True)
class Details:
    recording: str | None = None
    speakers: list[str] = field(default_factory=list)
    code: str | None = None
    level: int | None = None
    minutes: int | None = None
    track: str | None = None
    kind: str | None = None


def details(document: Document, start: int, end: int, title: str, code: str | None, year: int | None) -> Details:
    """What lines [start, end) say of the talk that they belong to."""
    found = Details(recording=own_recording(document, start, end, title, code, year))
    for line in document.lines[start : min(end, start + _HEAD_LINES)]:
        match = _LABEL.match(line)
        name = _FIELD.get(fold(match["label"])) if match else None
        if match and name:
            _take(found, name, plain(match["value"]))
    if not found.speakers:
        found.speakers = _introduced_speakers(document, start, end)
    return found


def _take(found: Details, name: str, value: str) -> None:
    if name == "speaker":
        found.speakers = found.speakers or people(value)
    elif name == "code":
        found.code = found.code or normal_code(value) or read_title(value).code
    elif name == "level":
        match = re.search(r"[1-5]00", value)
        found.level = int(match.group()) if match else found.level
    elif name == "minutes":
        found.minutes = found.minutes or minutes(value)
    elif name == "track":
        found.track = found.track or value or None
    elif name == "kind":
        found.kind = found.kind or kind_of_section(value)


def minutes(text: str) -> int | None:
    """`58`, `58 min`, `58:30`, `1:02:11`, `1 h 5 min` in whole minutes."""
    clock = re.search(r"\b(?:(\d{1,2}):)?(\d{1,2}):(\d{2})\b", text)
    if clock:
        return int(clock[1] or 0) * 60 + int(clock[2])
    spoken = re.search(r"(?:(\d{1,2})\s*h\w*)?\s*(?:(\d{1,3})\s*(?:m\w*|$))?", text.strip())
    total = int(spoken[1] or 0) * 60 + int(spoken[2] or 0) if spoken else 0
    return total or None


def people(text: str) -> list[str]:
    """The names in `Ann Bee (AWS), Cy Dee - Senior Engineer & Eve Eff`."""
    text = re.sub(r"\([^)]*\)|@\w+", " ", text)
    names = []
    for part in re.split(r"[,;/|]|\s&\s|\sand\s|\s[-–—]\s", text):
        name = " ".join(part.split()).strip(" .")
        if _PERSON.fullmatch(name) and not _ROLE_WORDS.search(name):
            names.append(name)
    return names


def _introduced_speakers(document: Document, start: int, end: int) -> list[str]:
    """Names right below the title: as deeper headings, as a quote, or as `Name - Role` lines."""
    names: list[str] = []
    for line in document.lines[start : min(end, start + _HEAD_LINES)]:
        text = line.strip()
        if not text:
            continue
        marked = text.startswith(("#", ">"))
        text = plain(text.lstrip("#> "))
        match = _ROLE_LINE.match(text)
        if match and _ROLE_WORDS.search(match["role"]) and _PERSON.fullmatch(match["name"].strip()):
            names.append(match["name"].strip())
        elif marked and _PERSON.fullmatch(text) and not _ROLE_WORDS.search(text):
            names.append(text)
        elif names or (marked and not recordings_in(line)):
            break
    return [name for name in names if not _ROLE_WORDS.search(name)]


def own_recording(
    document: Document, start: int, end: int, title: str, code: str | None, year: int | None
) -> str | None:
    """The first recording below a title that is this talk's, and not one that it merely mentions."""
    written = 0  # lines of text so far
    for line in _unrelated_lines(document, start, end):
        written += bool(line.strip())
        for offset, recording in recordings_in(line):
            if _is_own(line, offset, title, code, year, early=written <= 3):
                return recording
    return None


def _unrelated_lines(document: Document, start: int, end: int) -> Iterator[str]:
    related = False
    for line in document.lines[start:end]:
        text = line.strip()
        if not text:
            continue
        if text.startswith("|") or text.count("|") > 1:
            continue  # a row of a table is about its own talk
        is_item = text[0] in "-*+" or text.startswith(("http", "[", "<http"))
        if _RELATED.match(text) and not recordings_in(text):
            related = True
        elif related and not is_item:
            related = False
        if not related and not _RELATED.match(text):
            yield line


def _is_own(line: str, offset: int, title: str, code: str | None, year: int | None, *, early: bool) -> bool:
    link = next((found for found in LINK.finditer(line) if found.start() <= offset < found.end()), None)
    around = plain(line)
    named = read_title(link["text"] if link else around)
    named_code = named.code or read_title(around).code
    if named_code and code and code_of_talk(named_code) != code_of_talk(code):
        return False
    other_year = event_year(around)
    if _OTHER_TIME.search(around) or (year and other_year and other_year != year):
        return False
    if link is None:
        # a bare address: alone, after a label, or after the talk's own title
        before = fold(plain(line[:offset]).lstrip("-*+> "))
        return (
            not before or bool(set(before.split()) & _OWN) or _same_title(before, title) or (early and len(before) < 20)
        )
    if code is None and line.lstrip()[:2] in _BULLETS:
        words_before = fold(plain(line[: link.start()])).split()
        if sum(word not in _OWN and word not in _FILLERS for word in words_before) >= 3 and not _same_title(
            " ".join(words_before), title
        ):
            return False  # the item tells of another talk
    words = fold(named.title).split()
    if not words or set(words) & _OWN or _same_title(" ".join(words), title):
        return True
    # a link alone in its paragraph is this talk's, a link alone in a list item is another's
    return early and line.lstrip()[:2] not in _BULLETS and around.strip(" -*+>•:|") == plain(link["text"])


def is_related_label(line: str) -> bool:
    """`Related Streams:` and the like, below which other talks are listed."""
    return _RELATED.match(line.lstrip("#*-+> ")) is not None


def names_own_recording(link_text: str) -> bool:
    """True for a link's text that says only that it is a recording (or slides), and not of what."""
    words = fold(link_text).split()
    return not words or (len(words) <= 3 and all(word in _OWN or word in _FILLERS for word in words))


def is_part_of_the_day(title: str) -> bool:
    """Lunch, the shuttle, the party: in schedules, and no talk."""
    return _LIVING.search(title) is not None and len(title.split()) <= 6


def _same_title(folded: str, title: str) -> bool:
    other = fold(title)
    return bool(folded) and bool(other) and (folded in other or other in folded) and len(folded) >= 4


_TALKING = re.compile(
    r"\b(?:talk|session|speakers?|presenters?|presented|presenting|keynote|on stage|walked (?:us )?through|slides?|"
    r"recording|recorded|recap of|gave|showed|demo(?:ed|s)?|audience|panel|breakout|chalk talk|workshop|Q&A)\b",
    re.I,
)
_LIVING = re.compile(
    r"\b(?:lunch|breakfast|dinner|coffee|break|reception|registration|pub crawl|meals?|fr[uü]hst[uü]ck|mittagessen|abendessen|hotels?|flight|airport|shuttle|monorail|queue for|badge|swag|expo|party|re:?play|pub|jet ?lag|"
    r"socks|casino|mittag|restaurant|beer|certification lounge)\b",
    re.I,
)
_PEOPLE_LINES = 3


def tells_of_talk(document: Document, title: str, start: int, end: int) -> bool:
    """Whether a text that nothing else marks speaks of a talk: who gave it, what was shown, where it is recorded."""
    text = "\n".join(document.lines[start : min(end, start + _HEAD_LINES)])
    if len(title.split()) < 2 or _LIVING.search(title):
        return False
    if own_recording(document, start, end, title, None, None):
        return True
    if _introduced_speakers(document, start, min(end, start + _PEOPLE_LINES)):
        return True
    return len(_TALKING.findall(text)) >= 2 and len(_LIVING.findall(text)) < 2
