"""Items of lists -> what their keys and values say of a talk, in the words that lists use.

Everything that comes out of here is clean: nothing in it steers a terminal.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from reinvent_notes import limits
from reinvent_notes.text import clean

Fields = dict[str, list[Any]]  # what is said of a talk, by field; of several values the most trusted first


class Row(NamedTuple):
    """One item as it is and what it says, and where it stands (`item 31`, `line 12`); where it says nothing: why."""

    where: str
    item: dict[str, Any]
    fields: Fields
    why: str | None = None


class Rows(NamedTuple):
    """The items of a list before anybody has said what they mean, and what stands around them (a playlist's title)."""

    name: str
    written: str  # how the list is written, as the user is told
    rows: list[Row]
    around: dict[str, Any]
    chars: int | None = None  # of a table, whose rows may be very short

    @property
    def most(self) -> int:
        """How many items are read."""
        most = limits.TALKS_PER_FILE
        return most if self.chars is None else limits.most(most, self.chars)

    @property
    def names_within(self) -> str:
        """What the list itself calls its event or playlist."""
        inside = (self.around.get(key) for key in _NAMES)
        return "\n".join(name for name in inside if isinstance(name, str))

    @property
    def event(self) -> str:
        """The names that stand on the list: of the file, and those of the event or playlist within it."""
        return f"{self.names_within}\n{self.name}"


_NAMES = ("playlist_title", "event", "eventName", "conference", "title", "name")

# Keys without case, blanks and punctuation; of one field the first is trusted most.
_KEYS = {
    "title": "title sessiontitle talktitle presentationtitle videotitle name sessionname talkname talk session",
    "code": (
        "code sessioncode talkcode sessionnumber sessionshortname thirdpartyid sessionthirdpartyid abbreviation "
        "shortid sessionid talkid externalid number id"
    ),
    "abstract": (
        "abstract sessionabstract description sessiondescription longdescription fulldescription details body "
        "synopsis overview summary shortdescription"
    ),
    "kind": "sessiontype type talktype contenttype sessionformat format kind",
    "level": "level sessionlevel difficulty audiencelevel technicallevel contentlevel learninglevel",
    "track": "track tracks sessiontrack topic topics subject theme areaofinterest category",
    "services": "services service awsservices awsservice relatedservices",
    "speakers": "speakers participants presenters speakernames speaker presenter presentedby authors hosts",
    "minutes": "minutes length duration sessionlength sessionduration durationminutes durationinminutes lengthminutes",
    "start": "start starttime startdatetime utcstarttime starttimestamp startsat begins time timeslot",
    "date": "date day startdate sessiondate publishedat uploaddate when",
    "end": "end endtime enddatetime utcendtime endtimestamp endsat",
    "video": "video videos videourl youtubeurl youtube youtubeid videoid recording recordings recordingurl ondemandurl",
    "url": "url href link sessionurl permalink weburl webpageurl originalurl",
    "event": "event eventname conference",
    "year": "year eventyear edition",
}
_PLACES = {key: (field, place) for field, keys in _KEYS.items() for place, key in enumerate(keys.split())}
# Other keys say what the first of these words in them says; nothing where that is about the speaker or the page.
_WORDS = (
    (None, "bio biography company email job photo image icon thumbnail color count capacity room venue"),
    (None, "updated created"),
    ("speakers", "speaker speakers presenter presenters"),
    ("code", "code"),
    ("level", "level difficulty"),
    ("services", "services"),
    ("kind", "type format"),
    ("date", "date day"),
    ("start", "start starts begin"),
    ("end", "end ends finish"),
    ("minutes", "duration length minutes"),
    ("abstract", "abstract description synopsis"),
    ("track", "track tracks topic topics"),
    ("video", "video youtube recording"),
    ("title", "title"),
)
_BY_WORD = {word: (field, 100 + row) for row, (field, words) in enumerate(_WORDS) for word in words.split()}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KEY_CHARS = 60  # nothing longer names a field
_Place = tuple[str | None, int]

# Objects that only wrap what is said, and lists of `{"attribute": "Level", "value": "300"}`.
_WRAPPERS = frozenset(
    "node item session talk source fields snippet resourceid attributes additionalfields metadata customfields times "
    "schedulingdata sessiontimes slots schedule attributevalues customattributes".split()
)
_NAMES_OF = ("speakers", "track")
_NAMES_OF_PAIRS = ("attribute", "key", "name", "label")
_VALUES_OF_PAIRS = ("value", "values")
_DEPTH = 4  # no list wraps what it says in more; of what is deeper nothing is read


@lru_cache(maxsize=4096)
def _place(key: str) -> _Place:
    """The field that a key names, and how little it is trusted."""
    if len(key) > _KEY_CHARS:
        return None, 0
    known = _PLACES.get(_bare(key))
    if known:
        return known
    words = re.findall("[a-z]+", _CAMEL.sub(" ", key).lower())
    return min((_BY_WORD[word] for word in words if word in _BY_WORD), key=lambda place: place[1], default=(None, 0))


def field_of(key: str) -> str | None:
    """What a key or a column's name says of a talk."""
    return _place(key)[0]


def gather(pairs: Iterable[tuple[str, Any]]) -> Fields:
    """What the keys and values of an item, and of what wraps them, say of a talk. Empty values say nothing."""
    found: dict[str, list[tuple[int, Any]]] = {}
    for key, value in _unwrapped(pairs, _DEPTH):
        field, place = _place(key)
        if field in _NAMES_OF and isinstance(value, str) and "&" in value:
            value = html.unescape(value)  # descriptions are HTML, and are read as such
        if field and (said := _cleaned(value, _DEPTH)) not in (None, "", []):
            found.setdefault(field, []).append((place, said))
    return {
        field: [value for _, value in sorted(values, key=lambda placed: placed[0])] for field, values in found.items()
    }


def _cleaned(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value if value.isprintable() else clean(value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, list):
        return [_cleaned(part, depth - 1) for part in value] if depth else None
    if isinstance(value, dict):
        return {key: _cleaned(part, depth - 1) for key, part in value.items()} if depth else None
    return value


def _unwrapped(pairs: Iterable[tuple[str, Any]], depth: int) -> Iterator[tuple[str, Any]]:
    for key, value in pairs:
        if not isinstance(value, dict | list) or depth == 0 or not _is_wrapper(key):
            yield key, value
        elif isinstance(value, dict):
            yield from _unwrapped(value.items(), depth - 1)
        else:
            yield from _unwrapped(_pairs(value), depth - 1)


@lru_cache(maxsize=4096)
def _is_wrapper(key: str) -> bool:
    return len(key) <= _KEY_CHARS and _bare(key) in _WRAPPERS


def _bare(key: str) -> str:
    return re.sub("[^a-z0-9]", "", key.lower())


def _pairs(values: list[Any]) -> Iterator[tuple[str, Any]]:
    """The pairs in a list of attributes, or those of the first of several (a talk that is given twice)."""
    objects = [value for value in values if isinstance(value, dict)]
    named = [(name, said) for value in objects for name, said in [_pair(value)] if name]
    if named:
        yield from named
    elif objects:
        yield from objects[0].items()


def _pair(value: dict[str, Any]) -> tuple[str | None, Any]:
    said = next((value[key] for key in _VALUES_OF_PAIRS if key in value), None)
    name = next((value[key] for key in _NAMES_OF_PAIRS if isinstance(value.get(key), str)), None)
    return (name, said) if said is not None else (None, None)


def texts(value: Any, *, numbers: bool = False) -> list[str]:
    """The texts in a value: itself, those of a list, the name of an object."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, int) and not isinstance(value, bool):
        return [str(value)] if numbers else []
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "value", "label", "title", "text") if key in value), None)
        return [value] if isinstance(value, str) else []
    if isinstance(value, list):
        parts = (part for part in value if not isinstance(part, list))
        return [text for part in parts for text in texts(part, numbers=numbers)]
    return []


def texts_of(fields: Fields, field: str, *, numbers: bool = False) -> list[str]:
    """The texts of a field, the most trusted first."""
    return [text for value in fields.get(field, ()) for text in texts(value, numbers=numbers) if text.strip()]
