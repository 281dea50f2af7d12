"""Which titles are wordings of one talk's.

What tells two talks of a year apart is whole words: of the 1,500 titles of two years' official lists no two have the
same words but for small ones and one letter of a long one, while "What's new with Amazon EKS" and "… ECS" are alike
in all but a letter. `tests/notes/test_rewording.py` asks the lists again where they are at hand. Four ways to word a
title otherwise, the surest first: other small words, a letter within a long word, an end cut off, no subtitle. Of
the latter two a title may have several that go on differently: whoever asks has to see that they are one talk's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from itertools import combinations

from reinvent_notes.talk import fold

# `to` and `from` are none: they say which way
_SMALL = frozenset("a an the of on in with using and for your how aws amazon at by via into its it is are".split())
_LONG = 6  # letters; in shorter words one letter is another name: EKS and ECS, EMEA and AMER
_ALIKE = 2  # letters that spellings begin with; another beginning says another thing: inbound, unbound
_CUT = 48  # letters at least of a title that was cut short: lists cut after a hundred, with event and code before it
_NAME_WORDS = 3  # fewer words before a subtitle are a series ("AWS Certification: …")
_PART = r"(?:part|session) (?:\d|[ivx]+\b|one\b|two\b|three\b)"  # of what goes on so each is a talk of its own
_SUBTITLE = re.compile(rf"(?:\s[-–—|]|\s?[:(])\s*(?!{_PART}|\d)(?=\w)", re.I)
_NUMBERED = re.compile(_PART)
_COMMON = 8  # what so many titles have in common tells none of them
_REWORDED = 75  # of 100, token_sort_ratio: a reworded heading is found, a talk that goes on is not

Numbers = list[int]


class Wordings:
    """The titles of a year by the number of who says them, given with what `fold` makes of them."""

    def __init__(self, titles: Iterable[tuple[int, str, str]]) -> None:
        self._letters: dict[str, Numbers] = {}  # of the words that tell
        self._titles: dict[str, str] = {}  # and of these the letters
        self._folded: dict[str, str] = {}
        self._words: dict[str, str] = {}
        for number, title, folded in titles:
            if folded:  # else it is nothing but signs
                words = _words(folded)
                letters = words.replace(" ", "")
                self._titles[title] = self._words[words] = letters
                if len(folded) >= _CUT:
                    self._folded[folded] = letters
                self._letters.setdefault(letters, []).append(number)

    def with_same_words(self) -> Iterator[Numbers]:
        """Those whose titles differ in small words and in blanks."""
        return (numbers for numbers in self._letters.values() if len(numbers) > 1)

    def respelt(self) -> Iterator[Numbers]:
        """Those whose titles differ in a letter of a long word."""
        seen: dict[str, str] = {}
        alike: dict[str, list[str]] = {}  # words with a gap in them -> words that fill it differently
        for words in self._words:
            end = -1
            for word in words.split(" "):
                start, end = end + 1, end + 1 + len(word)
                if len(word) >= _LONG - 1 and word.isalpha():
                    gap = f"{words[: start + _ALIKE]}\0{words[end:]}"
                    first = seen.setdefault(gap, words)
                    if first != words:
                        alike.setdefault(gap, [first]).append(words)
        for several in alike.values():
            if len(several) <= _COMMON:
                for one, other in combinations(several, 2):
                    if _are_respelt(one, other):
                        yield self._letters[self._words[one]] + self._letters[self._words[other]]

    def cut_short(self) -> Iterator[tuple[Numbers, Numbers]]:
        """Who says a title cut short, and who says one that goes on from there; the longest first."""
        ordered = sorted((letters, folded) for folded, letters in self._folded.items())
        longer: dict[str, Numbers] = {}
        for place, (letters, folded) in enumerate(ordered):
            last = folded.rpartition(" ")[2]
            head = letters if last in _SMALL else letters[: -len(last)]
            alike = _beginning_with(head, ordered, place)
            if 1 < len(alike) <= _COMMON * 2:
                longer[folded] = [
                    number for going, other in alike if _goes_on(folded, other) for number in self._letters[going]
                ]
        for folded in sorted(longer, key=lambda folded: (-len(folded), folded)):
            if longer[folded]:
                yield self._letters[self._folded[folded]], longer[folded]

    def without_subtitle(self) -> Iterator[tuple[Numbers, Numbers]]:
        """Who says a title, and who says one with a subtitle; the longest first."""
        longer: dict[str, Numbers] = {}
        going_on = set(_going_on(self._letters))
        for title, letters in self._titles.items():
            for head in _heads(title) if letters in going_on else ():
                if head in self._letters:
                    longer.setdefault(head, []).extend(self._letters[letters])
        for head in sorted(longer, key=lambda head: (-len(head), head)):
            yield self._letters[head], longer[head]


def is_rewording(one: str, other: str) -> bool:
    wordings = Wordings((number, title, fold(title)) for number, title in enumerate((one, other)))
    ways = (wordings.with_same_words, wordings.respelt, wordings.cut_short, wordings.without_subtitle)
    return any(True for way in ways for _ in way())


def _words(folded: str) -> str:
    return " ".join([word for word in folded.split() if word not in _SMALL]) or folded


def _beginning_with(head: str, ordered: list[tuple[str, str]], place: int) -> list[tuple[str, str]]:
    """Those around a place that begin with its head, as far as they are not too many."""
    start, end, most = place, place + 1, _COMMON * 2
    while start and place - start <= most and ordered[start - 1][0].startswith(head):
        start -= 1
    while end < len(ordered) and end - place <= most and ordered[end][0].startswith(head):
        end += 1
    return ordered[start:end]


def _going_on(titles: Iterable[str]) -> Iterator[str]:
    """Those that begin with another of them."""
    shorter = ""
    for title in sorted(titles):
        if shorter and title.startswith(shorter):
            yield title
        else:
            shorter = title


def _heads(title: str) -> Iterator[str]:
    """The letters of what stands before each subtitle that a title may have."""
    for subtitle in _SUBTITLE.finditer(title):
        head = fold(title[: subtitle.start()])
        if head.count(" ") >= _NAME_WORDS - 1:
            yield _words(head).replace(" ", "")


def _are_respelt(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA  # not on the way to the first paint

    pairs = zip(one.split(), other.split(), strict=True)
    return all(a == b or (max(len(a), len(b)) >= _LONG and OSA.distance(a, b) <= 1) for a, b in pairs)


def _goes_on(folded: str, other: str) -> bool:
    """Whether the other title is this one and more; the last word of this one may be the beginning of another."""
    *words, last = folded.split()
    others = iter(other.split())
    for word in words:
        if word not in _SMALL and next((found for found in others if found not in _SMALL), None) != word:
            return False
    for found in others:
        if found.startswith(last):
            rest = " ".join(others)
            return found != last or (bool(rest) and not _NUMBERED.match(rest))
        if found not in _SMALL:
            return False
    return False


class ClosestTitles:
    """Titles among which the rewording of another is looked for. However many there are, few have its rarer words."""

    def __init__(self) -> None:
        self._having: dict[str, list[tuple[int, str, str | None, Set[str]]]] = {}

    def add(self, number: int, title: str, code: str | None) -> None:
        words = frozenset(fold(title).split())
        for word in words:
            self._having.setdefault(word, []).append((number, title, code, words))

    def find(self, title: str, code: str | None) -> int | None:
        """The number of the title, of no other code, that is surely a rewording of this one; None when two could be."""
        words = frozenset(fold(title).split())
        rarest = sorted(words, key=lambda word: len(self._having.get(word, ())))[: len(words) // 2 + 1]
        alike = {
            number: other
            for word in rarest
            for number, other, of_code, theirs in self._having.get(word, ())
            if 2 * len(words & theirs) >= min(len(words), len(theirs))  # most can be told apart in no time
            and (not (code and of_code) or of_code == code)
        }
        return closest_title(title, alike.items()) if alike else None


def closest_title(title: str, candidates: Iterable[tuple[int, str]]) -> int | None:
    """The number of the candidate whose title is surely a rewording of this one; None when two could be."""
    from rapidfuzz import fuzz  # not on the way to the first paint

    wanted, names = fold(title), _names(title)
    fitting = {
        number
        for number, other in candidates
        if fuzz.token_sort_ratio(wanted, fold(other)) >= _REWORDED and _names(other) == names
    }
    return fitting.pop() if len(fitting) == 1 else None


def _names(title: str) -> frozenset[str]:
    """The names of things in a title (EKS, DynamoDB, S3): what a rewording keeps, and a sibling talk has another of."""
    words = re.findall(r"[^\W_]+", title)
    return frozenset(word for word in words if re.search(r"\d|.[A-Z]", word) and word != "AWS")
