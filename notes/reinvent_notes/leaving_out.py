"""Which talks have most of the words where none has every one, and how much a word says of the talks that have it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import reduce
from itertools import pairwise
from math import log
from operator import and_

from reinvent_notes.spelling import FILLING, SAYING_LITTLE

_PAIR = 2  # words
_SEVERAL = 4  # words
_LEFT_OUT = 3  # one of so many words, about

LeaveOut = Callable[[Sequence[str], Sequence[int]], list[int]]  # words and the set of each -> sets, to ask in turn


def how_telling(bits: int, size: int) -> float:
    """How much a word says of the talks that have it: the fewer of so many in all, the more."""
    return log(1 + size / bits.bit_count()) if bits else 0.0


def having_telling(words: Sequence[str], sets: Sequence[int]) -> list[int]:
    """The talks that are in the sets of all words but those that say little."""
    telling = _telling(words, sets)
    return [reduce(and_, telling)] if telling else []


def having_most(words: Sequence[str], sets: Sequence[int], *, of_two: int = 2) -> list[int]:
    """The talks that are in the set of every word; in those of all but one, and so on down to two thirds of them, or so
    many of two where none has both. Words that nothing has are none of them, nor those that say little beside
    others."""
    needed = list(filter(None, _telling(words, sets) or _telling(words, sets, but=FILLING)))
    if not needed:
        return [0]
    most = (len(needed) + 1) // _LEFT_OUT if len(needed) != _PAIR else _PAIR - of_two
    having = [-1] * (most + 1)  # all of the words so far, all but one, all but two …
    for bits in needed:
        having = [having[0] & bits, *(all_but & bits | one_more for one_more, all_but in pairwise(having))]
    return having[:1] if len(needed) == _PAIR and having[0] else having


def having_all_but_one(words: Sequence[str], sets: Sequence[int]) -> list[int]:
    """The talks that are in the sets of all words but one, of four or more that say something."""
    telling = _telling(words, sets)
    every, all_but_one = -1, 0
    for bits in telling:
        every, all_but_one = every & bits, all_but_one & bits | every
    return [all_but_one] if len(telling) >= _SEVERAL else []


def _telling(words: Sequence[str], sets: Sequence[int], but: Container[str] = SAYING_LITTLE) -> list[int]:
    """The sets of all words but these, each once."""
    return list({word: bits for word, bits in zip(words, sets, strict=True) if word not in but}.values())
