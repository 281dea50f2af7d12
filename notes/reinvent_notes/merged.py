"""What a talk says that several documents speak of, and which of them says so.

Who is believed where they disagree (`Trust`): an official list before a list of recordings, that before what a note's
front matter states, that before what was read out of a note; among equals whoever has a note on it, then the document
that was read first. But a recording knows best how long it is, and which track a talk is in is asked of front matter,
then of other notes, then of lists. Every other value stays known, with who says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from reinvent_notes import limits
from reinvent_notes.sections import kind_of_section
from reinvent_notes.talk import Note, Talk, fold, talk_id

# a shorter note is no earlier revision of another because its words or lines stand there too
_REVISION_WORDS, _REVISION_LINE_WORDS, _REVISION_CHARS = 3, 8, 60


class Trust(IntEnum):
    """What kind of document says something; the smaller is believed."""

    OFFICIAL = 0
    RECORDINGS = 1
    FRONT_MATTER = 2
    NOTES = 3


class Entry(NamedTuple):
    """What one document says of one talk; `number` tells it from the others of that document."""

    talk: Talk
    trust: Trust = Trust.NOTES
    number: int = 0

    @property
    def key(self) -> tuple[str, int]:
        return self.talk.sources[0], self.number


class Fact(NamedTuple):
    """A value of a talk's field and the documents that say it. Of one field's facts the first is the one shown."""

    field: str
    value: Any
    sources: tuple[str, ...]


class Merged(NamedTuple):
    """A talk of these entries, the ids it is or was known by (its own first), why they were joined, and who says what.

    A talk of one entry has neither reasons nor facts: all of it is that document's.
    """

    talk: Talk
    ids: tuple[str, ...]
    entries: tuple[Entry, ...]
    reasons: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


_Key = Callable[[Entry], Any]
_ONE = ("title", "year", "code", "track", "level", "kind", "speakers", "url", "minutes", "verdict", "why", "abstract")
_MANY = ("titles", "videos", "related")
_BELIEVED: dict[str, _Key] = {
    "code": lambda entry: (not entry.talk.code or "-" not in entry.talk.code, entry.trust),  # the fullest spelling
    "minutes": lambda entry: (entry.trust != Trust.RECORDINGS, entry.trust),
    # a subject says more than a section that names a kind (Breakout Sessions), whoever says it
    "track": lambda entry: (
        kind_of_section(entry.talk.track or "") not in (None, "keynote"),
        (Trust.FRONT_MATTER, Trust.NOTES, Trust.OFFICIAL, Trust.RECORDINGS).index(entry.trust),
    ),
}


def _by_trust(entry: Entry) -> Any:
    return entry.trust, not entry.talk.notes


def together(group: Sequence[Entry]) -> tuple[Talk, tuple[Fact, ...]]:
    """One talk from all that is said of it, and who says what."""
    if len(group) == 1:
        return group[0].talk, ()
    facts: list[Fact] = []
    values: dict[str, Any] = {}
    ordered = sorted(group, key=_by_trust)
    for field in _ONE:
        said = _said(field, sorted(ordered, key=_BELIEVED[field]) if field in _BELIEVED else ordered)
        facts += said
        values[field] = said[0].value if said else getattr(ordered[0].talk, field)
    for field in _MANY:
        values[field] = tuple(dict.fromkeys(value for entry in ordered for value in getattr(entry.talk, field)))
    facts += _said("videos", ordered, each=True)
    values["titles"] = tuple(dict.fromkeys((values["title"], *values["titles"])))
    notes, earlier = _revisions(note for entry in group for note in entry.talk.notes)
    sources = tuple(dict.fromkeys(source for entry in ordered for source in entry.talk.sources))
    return Talk(**values, notes=notes, earlier=earlier, sources=sources), tuple(facts)


def _said(field: str, entries: Iterable[Entry], *, each: bool = False) -> list[Fact]:
    """The values that documents give a field, the most believed first; `each` of those that one document gives."""
    said: dict[Any, dict[str, None]] = {}
    for entry in entries:
        value = getattr(entry.talk, field)
        for one in value if each else () if value in (None, ()) else (value,):
            said.setdefault(one, {}).update(dict.fromkeys(entry.talk.sources))
    return [Fact(field, value, tuple(sources)) for value, sources in said.items()]


def _revisions(notes: Iterable[Note]) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """Every text once, whatever blanks are in it; and apart those that another is a fuller revision of."""
    once: dict[str, Note] = {}
    for note in notes:
        once.setdefault(" ".join(note.markdown.split()), note)
    texts = [_Text.of(note.markdown) for note in once.values()] if 1 < len(once) <= limits.COMPARED else []
    bundled = [note.is_bundled for note in once.values()]
    earlier = {
        number
        for number, text in enumerate(texts)
        if any(
            _is_earlier(text, other, number > at) or (bundled[number] and not bundled[at] and _is_copied(text, other))
            for at, other in enumerate(texts)
            if at != number
        )
    }
    kept: list[Note] = []
    apart: list[Note] = []
    for number, note in enumerate(once.values()):
        (apart if number in earlier else kept).append(note)
    return tuple(kept), tuple(apart)


class _Text(NamedTuple):
    """A note as revisions are compared: its words, and those of each line that is not blank (its signs, without any).

    `size` tells the fuller one: of two with the same words the one with more signs.
    """

    words: str
    lines: tuple[str, ...]
    size: tuple[int, int]

    @classmethod
    def of(cls, markdown: str) -> _Text:
        folded = fold(markdown)
        lines = (fold(line) or line.strip() for line in markdown.splitlines())
        return cls(f" {folded} ", tuple(line for line in lines if line), (len(folded), len(markdown)))


def _is_earlier(text: _Text, other: _Text, is_second: bool) -> bool:
    """Whether a note is an earlier revision of another: it begins that, or is long and stands within it.

    Or all its lines stand there in their order. Of two with the same words the fuller, else the first, is kept.
    """
    if text.size > other.size or (text.size == other.size and not is_second) or not text.words.strip():
        return False
    words = text.words
    return (
        words == other.words
        or (words.count(" ") > _REVISION_WORDS and other.words.startswith(words))
        or (len(words) > _REVISION_CHARS and words in other.words)
        or (words.count(" ") > _REVISION_LINE_WORDS and _are_lines_of(text.lines, other.lines))
    )


def _is_copied(text: _Text, other: _Text) -> bool:
    """Whether a bundled note was copied to be changed: most of its lines stand in the user's own."""
    own = set(other.lines)
    return 2 * sum(line in own for line in text.lines) > len(text.lines)


def _are_lines_of(lines: Iterable[str], others: Iterable[str]) -> bool:
    """Whether the lines are among the others in this order, there perhaps with words behind them."""
    left = iter(others)
    return all(any(f"{other} ".startswith(f"{line} ") for other in left) for line in lines)


def named(joined: Iterable[tuple[Sequence[Entry], tuple[str, ...]]]) -> list[Merged]:
    """The talks of groups of entries, given with why they are one, each under an id of its own.

    Where two talks would have one id, the later gets a number behind it.
    """
    taken: dict[str, int] = {}  # an id -> the last number that was put behind it
    found = []
    for group, reasons in joined:
        talk, facts = together(group)
        own = wanted = talk_id(talk.year, talk.code, talk.title)
        while own in taken:
            taken[wanted] += 1
            own = f"{wanted}-{taken[wanted]}"
        taken[own] = 1
        others = [entry.talk for entry in group if entry.talk is not talk]
        ids = [
            talk_id(year, code, title)
            for year in {talk.year: 0, **{other.year: 0 for other in others}}
            for code in {talk.code: 0, **{other.code: 0 for other in others}, None: 0}
            for title in talk.titles
        ]
        found.append(Merged(talk.with_id(own), tuple(dict.fromkeys((own, *ids))), tuple(group), reasons, facts))
    return found
