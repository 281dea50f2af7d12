"""Ranking: which talks the typed words mean, the surest first.

    words ──► spelling ──► per word: sets of talks, by what the word is worth there ──► talks in a set of every word
              as written > another name, or begun > of its family         │              that filters keep
              > initials, or inside > typing errors                       │                      │
                                                                          │ the worthiest ◄──────┴──────► the others
              none has every word, nor any note:                          │       │                       as shown
              each may be mistyped or shortened after all ────────────────┤   scored, sorted
              then small words, and a third of the others, may be missing ┘

A word counts most in a title or code, then in a speaker's name, then in track, kind or year. Every typed word must
be found; their order does not matter, but words that stand together in the title as typed count more. Two words may
be typed as one, and one as two. Among equals the later year comes first. Only so many talks are scored as anybody
looks at: the sets (`bitsets`) cost next to nothing, whatever their size. Words of notes are for `note_search`,
what comes after what for `finder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, reduce
from itertools import chain, islice, pairwise
from operator import and_, or_
from typing import NamedTuple

from reinvent_notes import spelling
from reinvent_notes.bitsets import bits_of, places_of
from reinvent_notes.spelling import (
    FILLING,
    INITIALS,
    UNLIKELY_INITIALS,
    Aliases,
    halves,
    initialled,
    may_be_inside,
    named,
    typed_words,
)
from reinvent_notes.vocabulary import ABOUT, SPEAKER, TITLE, Vocabulary

BODY_SCORE = 10.0  # talks found by their notes score below this, by their titles above
_WORTH = {TITLE: 1.0, SPEAKER: 0.8, ABOUT: 0.55}  # what a word is worth by where it stands
_SCORED = 100  # talks
_INITIALLED = range(3, 6)  # letters
_REMEMBERED = 16  # words
_SHORT_YEAR = 2  # digits, of 2022
_SHORT = 2  # letters; so short a name is of no family: US is not of use
_FEW, _SHARE = 24, 0.05  # known words; how much the typed share of one is worth
_PAIR = 2  # words
_SEVERAL = 4  # words
_LEFT_OUT = 3  # one of so many words, about
_MANY = 2_000  # talks whose titles hold a phrase; nobody looks at more


class Tier(NamedTuple):
    """A set of talks that have a word, and what it is worth there."""

    worth: float
    bits: int


class Ranked(NamedTuple):
    """Talks by their places: the worthiest with their scores, then a set of others, which are as good as each other."""

    best: list[tuple[int, float]]
    others: int
    meant: frozenset[str] = frozenset()  # names as they are written that were typed otherwise

    @property
    def bits(self) -> int:
        return self.others | sum(1 << place for place, _ in self.best)


NOTHING = Ranked([], 0)


class Ranking:
    """Finds talks by their titles, codes, speakers, tracks, kinds and years."""

    def __init__(self, vocabulary: Vocabulary, aliases: Aliases) -> None:
        self._known = vocabulary
        self.aliases = aliases
        self._mistyped = lru_cache(_REMEMBERED)(spelling.KnownWords(vocabulary.words).mistyped)
        self.talks_with = lru_cache(_REMEMBERED)(self._talks_with)  # words stay the same while one types on

    def find(self, text: str, *, among: int = -1, guess: bool = False, lenient: bool = False, but_one: bool = False) -> Ranked:
        """The talks of a set that have every word. With `guess` each may be mistyped or shortened, also one that is
        written so somewhere else; `lenient` does without words that say little or are nowhere, and of three or more
        others without as few as need be."""
        words = typed_words(text)
        meant: set[str] = set()
        tiers = [self._tiers(word, meant, guess) for word in words]
        for at, (one, two) in enumerate(pairwise(words)):
            if len(self._known.begun(one + two)):
                joined = self._begun(one + two)
                meant.update(self._known.words[number] for number in self._known.begun(one + two))
                tiers[at] += joined
                tiers[at + 1] += joined
        for places, others in named(words, self.aliases):
            otherwise = [tier for other in others for tier in self._phrase(other.split(), spelling.ALIAS, meant)]
            for at in places:
                tiers[at] += otherwise
        sets = [reduce(or_, (tier.bits for tier in of_word), 0) for of_word in tiers]
        ways = having_most(words, sets) if lenient else having_all_but_one(words, sets) if but_one else [reduce(and_, sets, -1)]
        found = next((way & among for way in ways if way & among), 0)
        if lenient or but_one:
            tiers = [[*of_word, Tier(0.0, found)] for of_word in tiers]
        if not words or found <= 0:
            return NOTHING
        phrase = " ".join(words)
        chosen = self._worthiest(found, tiers, phrase)
        best = self._scored(chosen, tiers, phrase)
        return Ranked(best, found & ~chosen, frozenset(meant))

    def other_names(self, text: str) -> frozenset[str]:
        """What the typed words are called otherwise."""
        return frozenset(other for _, others in named(typed_words(text), self.aliases) for other in others)

    def _talks_with(self, word: str) -> int:
        """The set of talks that have this word, one that begins so or is of its family, or another name for it."""
        others = (self._phrase(other.split(), spelling.ALIAS, set()) for other in self.aliases.get(word, ()))
        return reduce(or_, (tier.bits for tier in chain(self._begun(word), self._kin(word, set()), *others)), 0)

    def talks_meant(self, word: str) -> int:
        """The set of talks that have a word of which this one is a typing error."""
        tiers = (self._worths([self._known.number_of(meant) or 0], worth) for meant, worth in self._mistyped(word).items())
        return reduce(or_, (tier.bits for tier in chain.from_iterable(tiers)), 0)

    # what a typed word may mean

    def _tiers(self, word: str, meant: set[str], guess: bool) -> list[Tier]:
        """The talks that may be meant by a typed word; errors are looked for only where nothing begins so."""
        known = self._known
        tiers = self._begun(word)
        if may_be_inside(word):
            tiers += self._worths(known.holding(word), spelling.INSIDE)
        tiers += self._kin(word, meant)
        year = known.number_of(f"20{word}") if len(word) == _SHORT_YEAR and word.isdecimal() else None
        if year is not None:
            tiers += self._worths([year], spelling.ALIAS)
        if guess or not len(known.begun(word)):
            for parts in halves(word):
                if known.number_of(parts[0]) is not None and len(known.begun(parts[1])):
                    tiers += self._phrase(parts, spelling.TOGETHER, meant)
            if len(word) in _INITIALLED:
                tiers += self._initialled(word)
            for wrong, worth in self._mistyped(word).items():
                meant.add(wrong)
                tiers += self._worths([known.number_of(wrong) or 0], worth)
        if guess and not any(tier.bits for tier in tiers) and (pattern := spelling.shortened(word)):
            places = islice(known.titled_like(pattern), _MANY)
            tiers.append(Tier(spelling.SHORTENED, bits_of(places, known.size)))
        return [tier for tier in tiers if tier.bits]

    def _begun(self, word: str) -> list[Tier]:
        """The word as it is written, and those that begin so; of a few, the fuller is better."""
        exact, begun = self._known.number_of(word), self._known.begun(word)
        tiers = self._worths([exact], 1.0) if exact is not None else []
        if len(begun) <= _FEW:
            for number in begun:
                if number != exact:
                    share = len(word) / len(self._known.words[number])
                    tiers += self._worths([number], spelling.PREFIX + _SHARE * share)
            return tiers
        return tiers + [
            Tier(worth * spelling.PREFIX, self._known.talks_begun(word, where)) for where, worth in _WORTH.items()
        ]

    def _kin(self, word: str, meant: set[str]) -> list[Tier]:
        """Other words of its family: `get` and `gets` for `getting`."""
        begin = spelling.stem(word)
        if begin == word:
            return []
        numbers = (n for n in self._known.begun(begin) if not self._known.words[n].startswith(word))
        kin = [n for n in numbers if spelling.stem(self._known.words[n]) == begin and len(self._known.words[n]) > _SHORT]
        meant.update(self._known.words[number] for number in kin)
        return self._worths(kin, spelling.KIN)

    def _worths(self, words: Sequence[int], quality: float) -> list[Tier]:
        if not words:
            return []
        return [Tier(quality * worth, self._known.talks(words, where)) for where, worth in _WORTH.items()]

    def _phrase(self, words: Sequence[str], quality: float, meant: set[str]) -> list[Tier]:
        """The talks in whose titles these words stand side by side; the last may be begun, unless it is short."""
        is_begun = len(words[-1]) > spelling.INSIDE_FROM
        places = islice(self._known.titled(f" {' '.join(words)}{'' if is_begun else ' '}"), _MANY)
        bits = bits_of(places, self._known.size)
        if bits:
            before = " ".join([*words[:-1], ""])
            meant.update(before + self._known.words[number] for number in self._known.begun(words[-1]))
        return [Tier(quality, bits)]

    def _initialled(self, word: str) -> list[Tier]:
        """The talks whose titles have words with these initials; most likely are those that most titles have."""
        runs: dict[str, list[int]] = {}
        for place in islice(self._known.initialled(word), _MANY):
            for title in self._known.title(place).split("|"):
                written = title.split()
                if run := initialled(written, word):
                    runs.setdefault(" ".join(written[at] for at in run).removesuffix("s"), []).append(place)
        likely = max(runs.values(), key=len, default=[])
        every = bits_of((place for places in runs.values() for place in places), self._known.size)
        return [Tier(INITIALS, bits_of(likely, self._known.size)), Tier(UNLIKELY_INITIALS, every)]

    # which come first

    def _worthiest(self, found: int, tiers: Sequence[Sequence[Tier]], phrase: str) -> int:
        """As many of the found talks as are scored: those in which the words are worth most, then as they are shown."""
        chosen = found
        if found.bit_count() > _SCORED:
            for least in sorted({tier.worth for of_word in tiers for tier in of_word}, reverse=True):
                worthy = (reduce(or_, (t.bits for t in of_word if t.worth >= least), 0) for of_word in tiers)
                chosen = reduce(and_, worthy, found)
                if chosen.bit_count() >= _SCORED:
                    break
        if chosen.bit_count() > _SCORED:
            begin = bits_of(islice(self._known.titled_from_start(phrase), _SCORED), self._known.size) & chosen
            chosen = begin | bits_of(islice(places_of(chosen & ~begin), _SCORED), self._known.size)
        return chosen

    def _scored(self, chosen: int, tiers: Sequence[Sequence[Tier]], phrase: str) -> list[tuple[int, float]]:
        worth = dict.fromkeys(places_of(chosen), 0.0)
        for of_word in tiers:
            left = chosen
            for tier in sorted(of_word, reverse=True):
                for place in places_of(tier.bits & left):
                    worth[place] += tier.worth
                left &= ~tier.bits
        scored = [(place, self._score(place, of_all / len(tiers), phrase)) for place, of_all in worth.items()]
        return sorted(scored, key=lambda one: (-one[1], one[0]))

    def _score(self, place: int, worth: float, phrase: str) -> float:
        """10 to 100: mostly how well the words fit, then whether they stand together and fill the title."""
        title = self._known.title(place)
        together = f" {phrase} " in title or (f" {phrase}" in title) * 0.9 or _side_by_side(phrase, title) * 0.8
        begins = any(part.startswith(f" {phrase}") for part in title.split("|"))
        typed = [word for word in phrase.split() if f" {word}" in title]  # a code or an error fills no title
        filled = min(1.0, len(" ".join(typed)) / max(1, len(title.partition("|")[0].strip())))
        return round(BODY_SCORE + 78 * worth + 6 * together + 3 * begins + 3 * filled, 2)


def _side_by_side(phrase: str, title: str) -> float:
    """How many of the pairs of neighbouring words stand side by side in a title too."""
    pairs = list(pairwise(phrase.split()))
    return sum(f" {one} {two}" in title for one, two in pairs) / max(1, len(pairs))


def having_most(words: Sequence[str], sets: Sequence[int], *, of_two: int = 2) -> list[int]:
    """The talks that are in the set of every word; in those of all but one, and so on down to two thirds of them, or so
    many of two. Words that say little, or that nothing has, are none of them."""
    needed = [bits for word, bits in zip(words, sets, strict=True) if bits and word not in FILLING]
    if not needed:
        return [0]
    most = (len(needed) + 1) // _LEFT_OUT if len(needed) != _PAIR else _PAIR - of_two
    having = [-1] * (most + 1)  # all of the words so far, all but one, all but two …
    for bits in needed:
        having = [having[0] & bits, *(all_but & bits | one_more for one_more, all_but in pairwise(having))]
    return having


def having_all_but_one(words: Sequence[str], sets: Sequence[int]) -> list[int]:
    """The talks that are in the sets of all words but one, of four or more that say something."""
    telling = {word: bits for word, bits in zip(words, sets, strict=True) if word not in FILLING}
    every, all_but_one = -1, 0
    for bits in telling.values():
        every, all_but_one = every & bits, all_but_one & bits | every
    return [all_but_one] if len(telling) >= _SEVERAL else []
