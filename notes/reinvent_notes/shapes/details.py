"""What stands below a talk's title: its code, its speakers, and lines such as `Level: 300`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from reinvent_notes.document import Document
from reinvent_notes.inline import plain
from reinvent_notes.lengths import minutes
from reinvent_notes.people import names as people
from reinvent_notes.people import only_names
from reinvent_notes.sections import kind_of_section, speaks_of_living
from reinvent_notes.shapes.own_recording import own_recording
from reinvent_notes.talk import fold, normal_code
from reinvent_notes.title import read_title
from reinvent_notes.tracks import ANY_PREFIX

_HEAD_LINES = 15  # how far below its title a talk is introduced
_LABEL = re.compile(
    r"\s*(?:[-*+>]\s+|#{1,6}\s+)?[*_]*(?P<label>[^\W\d_][\w ()/]{1,24}?)[*_]*\s*(?:::?|：)"
    r"[*_]*\s*(?P<value>.*?)[*_]*\s*$"
)
_LABEL_END = re.compile(r"[:：|·]")
_DASHED = re.compile(
    r"\s*(?:[-*+>]\s+)?[*_]*(?P<label>[Ss]peakers?|[Pp]resenters?|[Ll]evel|[Dd]uration|[Ll]ength)[*_]*\s+[-–—]\s+"
    r"(?P<value>\S.*?)[*_]*\s*$"
)
_BETWEEN_FIELDS = re.compile(r"\s+[|·]\s+")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_LABELS = {
    "speaker": (
        "speaker,speakers,presenter,presenters,speaker s,presented by,presenter s,by,host,hosts,sprecher,sprecherin,"
        "sprecherinnen,referent,referenten,vortragende,palestrante,palestrantes,ponente,ponentes,orador,oradores,"
        "intervenant,intervenants,orateur,orateurs,relatore,relatori"
    ),
    "code": "code,session code,session id,session,talk id,id,session number,codigo,sessao,sesion,codice",
    "level": "level,session level,stufe,niveau,nivel,livello",
    "minutes": "duration,length,dauer,lange,duree,duracion,duracao",
    "track": "track,topic track",
    "kind": "type,session type,format,kind,art,tipo",
}
_FIELD = {label: name for name, labels in _LABELS.items() for label in labels.split(",")}
_LABEL_CHARS = 300
_LABEL_REACH = 40  # how far into its line a label ends

_PERSON = re.compile(
    r"(?:Dr\.? |Prof\.? )?[^\W\d_a-z][\w'’.-]*"
    r"(?: (?:[^\W\d_a-z][\w'’.-]*|de|da|van|von|der|den|la|le|di|del|bin|al)){1,3}"
)
_ROLE_WORDS = re.compile(
    r"\b(?:engineer|architect|aws|amazon|director|manager|principal|senior|sr|vp|svp|cto|ceo|cio|ciso|head|lead"
    r"|advocate|president|founder|developer|specialist|consultant|scientist|officer|solutions?|evangelist|strategist"
    r"|technologist|fellow|analyst|partner|inc|product|platform|cloud|technical|software|technology|services|team"
    r"|company|web|staff|data)\b",
    re.I,
)
_ROLE_LINE = re.compile(
    r"\s*(?:[-*+>]\s+)?(?P<name>[^:–—|,(]+?)\s*(?:\([^)]*\)\s*)?(?:\s[-–—]+\s|[:|,(–—])\s*(?P<role>.+)"
)
# the decks that AWS published carry the code in their address
_SLIDES = re.compile(
    rf"slideshare\.net/\S*?[-/](?P<code>(?i:{ANY_PREFIX})\d{{3}})(?P<suffix>r\d?|s|l)?-(?:aws-)?re-?invent", re.I
)
_IN_BRACKETS = re.compile(r"\((?P<code>[A-Z]{2,6} ?\d{3}(?:-[A-Z0-9]+)*)(?=[),.;])")
_FIRST_CODE = re.compile(
    r"[*_(\[]*(?P<code>[A-Z]{2,6} ?\d{3}(?:-[A-Z0-9]+)*)[*_)\]]*\s*(?:[·|,;–—-]+\s*(?:<?https?:|\[)|$)"
)
_CODE_LINES = 8
_CODE_LABEL = re.compile(
    r"\s*(?:[-*+>]\s+)?[*_]*(?:[Ss]ession |[Tt]alk )?[Cc]ode[*_]*\s*:[*_]*\s*[*_`]*"
    r"(?P<code>[A-Z]{2,6} ?\d{3}(?:-[A-Z0-9]+)*)(?!\w)"
)
_ROLE_CHARS = 160  # nobody is introduced in a longer line
# how a line with a name begins, whatever marks stand around it
_NAMED = re.compile(r"[\W_]*[^\W\d_a-z][\w'’.-]*[\W_]+(?:[^\W\d_a-z]|(?:de|da|van|von|der|den|la|le|di|del|bin|al)\b)")
_SEPARATED = re.compile(r"\s-+\s|[–—:|,(]")


@dataclass(slots=True)
class Details:
    speakers: list[str] = field(default_factory=list)
    code: str | None = None
    level: int | None = None
    minutes: int | None = None
    track: str | None = None
    kind: str | None = None


def details(document: Document, start: int, end: int, code: str | None, *, known: Collection[str] = ()) -> Details:
    """What lines [start, end) say of the talk that they belong to, but for its recording; no names if `known`."""
    found = Details()
    for line in document.lines[start : min(end, start + _HEAD_LINES)]:
        if not line:
            continue
        begin = line[:_LABEL_REACH]
        if ":" not in begin and "：" not in begin and (" - " not in begin or _states_nothing(line)):
            continue
        if not begin.startswith(("[", "http")):
            for name, value in _fields(line[:_LABEL_CHARS]):
                _take(found, name, plain(_WIKI_LINK.sub(r"\1", value) if "[[" in value else value))
    if not found.speakers and "speakers" not in known:
        found.speakers = introduced_speakers(document, start, end)
    if code is None and found.code is None:
        found.code = stated_code(document, start, end) or _only_code_in_brackets(document, start, end)
    return found


def _states_nothing(line: str) -> bool:
    """A quick look at an item of a nested list, in which no label ends: most lines of most notes."""
    return not _LABEL_END.search(line) and not _DASHED.match(line)


def _fields(line: str) -> Iterator[tuple[str, str]]:
    """What the labels in a line say: `Level: 300`, `Speaker - Ann Bee | Level - 300`."""
    several = (" | " in line or " · " in line) and line.lstrip()[:1] != "|"
    parts = _BETWEEN_FIELDS.split(line) if several else (line,)
    name, value = None, ""
    for part in parts:
        match = _LABEL.match(part) if ":" in part or "：" in part else None
        match = match or (_DASHED.match(part) if " - " in part else None)
        said = _FIELD.get(fold(match["label"])) if match else None
        if said is None and match is None:
            value += f" | {part}"  # names may be set apart as fields are
            continue
        if name:
            yield name, value
        name, value = said, match["value"] if match else ""
    if name:
        yield name, value


def _take(found: Details, name: str, value: str) -> None:
    if name == "speaker":
        found.speakers = found.speakers or people(value.replace(" + ", " & "))
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


def stated_code(document: Document, start: int, end: int) -> str | None:
    """The code that the first lines below a title state: `Code: AIM327`, `ARC314 · address`, the slides' address."""
    written = 0
    for line in document.lines[start:end]:
        text = line.strip()
        if not text:
            continue
        written += 1
        if written > _CODE_LINES:
            return _labelled_code(document, start, end)
        if text[0] in "#|":
            break
        slides = _SLIDES.search(text) if "slideshare" in text else None
        if slides:
            return slides["code"].upper() + (f"-{slides['suffix'].upper()}" if slides["suffix"] else "")
        first = _FIRST_CODE.match(text) if written <= 2 else None
        if first:
            return normal_code(first["code"])
        match = _LABEL.match(text[:_LABEL_CHARS]) if ":" in text[:_LABEL_REACH] else None
        if match and _FIELD.get(fold(match["label"])) == "code":
            said = read_title(match["value"])
            code = said.code or normal_code(plain(match["value"]))
            if code:
                return None if said.title else code
    return None


def _labelled_code(document: Document, start: int, end: int) -> str | None:
    """`Code: API309` further down; other labels of codes may there be of other talks."""
    found = (_CODE_LABEL.match(line) for line in document.lines[start:end] if "ode" in line[:_LABEL_REACH])
    codes = {normal_code(match["code"]) for match in found if match}
    return codes.pop() if len(codes) == 1 else None


def _only_code_in_brackets(document: Document, start: int, end: int) -> str | None:
    lines = (line for line in document.lines[start : min(end, start + _HEAD_LINES)] if "(" in line)
    codes = {normal_code(match["code"]) for line in lines for match in _IN_BRACKETS.finditer(line)}
    return codes.pop() if len(codes) == 1 else None


def introduced_speakers(document: Document, start: int, end: int) -> list[str]:
    """Names right below the title: as deeper headings, as a quote, or as `Name - Role` lines."""
    names: list[str] = []
    first = True
    for line in document.lines[start : min(end, start + _HEAD_LINES)]:
        text = line.strip()
        if not text:
            continue
        given = _GIVEN_BY.match(text) if first and len(text) < _ROLE_CHARS else None
        if given and (said := only_names(plain(given["names"]))):
            return said
        first = False
        marked = text[0] in "#>"
        separated = marked or (len(text) < _ROLE_CHARS and _NAMED.match(text) and _SEPARATED.search(text, 0, 80))
        if not separated or not (marked or names or _ROLE_WORDS.search(text)):
            if names:
                break
            continue
        text = plain(text.lstrip("#> "))
        name = _person_of(text)
        if name:
            names.append(name)
        elif marked and _PERSON.fullmatch(text) and not _ROLE_WORDS.search(text):
            names.append(text)
        elif names or "://" not in line:
            break
    return names


def _person_of(text: str) -> str | None:
    """The name in `Name - Role`."""
    match = _ROLE_LINE.match(text)
    name = match["name"].strip() if match else ""
    is_one = match and _ROLE_WORDS.search(match["role"]) and _PERSON.fullmatch(name) and not _ROLE_WORDS.search(name)
    return name if is_one else None


def names_speaker(title: str) -> bool:
    """`Ann Bee - Senior Engineer` as a heading: a speaker of the talk above, and no talk."""
    return _person_of(title) is not None


_TALKING = re.compile(
    r"\b(?:talk|session|speakers?|presenters?|presented|presenting|keynote|on stage|walked (?:us )?through|slides?|"
    r"recording|recorded|recap of|gave|showed|demo(?:ed|s)?|audience|panel|breakout|chalk talk|workshop|Q&A)\b",
    re.I,
)
_GIVEN_BY = re.compile(r"[*_]*(?:(?:given |presented )?by|with|mit|con|avec|com)[*_]*\s+(?P<names>\S.*)", re.I)
_PEOPLE_LINES = 3


def tells_of_talk(document: Document, title: str, start: int, end: int, words: int = 2) -> bool:
    """Whether a text that nothing else marks speaks of a talk: who gave it, what was shown, where it is recorded."""
    if len(title.split()) < 2:
        return False
    if own_recording(document, start, end, title, None, None):
        return True
    if introduced_speakers(document, start, min(end, start + _PEOPLE_LINES)):
        return True
    lines = document.lines[start : min(end, start + _HEAD_LINES)]
    text = "\n".join(line for line in lines if line.lstrip()[:1] != "|")  # a table tells of many
    return talking(text) >= words and speaks_of_living(text) < 2


def talking(text: str) -> int:
    """How often a text uses words of talks."""
    return len(_TALKING.findall(text))
