"""What the fields of an item say of a talk, with titles, codes, years and levels as notes have them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from reinvent_notes import limits
from reinvent_notes.catalogs.fields import Fields, texts_of
from reinvent_notes.catalogs.values import day_of, event_year_of_day, minutes, minutes_between, speakers, year
from reinvent_notes.catalogs.words import kind_of, level_of, why_no_talk
from reinvent_notes.html_text import markdown
from reinvent_notes.recordings import is_recording_id, recording_id
from reinvent_notes.sections import kind_in_title
from reinvent_notes.talk import Talk, base_code, code_prefix, fold, level_of_code
from reinvent_notes.title import TitleLine, read_title
from reinvent_notes.tracks import PREFIXES, track_of_code
from reinvent_notes.years import event_year, in_event_week, names_event

# Four digits are what a catalog gives where three have run out.
_CODE = re.compile(r"(?P<prefix>[A-Z]{2,6}) ?(?P<number>\d{3,4})(?P<suffix>(?:-[A-Z0-9]{1,6})*)")
_CODE_CHARS = 30
_LEADERS = ("leadership session", "innovation talk")
_SUFFIX_KINDS = {"L": _LEADERS[0], "INT": _LEADERS[1]}
_NAMES_OF_SERVICE = re.compile(r"\s*[()]")  # `Amazon Simple Queue Service (Amazon SQS)` has two


class Item(NamedTuple):
    """A talk of a list. `sure`: it is one of the event for certain. `warnings` say what of it was left out."""

    talk: Talk
    sure: bool
    warnings: tuple[str, ...] = ()

    @property
    def described(self) -> bool:
        return bool(self.talk.abstract or self.talk.speakers or self.talk.videos)


def read_item(fields: Fields) -> Item | str:
    """The talk that the fields of an item describe, or why it is none."""
    titles = texts_of(fields, "title")
    if not titles:
        return "has no title"
    coded = [text for text in titles if " " not in text.strip() and _code(text)]  # a column `Session` may hold either
    code = next((code for text in (*texts_of(fields, "code"), *coded) if (code := _code(text))), None)
    title = next((text for text in titles if text not in coded), titles[0])
    line = _named(title, code)
    code = _fuller(code, line.code)
    types = texts_of(fields, "kind")
    why = why_no_talk(line.title or title, types, code is not None)
    if why:
        return why
    if not line.title:
        return "its title is no more than a code"
    days = [day for name in ("date", "start") for value in fields.get(name, ()) if (day := day_of(value))]
    names, services = speakers(fields.get("speakers", ())), texts_of(fields, "services")
    addresses, raw = _addresses(fields), next(iter(texts_of(fields, "abstract")), "")
    talk = Talk(
        title=line.title,
        year=line.year or _year(fields, days),
        code=code,
        track=_track(fields, code),
        level=_level(fields, code),
        kind=_kind(types, line, code),
        speakers=tuple(names[: limits.SPEAKERS]),
        videos=_videos(fields, addresses),
        url=next(filter(_is_page, addresses), None),
        minutes=_minutes(fields),
        abstract=_with_services(markdown(raw[: limits.ABSTRACT_CHARS]), services[: limits.SERVICES]),
    )
    warnings = _left_out(title, raw, names, services, addresses)
    return Item(talk, _is_sure(fields, talk, line, days), warnings)


def _left_out(
    title: str, abstract: str, speakers: Sequence[str], services: Sequence[str], addresses: Sequence[str]
) -> tuple[str, ...]:
    """What is said of every limit that was hit."""
    longest = max(map(len, addresses), default=0)
    return (
        *_beyond(len(title), "TITLE_CHARS", limits.TITLE_CHARS, "its title is cut at {:,} characters"),
        *_beyond(len(abstract), "ABSTRACT_CHARS", limits.ABSTRACT_CHARS, "its description is cut at {:,} characters"),
        *_beyond(len(speakers), "SPEAKERS", limits.SPEAKERS, "only the first {:,} of its speakers are kept"),
        *_beyond(len(services), "SERVICES", limits.SERVICES, "only the first {:,} of its services are kept"),
        *_beyond(longest, "ADDRESS_CHARS", limits.ADDRESS_CHARS, "an address of more than {:,} characters is left out"),
    )


def _beyond(size: int, name: str, limit: int, what: str) -> list[str]:
    return [f"{what.format(limit)} ({name})"] if size > limit else []


def _code(text: str) -> str | None:
    """A session's code as a column for codes gives it; other ids (`user123`, `OPS-123`) are none."""
    match = _CODE.fullmatch(text.strip().upper()) if len(text) <= _CODE_CHARS else None
    if not match or (match["prefix"] not in PREFIXES and not text.isupper()):
        return None
    return match["prefix"] + match["number"] + match["suffix"]


def _named(title: str, code: str | None) -> TitleLine:
    """The title as a note would have it; read with its code, so that [REPEAT] is a suffix of that."""
    line = read_title(title)
    if code and not line.code:
        coded = read_title(f"{title} ({code})")
        line = coded if coded.code else line._replace(title=line.title.removeprefix(code).lstrip(" -–—|:"))
    return line


def _fuller(code: str | None, named: str | None) -> str | None:
    """Of two spellings of a code the one with a suffix; of two codes that of the list."""
    if code and named and "-" not in code and base_code(named) == code:
        return named
    return code or named


def _year(fields: Fields, days: Sequence[str]) -> int | None:
    return (
        next((found for text in texts_of(fields, "event") if (found := event_year(text))), None)
        or next((found for value in fields.get("year", ()) if (found := year(value))), None)
        or next((found for day in days if (found := event_year_of_day(day))), None)
    )


def _track(fields: Fields, code: str | None) -> str | None:
    """The track that the list states, of several the code's; where it states none, what the code stands for."""
    named = (" ".join(part.split()) for text in texts_of(fields, "track") for part in re.split(r"[;|\n]", text))
    stated = [track[: limits.TITLE_CHARS] for track in named if track and not kind_of(track)]
    by_code = track_of_code(code) if code else None
    return by_code if by_code in stated else next(iter(stated), by_code)


def _level(fields: Fields, code: str | None) -> int | None:
    said = (level_of(text) for text in texts_of(fields, "level", numbers=True))
    return next(filter(None, said), None) or (level_of_code(code) if code else None)


def _kind(types: Sequence[str], line: TitleLine, code: str | None) -> str | None:
    kinds = [kind for type_ in types if (kind := kind_of(type_))]
    leading = next((kind for kind in kinds if kind in _LEADERS), None)  # these are tagged as breakouts as well
    by_code = next((kind for suffix in (code or "").split("-")[1:] if (kind := _SUFFIX_KINDS.get(suffix))), None)
    return leading or next(iter(kinds), None) or line.kind or by_code or kind_in_title(line.title)


def _minutes(fields: Fields) -> int | None:
    said = next((length for value in fields.get("minutes", ()) if (length := minutes(value))), None)
    start, end = (next(iter(fields.get(name, ())), None) for name in ("start", "end"))
    return said or minutes_between(start, end)


def _addresses(fields: Fields) -> list[str]:
    """What is given as recordings and addresses, of which objects may hold more than one."""
    values = [*fields.get("video", ()), *fields.get("url", ())]
    values = [part for value in values for part in (value if isinstance(value, list) else [value])]
    inner = [part.get(key) for part in values if isinstance(part, dict) for key in ("url", "href", "link", "id")]
    return [text.strip() for text in (*values, *inner) if isinstance(text, str)]


def _videos(fields: Fields, addresses: Sequence[str]) -> tuple[str, ...]:
    ids = [found for text in addresses if len(text) <= limits.ADDRESS_CHARS and (found := recording_id(text))]
    stated = [text for text in texts_of(fields, "video") if is_recording_id(text)]
    return tuple(dict.fromkeys((*ids, *stated)))


def _is_page(text: str) -> bool:
    """Whether an address is of the talk's own page; a recording's is known by its id."""
    if len(text) > limits.ADDRESS_CHARS or not text.startswith(("http://", "https://")) or re.search(r"\s", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc and not recording_id(text)


def _with_services(abstract: str, services: Sequence[str]) -> str | None:
    """The abstract, with the services that it does not name in a last line: the filter for them searches it."""
    said = f" {fold(abstract)} "
    names = dict.fromkeys(" ".join(name.split())[: limits.TITLE_CHARS] for name in services)
    missing = [name for name in names if not any(f" {_bare(part)} " in said for part in _NAMES_OF_SERVICE.split(name))]
    line = f"Services: {', '.join(missing)}" if missing else ""
    return "\n\n".join(part for part in (abstract, line) if part) or None


def _bare(service: str) -> str:
    """`AWS Lambda` is named by `Lambda` as well."""
    words = fold(service).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("aws", "amazon") else words)


def _is_sure(fields: Fields, talk: Talk, line: TitleLine, days: Sequence[str]) -> bool:
    known = talk.code and code_prefix(talk.code) in PREFIXES
    if known or line.official or any(names_event(text) for text in texts_of(fields, "event")):
        return True
    described = bool(talk.abstract or talk.speakers)
    return described and bool(talk.kind or (talk.speakers and talk.abstract) or any(map(in_event_week, days)))
