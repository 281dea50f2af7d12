"""A talk and what people wrote about it: the values that everything else passes around."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from functools import lru_cache
from string import ascii_uppercase
from typing import Any

KINDS = (
    "keynote",
    "innovation talk",
    "leadership session",
    "breakout",
    "chalk talk",
    "workshop",
    "builders session",
    "code talk",
    "lightning talk",
    "dev chat",
    "panel",
)
VERDICTS = ("watch", "skim", "skip")

# Two digits only sponsors had, in 2018 and 2019 (`DEM12-S`); four digits, which are no year, came in 2025 (`AIM3310`).
_CODE = re.compile(
    r"(?P<prefix>[A-Z]{2,6})(?P<number>\d{3}|(?<![A-Z]{4})(?<=[A-Z]{3})\d\d(?=-S[R\d]*(?!\w))|(?!19|20[0-3])[1-5]\d{3})"
    r"(?P<suffix>(?:-[A-Z0-9]+)*)"
)
TALK_ID = r"(?<![\w/.-])20\d\d-[A-Z]{3}\d{3,4}(?![\w/-])"  # as people write one in a sentence
_REPEAT = re.compile(r"-R\d*\b")
_APOSTROPHES = re.compile("['’‘`´]")
# What `fold` makes of each ASCII character: letters small, other signs a blank, and nothing of apostrophes.
_FOLDED = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128)).ljust(256).encode()
_NO_SIGNS = b"'`"
_GAP = re.compile(r"([A-Z]+)[\s\-_]+(?=\d)")


@dataclass(frozen=True, slots=True)
class Note:
    """What one person wrote about one talk: Markdown as it stands in `source`, from `line` (1-based) on."""

    source: str
    line: int
    markdown: str
    author: str | None = None

    def as_dict(self) -> dict[str, Any]:
        # dataclasses.asdict copies every value, and takes ten times as long
        return {"source": self.source, "line": self.line, "markdown": self.markdown, "author": self.author}

    @property
    def is_bundled(self) -> bool:
        """Whether it comes with the program; the user's own have a path that is absolute."""
        return self.source.startswith(("bundled/", "bundled\\"))


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk. Unknown is None or empty, never guessed. `titles` holds every spelling, `title` first.

    `earlier`: notes of which `notes` has a fuller revision. `sources`: the documents that speak of the talk.
    """

    title: str
    year: int | None = None
    code: str | None = None
    track: str | None = None
    level: int | None = None
    kind: str | None = None
    speakers: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    url: str | None = None
    minutes: int | None = None
    verdict: str | None = None
    why: str | None = None
    abstract: str | None = None
    related: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    earlier: tuple[Note, ...] = ()
    sources: tuple[str, ...] = ()
    id: str = ""

    def __post_init__(self) -> None:
        if not self.titles:
            object.__setattr__(self, "titles", (self.title,))

    @property
    def video(self) -> str | None:
        return self.videos[0] if self.videos else None

    @property
    def words(self) -> str:
        """What notes hold, and what the index has as words besides: in a search they count as much."""
        return "\n".join(filter(None, (*(note.markdown for note in self.notes), self.why, self.abstract)))

    def with_id(self, talk_id: str) -> Talk:
        copy = object.__new__(Talk)
        for name in _FIELDS:  # dataclasses.replace takes five times as long, and every talk is given its id so
            object.__setattr__(copy, name, getattr(self, name))
        object.__setattr__(copy, "id", talk_id)
        return copy

    def as_dict(self) -> dict[str, Any]:
        """The talk as the command line prints it."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _PRINTED}
        for name in _NOTES:
            values[name] = tuple([note.as_dict() for note in getattr(self, name)])
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Talk:
        known = {name: values[name] for name in _FIELDS if name in values}
        for name in _TUPLES:
            known[name] = tuple(known.get(name, ()))
        for name in _NOTES:
            known[name] = tuple(
                Note(note["source"], note["line"], note["markdown"], note["author"]) for note in values.get(name, ())
            )
        return cls(**known)


def without_unknown(values: dict[str, Any]) -> dict[str, Any]:
    """A talk's values as the index keeps them: most of many talks are not known. `from_dict` takes them too."""
    return {name: value for name, value in values.items() if value or value not in _NOTHING}


_FIELDS = tuple(field.name for field in fields(Talk))
_TUPLES = ("speakers", "videos", "related", "titles", "sources")
_NOTES = ("notes", "earlier")
_NOTHING: tuple[Any, ...] = (None, (), [])
_PRINTED = (
    "id",
    "year",
    "code",
    "title",
    "titles",
    "track",
    "level",
    "kind",
    "speakers",
    "video",
    "videos",
    "url",
    "minutes",
    "verdict",
    "why",
    "abstract",
    "related",
    "sources",
)

UNKNOWN = {**Talk("").as_dict(), "titles": ()}  # what `Talk.as_dict` has of a talk of which nothing is known


def normal_code(text: str) -> str | None:
    """`svs 323`, `SVS-323`, `api311-r` as a code is written; None when it is none."""
    code = text.strip().upper()
    gap = _GAP.match(code)
    match = _CODE.fullmatch(gap[1] + code[gap.end() :] if gap else code)
    return match.group() if match else None


def base_code(code: str) -> str:
    """The code without any suffix, as ids use it: `SVS210-L` -> `SVS210`."""
    return code.partition("-")[0]


def code_of_talk(code: str) -> str:
    """The code without the mark of a repeat (`-R`, `-R1`), which is the same talk given again."""
    return _REPEAT.sub("", code)


def code_prefix(code: str) -> str:
    return code[: len(code) - len(code.lstrip(ascii_uppercase))]


def digits_of_code(code: str) -> int:
    return len(base_code(code).lstrip(ascii_uppercase))


def level_of_code(code: str) -> int | None:
    """`API311` -> 300. A first digit other than 1 to 5 says nothing, nor do two digits."""
    digit = int(code.lstrip(ascii_uppercase)[0])
    return digit * 100 if 1 <= digit <= 5 and digits_of_code(code) > 2 else None


def fold(text: str) -> str:
    """Text as two spellings of it are compared: no case, accents, width, punctuation; single spaces."""
    plain = text.replace("&", " and ")
    plain = plain if plain.isascii() else _APOSTROPHES.sub("", plain)
    if plain.isascii():
        return " ".join(plain.encode().translate(_FOLDED, _NO_SIGNS).decode().split())  # as bytes in half the time
    plain = unicodedata.normalize("NFKD", plain.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


@lru_cache(maxsize=8)  # what a mark is called is asked in several ways, one after the other
def slug(title: str, length: int = 60) -> str:
    """The part of an id or a file name that comes from a title, whole words, `length` characters at most."""
    words: list[str] = []
    size = 0
    for word in fold(title).split():
        if words and size + len(word) > length:
            break
        words.append(word)
        size += len(word) + 1
    return "-".join(words) or "untitled"


def talk_id(year: int | None, code: str | None, title: str) -> str:
    return f"{year or 'unknown'}-{base_code(code) if code and year else slug(title)}"
