"""Which letters of a title or a sentence are those that were typed, for whoever shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reinvent_notes.spelling import UNSPACED, initialled, letters_in_common, may_be_inside, stem
from reinvent_notes.talk import fold

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+(?:['’‘`´][^\W_]+)*")
_MARKUP = re.compile(r"[*_`]+")
_SAME_WORD = 0.5  # of its letters in common: it was mistyped; with fewer it is another name
_SHORTENED_FROM = 4  # letters
_BEGUN_FROM = 3  # letters; of shorter words the word is found that begins so


class _Word(NamedTuple):
    """A word of a text: its folded letters, and where in the text each of them stands."""

    letters: str
    at: Sequence[int]


@lru_cache(maxsize=512)
def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii() and word.isalnum():  # nearly all
            found.append(_Word(word.lower(), range(match.start(), match.end())))
            continue
        letters = [(letter, at) for at, c in enumerate(word, match.start()) for letter in fold(c)]
        found.append(_Word("".join(letter for letter, _ in letters), tuple(at for _, at in letters)))
    return found


def lit(text: str, typed: Sequence[str], meant: Mapping[str, str], *, in_title: bool = True) -> list[Span]:
    """The letters to light, as spans from left to right: beginnings of words; in titles also what stands inside them,
    initials and shortened words. `meant`: names as they are written, of a word or several, and how they were typed:
    these are lit where it is not."""
    words = _words(text)
    places: set[int] = set()
    unused = dict.fromkeys(typed)
    for word in words:
        for one in (*typed, *(one + two for one, two in pairwise(typed))):
            start = 0 if word.letters.startswith(one) else word.letters.find(one) if in_title else -1
            if start == 0 or (start > 0 and may_be_inside(one)):
                places.update(word.at[start : start + len(one)])
                unused.pop(one, None)
    for word in _named(words, _instead(meant, " ".join(word.letters for word in words))):
        if not places.intersection(word.at):
            places.update(word.at[at] for at in _common(word.letters, typed))
    if in_title:
        for one in unused:
            places.update(_initials(words, one) or _shortened(words, one))
    return _spans(places)


def _instead(meant: Mapping[str, str], folded: str) -> list[str]:
    """Of names those that a text may have in place of what was typed, which it has not."""
    said = f" {folded}"
    return [name for name, typed in meant.items() if f" {typed}" not in said]


def _named(words: Sequence[_Word], names: Collection[str]) -> Iterator[_Word]:
    """The words of a text that are one of these names, or side by side make one up."""
    for size in {name.count(" ") + 1 for name in names}:
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            if " ".join(word.letters for word in run) in names:
                yield from run


def _common(word: str, typed: Sequence[str]) -> Sequence[int]:
    """Of a mistyped word from the first to the last letter that was typed; of another name all."""
    common: Sequence[int] = max((letters_in_common(one, word) for one in typed), key=len, default=())
    return range(common[0], common[-1] + 1) if len(common) >= _SAME_WORD * len(word) else range(len(word))


def _initials(words: Sequence[_Word], typed: str) -> set[int]:
    at = initialled([word.letters for word in words], typed)
    return {words[number].at[0] for number in at}


def _shortened(words: Sequence[_Word], typed: str) -> set[int]:
    """Of a word that begins alike and has all the letters in their order."""
    for word in words:
        if len(typed) >= _SHORTENED_FROM and word.letters[:1] == typed[0]:
            common = letters_in_common(typed, word.letters)
            if len(common) == len(typed):
                return {word.at[at] for at in common}
    return set()


def _spans(places: Collection[int]) -> list[Span]:
    spans: list[Span] = []
    for at in sorted(places):
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return spans


def words_in(text: str, typed: Sequence[str], meant: Mapping[str, str], phrases: Sequence[str] = ()) -> tuple[str, ...]:
    """What to look for in a text: phrases that were typed; of other words those that begin so, for the rest those that
    are meant, or else of their family."""
    names = _instead(meant, fold(text))
    written = {fold(word): word for word in _WORD.findall(text)}
    found: dict[str, None] = {}
    for phrase in phrases:
        said = dict.fromkeys(_written_names(text, [phrase.split()], written))
        found |= said
        typed = [one for one in typed if not said or one not in phrase.split()]
    for one in typed:
        begun = [word for folded, word in written.items() if folded.startswith(one) or _is_in_run(one, folded)]
        if one.isascii() and len(one) < _BEGUN_FROM:
            found |= dict.fromkeys([one] if one in written else begun)
        else:
            found |= {one if word.casefold().startswith(one) else _piece(word, one): None for word in begun}
    found |= {word: None for folded, word in written.items() if folded in names and not folded.startswith(tuple(typed))}
    found |= dict.fromkeys(_written_names(text, [name.split() for name in names], written))
    if not found:
        families = {stem(one) for one in typed}
        found = {word: None for folded, word in written.items() if stem(folded) in families}
    return tuple(found)


def _is_in_run(typed: str, word: str) -> bool:
    """Whether it stands inside what only looks like one word: some scripts put no blanks between words."""
    return typed >= UNSPACED and typed in word


def _piece(word: str, typed: str) -> str:
    """What was typed as it is written in a word that has it; the word where signs fold otherwise one by one."""
    letters, at = _words(word)[0]
    start = letters.find(typed)
    return word[at[start] : at[start + len(typed) - 1] + 1] if start >= 0 else word


def _written_names(text: str, names: Iterable[Sequence[str]], words: Collection[str]) -> Iterator[str]:
    """Names of several words in each way in which they stand in a text, which has these words."""
    for name in names:
        if len(name) > 1 and all(word in words for word in name):
            pattern = r"\b" + r"[\W_]+".join(map(re.escape, name)) + r"\b"
            ways = (" ".join(_MARKUP.sub("", way).split()) for way in re.findall(pattern, text, re.IGNORECASE))
            every = {way.casefold(): way for way in ways}
            whole = " ".join(name)
            yield from (whole if folded == whole else way for folded, way in every.items())


def sentence(text: str, typed: Sequence[str], meant: Mapping[str, str], phrases: Sequence[str] = ()) -> str | None:
    """The sentence of a text, or the line, that has most of the phrases, then of the words; then as they were typed."""
    best, most, in_a_row = None, (0, 0, False), " ".join(typed)
    for part in _parts(text):
        folded = f" {fold(part)} "
        said = {one for one in typed if f" {one}" in folded}
        said.update(one for name, one in meant.items() if f" {name} " in folded)
        fits = sum(f" {phrase} " in folded for phrase in phrases), len(said), f" {in_a_row}" in folded
        if said and fits > most:
            best, most = part, fits
    return best


def _parts(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from re.split(r"(?<=[.!?])\s+(?=\S)|(?<=[。！？])(?=\S)", line)
