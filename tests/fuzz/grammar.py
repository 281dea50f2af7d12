"""Junk that looks like what the program looks for: documents, lists and queries."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

FIXTURES = Path(__file__).parent.parent / "fixtures"

_HARM = ["\x1b[2J", "\x9b2J", "\x1b]0;x\x07", "&#27;[2J", "&#x9b;", "\u202e", "\u2066", "\x00", "\x7f", "\ud800"]
_MARKS = [
    "#",
    "##",
    "- ",
    "* ",
    "1. ",
    "> ",
    "|",
    "|---|",
    "```",
    "~~~",
    "**",
    "__",
    "[",
    "](",
    ")",
    "<!--",
    "<b>",
    "---",
]
_WORDS = ["SVS401", "API303-R1", "re:Invent", "2023", "12/1/23", "99999", "level 400", "(300)", "by", "Ada Lovelace"]
_WORDS += [
    "https://youtu.be/aaaaaaaaaa1",
    "youtu.be/",
    "http://[::1",
    "45:10",
    "1h",
    "Speaker:",
    "Title:",
    "year:",
    "tags: [",
]
_WORDS += [
    "Serverless at scale",
    "Keynote",
    "title",
    "code",
    ",",
    ";",
    "\t",
    ":",
    "–",
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\r",
    "🎤",
]

pieces = st.sampled_from([*_HARM, *_MARKS, *_WORDS]) | st.text(st.characters(), max_size=6)
junk = st.lists(pieces, max_size=60).map("".join)
# the same again and again: what takes quadratic time shows itself
repeated = st.tuples(pieces, st.integers(1, 400), pieces).map(lambda parts: parts[0] * parts[1] + parts[2])
lines = st.lists(junk | repeated, max_size=12).map("\n".join)
fronted = st.tuples(st.sampled_from(["---\n", "+++\n"]), junk, st.sampled_from(["\n---\n", "\n+++\n", "\n"]), lines)
_samples = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.rglob("*")) if path.suffix in (".md", ".txt")]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A document that is understood, with some of it replaced."""
    text = draw(st.sampled_from(_samples))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(junk) + text[start + draw(st.integers(0, 80)) :]
    return text


documents = (
    lines
    | fronted.map("".join)
    | mutated()
    | st.just("# AWS re:Invent 2023\n\n").flatmap(lambda head: lines.map(lambda text: head + text))
)

_KEYS = [
    "title",
    "code",
    "abstract",
    "speakers",
    "video",
    "year",
    "level",
    "minutes",
    "start",
    "end",
    "talks",
    "entries",
]
_numbers = st.integers() | st.floats() | st.sampled_from([10**17, 2023, 1_669_852_800, 1_669_852_800_000])
_values = st.recursive(
    st.none() | st.booleans() | _numbers | junk,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS) | junk, inner, max_size=6),
    max_leaves=25,
)
_talk = st.fixed_dictionaries(
    {"title": st.just("AWS re:Invent 2023 - Queues (SVS401)") | _values}, optional=dict.fromkeys(_KEYS[1:], _values)
)
_lists = (
    st.lists(_talk, max_size=5) | st.fixed_dictionaries({"event": junk, "talks": st.lists(_talk, max_size=5)}) | _values
)


@st.composite
def catalogs(draw: st.DrawFn) -> str:
    """JSON, lines of JSON or a table, whole or broken."""
    if draw(st.booleans()):
        text = json.dumps(draw(_lists), ensure_ascii=draw(st.booleans()))
    else:
        separator = draw(st.sampled_from([",", ";", "\t", "\n"]))
        text = separator.join(["title", "code", "speakers"]) + "\n" + draw(lines)
    end = draw(st.none() | st.integers(0, len(text)))
    return text[:end] + draw(st.just("") | junk)


_MARKS_OF = ["watched", "queued", "favourite", "hidden", "rating", "note", "position", "nothing"]
_times = st.sampled_from(["2026-11-20T18:04:05.678Z", "9999-12-31", "0001-01-01T00:00:00+14:00", "x", None]) | _values
_marks = st.dictionaries(st.sampled_from(_MARKS_OF) | junk, _values | st.sampled_from([1, 5, "2026-11-20", "12:30"]))
_marked = st.fixed_dictionaries(
    {"title": st.just("Queues") | _values, "marks": _marks},
    optional={
        "id": junk | _values,
        "year": st.integers(2010, 2030) | _values,
        "code": junk | _values,
        "videos": st.lists(junk) | _values,
        "former_ids": st.lists(junk) | _values,
        "changed": st.dictionaries(st.sampled_from(_MARKS_OF), _times) | _values,
    },
)


@st.composite
def exports(draw: st.DrawFn) -> str:
    """Exported marks, whole or broken."""
    lines = ",\n".join(json.dumps(one) for one in draw(st.lists(_marked | _values, max_size=4)))
    text = f'{{"reinvent-tui marks": 1, "marks": [\n{lines}\n]}}\n'
    end = draw(st.none() | st.integers(0, len(text)))
    return text[:end] + draw(st.just("") | junk)


_QUERY = [
    "year:",
    "2022..",
    "..",
    "level:400",
    "is:watched",
    "is:",
    "has:",
    "sort:",
    "-",
    '"',
    "speaker:",
    "fits:",
    "re:Invent",
]
queries = st.lists(st.sampled_from(_QUERY) | pieces, max_size=12).map("".join)
