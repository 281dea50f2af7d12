"""Finding talks by the words of their notes, which the full text of the index holds."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from itertools import pairwise

from reinvent_notes.bitsets import places_of
from reinvent_notes.index import Index
from reinvent_notes.search import Ranking
from reinvent_notes.spelling import Aliases, halves, typed_words
from reinvent_notes.talk import Talk, fold

_BEGUN_FROM = 3  # letters; shorter words are looked for as a whole
_MOST_JOINED = 8  # words; of longer queries no two are looked for as one word
_CONTRACTION = re.compile(r"(.{2,}n)(t)|(.{2,}?)(s|d|m|re|ve|ll)")
_SNIPPET_CHARS = 160
_LINE_MARKS = re.compile(r"^(?:\s*(?:[-*+]|\d+[.)]|#{1,6}|>|\|)\s+)*")


def talks_noting(index: Index, aliases: Aliases, text: str, limit: int) -> list[int]:
    """Talks of which a note holds every word, best first."""
    words = typed_words(text)
    if not words or max(map(len, words)) < 2:
        return []
    asked = " AND ".join(_asked(word, aliases) for word in words)
    if len(words) <= _MOST_JOINED:
        for at, (one, two) in enumerate(pairwise(words)):
            asked += " OR " + " AND ".join(_asked(word, aliases) for word in (*words[:at], one + two, *words[at + 2 :]))
    found = _full_text(index, asked, limit)
    return found or _full_text(index, " AND ".join(_asked(word, aliases, apart=True) for word in words), limit)


def talks_with_both(index: Index, ranking: Ranking, text: str, limit: int) -> list[int]:
    """Talks that have some of the words in title, speakers or code, and all the others in a note."""
    words = typed_words(text)
    titles = [ranking.talks_with(word) for word in words] if len(words) > 1 else []
    if not any(titles):
        return []
    both = []
    for word, bits in zip(words, titles, strict=True):
        noted = _full_text(index, _asked(word, ranking.aliases), index.count)
        both.append(set(noted) | {index.shown[place] for place in places_of(bits)})
    found = set.intersection(*both)
    by_title = {n: sum(bits >> index.places[n] & 1 for bits in titles) for n in found}
    return sorted(found, key=lambda n: (-by_title[n], index.places[n]))[:limit]


def _asked(word: str, aliases: Aliases, *, apart: bool = False) -> str:
    """What asks the full text for a word: as it is typed or begun, with an apostrophe in it, by its other name."""
    ways = [f'"{word}"' + "*" * (len(word) >= _BEGUN_FROM)]
    contraction = _CONTRACTION.fullmatch(word)
    if contraction:
        ways.append('"{} {}"'.format(*(part for part in contraction.groups() if part)))
    ways += [f'"{other}"' for other in aliases.get(word, ())]
    if apart:
        ways += [f'"{one} {two}"*' for one, two in halves(word)]
    return f"({' OR '.join(ways)})"


def _full_text(index: Index, expression: str, limit: int) -> list[int]:
    try:
        return index.full_text(expression, limit)
    except sqlite3.Error:  # more words than it takes
        return []


def snippet(talk: Talk, words: Sequence[str]) -> str | None:
    """The line of a note that holds most of the words."""
    from reinvent_notes.inline import plain  # takes as long to load as all the rest of searching

    best, most = None, 0
    for note in talk.notes:
        for line in note.markdown.split("\n"):
            folded = f" {fold(line)}"
            count = sum(f" {word}" in folded for word in words)
            if count > most:
                best, most = line, count
    return plain(_LINE_MARKS.sub("", best))[:_SNIPPET_CHARS] if best else None
