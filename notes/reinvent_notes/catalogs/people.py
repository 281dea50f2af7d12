"""Who gives a talk, as lists write it: names, objects with names, or one text with all of them."""

from __future__ import annotations

import re
from typing import Any

from reinvent_notes import limits
from reinvent_notes.text import clean_line

_NAMES = (
    "fullName",
    "full_name",
    "fullname",
    "displayName",
    "name",
    "speakerName",
    "speaker",
    "title",
    "label",
    "value",
)
_FIRST = ("firstName", "first_name", "firstname", "givenName", "given_name")
_LAST = ("lastName", "last_name", "lastname", "familyName", "family_name", "surname")
_WORD = r"[^\W\d_a-z][\w'’.-]*"
_NAME = re.compile(
    rf"(?:Dr\.? |Prof\.? )?(?:{_WORD}|[a-z]{{2,3}}['’]?{_WORD})(?: (?:{_WORD}|\([^()]*\)|[a-z]{{1,3}})){{1,4}}"
)
_ROLE = re.compile(
    r"\b(?:engineer(?:ing)?|architect|aws|amazon|director|manager|principal|senior|sr|vp|svp|evp|chief|officer|head|lead"
    r"|leader|advocate|president|founder|co-founder|developer|specialist|consultant|scientist|solutions?|evangelist"
    r"|strategist|technologist|fellow|analyst|partner|inc|llc|ltd|corp|corporation|gmbh|product|platform|cloud"
    r"|technical|software|technology|technologies|services|team|company|web|data|marketing|security|global|university"
    r"|bank|group|labs|systems|management|operations)\b",
    re.I,
)
_BETWEEN = re.compile(r"\s*(?:[;|\n]|\s&\s|\sand\s)\s*")
_ASIDE = re.compile(r"\s*[,(–—]|\s-\s")
_TEXT_CHARS = 5000


def speakers(values: list[Any]) -> tuple[str, ...]:
    """The names in what an item says of its speakers, each once."""
    names: list[str] = []
    for value in values:
        names += _names(value)
        if len(names) > limits.SPEAKERS:
            break
    return tuple(dict.fromkeys(name for name in names if name))[: limits.SPEAKERS]


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return _names_in(value[:_TEXT_CHARS])
    if isinstance(value, dict):
        return [_name_of(value)]
    if isinstance(value, list):
        # an entry of a list is one person, whatever follows the name
        return [_first_name(part) if isinstance(part, str) else _name_of(part) for part in value[: limits.SPEAKERS]]
    return []


def _name_of(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    first, last = _first_text(value, _FIRST), _first_text(value, _LAST)
    return _short(f"{first} {last}") if first and last else _first_name(_first_text(value, _NAMES))


def _first_text(value: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((text for key in keys if isinstance(text := value.get(key), str) and text.strip()), "")


def _first_name(text: str) -> str:
    """The name before a role or company: `Ada Winter, Engineer, Example Corp`."""
    text = _short(text)
    return _ASIDE.split(text, maxsplit=1)[0] if _ASIDE.search(text) else text


def _names_in(text: str) -> list[str]:
    """The names in one text: of all that stands between commas, what is no role and no company."""
    names = []
    for part in _BETWEEN.split(text):
        pieces = [_short(piece) for piece in re.split(r",|\s[-–—]\s|\([^()]*\)", part)]
        people = [piece for piece in pieces if _NAME.fullmatch(piece) and not _ROLE.search(piece)]
        # in `Ada Winter, Example Corp; Ben Summer, Example Corp` the company is known by its place
        names += people[:1] if _BETWEEN.search(text) and len(pieces) > 1 and ";" in text else people
    return names or ([_short(text)] if _is_one(text) else [])


def _is_one(text: str) -> bool:
    """Whether a text that looks like no name can be one all the same (`Jung Kook`, names in other scripts)."""
    return len(text) < 40 and not re.search(r"[,;:/|\d]", text) and not _ROLE.search(text) and bool(text.strip())


def _short(text: str) -> str:
    return clean_line(text[: limits.TITLE_CHARS]).strip(" .,;")
