"""Whether two titles are wordings of one talk's.

What tells two talks of a year apart is whole words: of the 1,500 titles of two years' official lists no two have the
same words but for small ones and one letter of a long one, while "What's new with Amazon EKS" and "… ECS" are alike
in all but a letter. `tests/notes/test_rewording.py` asks the lists again where they are at hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from reinvent_notes.talk import fold

_SMALL = frozenset(
    "a an the of on in with using and for to your how aws amazon at by from via into its it is are".split()
)
_LONG = 6  # letters; in shorter words one letter is another name: EKS and ECS, EMEA and AMER
_CUT = 7  # words that no two talks begin with; lists cut titles after a hundred letters
_NAME_WORDS = 3  # fewer words before a subtitle are a series ("AWS Certification: …")
_SUBTITLE = re.compile(
    r"(?:\s[-–—|]|\s?[:(])\s*(?!(?:part|session) (?:\d|[ivx]+\b|one\b|two\b|three\b)|\d)(?=\w)", re.I
)
_COMMON = 8  # what so many titles have in common tells none of them
_REWORDED = 75  # of 100, token_sort_ratio: a reworded heading is found, a talk that goes on is not


def reworded(asking: Iterable[tuple[int, str]], among: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """(number, number of the only other talk of which its title is a rewording), for titles given by talk's number."""
    titles: dict[Hashable, set[tuple[int, str]]] = defaultdict(set)
    for number, title in among:
        for key in _keys(title):
            titles[key].add((number, title))
    for number, title in asking:
        alike = {one for key in _keys(title) if len(titles[key]) <= _COMMON for one in titles[key]}
        found = {other for other, wording in alike if other != number and is_rewording(title, wording)}
        if len(found) == 1:
            yield number, found.pop()


def is_rewording(one: str, other: str) -> bool:
    words, others = _words(one), _words(other)
    if not (words and others):
        return False  # nothing but signs
    return _are_same(words, others) or _goes_on(one, words, other, others) or _goes_on(other, others, one, words)


def _words(title: str) -> list[str]:
    words = fold(title).split()
    return [word for word in words if word not in _SMALL] or words


def _keys(title: str) -> Iterator[Hashable]:
    """What a rewording of a title has in common with it, one way or another."""
    words = _words(title)
    yield "".join(words)
    yield from ((at, *words[:at], *words[at + 1 :]) for at, word in enumerate(words) if len(word) >= _LONG - 1)
    subtitle = _SUBTITLE.search(title)
    if subtitle:
        yield "".join(_words(title[: subtitle.start()]))
    yield tuple(words[: _CUT - 1])


def _are_same(words: list[str], others: list[str]) -> bool:
    if "".join(words) == "".join(others):
        return True
    return len(words) == len(others) and all(
        one == other or _are_spellings(one, other) for one, other in zip(words, others, strict=True)
    )


def _are_spellings(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA  # not on the way to the first paint

    return max(len(one), len(other)) >= _LONG and one.isalpha() and other.isalpha() and OSA.distance(one, other) <= 1


def _goes_on(title: str, words: list[str], other: str, others: list[str]) -> bool:
    """Whether the other title is this one with a subtitle, or this one is the other cut short."""
    subtitle = _SUBTITLE.search(other)
    if subtitle and len(title.split()) >= _NAME_WORDS and _words(other[: subtitle.start()]) == words:
        return True
    last = len(words) - 1
    return (
        last >= _CUT - 1
        and others[:last] == words[:last]
        and len(others) > last
        and others[last].startswith(words[last])
    )


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
