"""Ranking: which talks the typed words mean, the surest first.

    words ──► spelling ──► per word: sets of talks, by what the word is worth there ──► talks in a set of every word
              as written > another name, or begun > of its family         │              that filters keep
              > initials, or inside > typing errors                       │                      │
                                                                          │ the worthiest ◄──────┴──────► the others
              none has every word: those that say little may be missing;  │       │                       as shown
              nor a note side by side: one of four or more ───────────────┤   scored, sorted
              nor any note: each may be mistyped or shortened after all,  │
              then a third of the words may be missing ───────────────────┘

A word counts most in a title or code, then in a speaker's name, then in track, kind or year. Every typed word that
says something must be found; their order does not matter, but words that stand together in the title as typed count
more. Two words may be typed as one, and one as two. Among equals the later year comes first. Only so many talks are
scored as anybody looks at: the sets (`bitsets`) cost next to nothing, whatever their size. Words of notes are for
`note_search`, what comes after what for `finder`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from itertools import chain, islice, pairwise
from operator import and_, or_
from typing import NamedTuple

from reinvent_notes import spelling
from reinvent_notes.bitsets import bits_of, places_of
from reinvent_notes.leaving_out import LeaveOut, having_telling, how_telling
from reinvent_notes.spelling import (
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
_MANY = 2_000  # talks whose titles hold a phrase; nobody looks at more


class Tier(NamedTuple):
    """A set of talks that have a word, and what it is worth there."""

    worth: float
    bits: int


class Ranked(NamedTuple):
    """Talks by their places: the worthiest with their scores, then a set of others, which are as good as each other."""

    best: list[tuple[int, float]]
    others: int
    meant: Mapping[str, str] = {}  # names as they are written, and how they were typed

    @property
    def bits(self) -> int:
        return self.others | sum(1 << place for place, _ in self.best)


NOTHING = Ranked([], 0)


class Ranking:
    """Finds talks by their titles, codes, speakers, tracks, kinds and years."""

    def __init__(self, vocabulary: Vocabulary, aliases: Aliases) -> None:
        self._known = vocabulary
        self.aliases = aliases
        # words stay the same while one types on
        self._mistyped = lru_cache(_REMEMBERED)(spelling.KnownWords(vocabulary.words).mistyped)
        self._begun = lru_cache(_REMEMBERED)(self._beginning)
        self._kin = lru_cache(_REMEMBERED)(self._of_family)
        self.talks_with = lru_cache(_REMEMBERED)(self._talks_with)

    def find(self, text: str, *, among: int = -1, guess: bool = False, leave_out: LeaveOut = having_telling) -> Ranked:
        """The talks of a set that have every word; where none has, those that `leave_out` finds, with the more telling
        words first. With `guess` each may be mistyped or shortened, also one that is written so somewhere else."""
        words = typed_words(text)
        meant: dict[str, str] = {}
        tiers = [self._tiers(word, meant, guess) for word in words]
        for at, (one, two) in enumerate(pairwise(words)):
            if len(self._known.begun(one + two)):
                joined = self._begun(one + two)
                meant |= {self._known.words[number]: f"{one} {two}" for number in self._known.begun(one + two)}
                tiers[at] += joined
                tiers[at + 1] += joined
        for places, others in named(words, self.aliases):
            typed = " ".join(words[at] for at in places)
            otherwise = [tier for other in others for tier in self._called(other, typed, meant)]
            for at in places:
                tiers[at] += otherwise
        sets = [reduce(or_, (tier.bits for tier in of_word), 0) for of_word in tiers]
        found, telling = reduce(and_, sets, among), [1.0] * len(words)
        if not found:
            found = next((way & among for way in leave_out(words, sets) if way & among), 0)
            tiers = [[*of_word, Tier(0.0, found)] for of_word in tiers]
            telling = [self._how_telling(word, bits) for word, bits in zip(words, sets, strict=True)] if found else []
        if not words or found <= 0:
            return NOTHING
        phrase = " ".join(words)
        chosen = self._worthiest(found, tiers, phrase)
        best = self._scored(chosen, tiers, telling, phrase)
        return Ranked(best, found & ~chosen, meant)

    def other_names(self, text: str) -> dict[str, str]:
        """What the typed words are called otherwise, and they themselves."""
        words = typed_words(text)
        names = named(words, self.aliases)
        return {other: " ".join(words[at] for at in places) for places, others in names for other in others}

    def _talks_with(self, word: str) -> int:
        """The set of talks that have this word, one that begins so or is of its family, or another name for it."""
        others = (self._called(other, word, {}) for other in self.aliases.get(word, ()))
        return reduce(or_, (tier.bits for tier in chain(self._begun(word), self._kin(word)[0], *others)), 0)

    def _how_telling(self, word: str, bits: int) -> float:
        """Of what has it, or else of what it may mean."""
        return how_telling(self.talks_with(word) or bits, self._known.size)

    def talks_meant(self, word: str) -> int:
        """The set of talks that have a word of which this one is a typing error."""
        tiers = (
            self._worths([self._known.number_of(meant) or 0], worth) for meant, worth in self._mistyped(word).items()
        )
        return reduce(or_, (tier.bits for tier in chain.from_iterable(tiers)), 0)

    # what a typed word may mean

    def _tiers(self, word: str, meant: dict[str, str], guess: bool) -> list[Tier]:
        """The talks that may be meant by a typed word; errors are looked for only where nothing begins so."""
        known = self._known
        tiers = [*self._begun(word)]
        if may_be_inside(word):
            tiers += self._worths(known.holding(word), spelling.INSIDE)
        of_family, names = self._kin(word)
        tiers += of_family
        meant |= dict.fromkeys(names, word)
        year = known.number_of(f"20{word}") if len(word) == _SHORT_YEAR and word.isdecimal() else None
        if year is not None:
            tiers += self._worths([year], spelling.ALIAS)
        if guess or not len(known.begun(word)):
            for parts in halves(word):
                if known.number_of(parts[0]) is not None and len(known.begun(parts[1])):
                    tiers += self._phrase(parts, spelling.TOGETHER, word, meant, is_begun=True)
            if len(word) in _INITIALLED:
                tiers += self._initialled(word, guess)
            for wrong, worth in self._mistyped(word).items():
                meant[wrong] = word
                tiers += self._worths([known.number_of(wrong) or 0], worth)
        if guess and not any(tier.bits for tier in tiers) and (pattern := spelling.shortened(word)):
            places = islice(known.titled_like(pattern), _MANY)
            tiers.append(Tier(spelling.SHORTENED, bits_of(places, known.size)))
        return [tier for tier in tiers if tier.bits]

    def _beginning(self, word: str) -> list[Tier]:
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

    def _of_family(self, word: str) -> tuple[list[Tier], frozenset[str]]:
        """Other words of its family, and these as they are written: `get` and `gets` for `getting`."""
        begin = spelling.stem(word)
        if begin == word:
            return [], frozenset()
        every = ((n, self._known.words[n]) for n in self._known.begun(begin))
        kin = {n: known for n, known in every if len(known) > _SHORT and not known.startswith(word)}
        kin = {n: known for n, known in kin.items() if spelling.stem(known) == begin}
        return self._worths([*kin], spelling.KIN), frozenset(kin.values())

    def _worths(self, words: Sequence[int], quality: float) -> list[Tier]:
        if not words:
            return []
        return [Tier(quality * worth, self._known.talks(words, where)) for where, worth in _WORTH.items()]

    def _called(self, other: str, typed: str, meant: dict[str, str]) -> list[Tier]:
        """The talks in whose titles another name stands; its last word may be begun, unless it is short."""
        words = other.split()
        return self._phrase(words, spelling.ALIAS, typed, meant, is_begun=len(words[-1]) > spelling.INSIDE_FROM)

    def _phrase(
        self, words: Sequence[str], quality: float, typed: str, meant: dict[str, str], *, is_begun: bool
    ) -> list[Tier]:
        """The talks in whose titles these words stand side by side; the last may be one that only begins so."""
        places = islice(self._known.titled(f" {' '.join(words)}{'' if is_begun else ' '}"), _MANY)
        bits = bits_of(places, self._known.size)
        if bits:
            ends = (self._known.words[number] for number in self._known.begun(words[-1])) if is_begun else words[-1:]
            meant |= {" ".join([*words[:-1], end]): typed for end in ends}
        return [Tier(quality, bits)]

    def _initialled(self, word: str, guess: bool) -> list[Tier]:
        """The talks whose titles have words with these initials; most likely are those that most titles have. Those of
        one title alone have them by chance where notes have the word, unless it is to be guessed."""
        runs: dict[str, list[int]] = {}
        for place in islice(self._known.initialled(word), _MANY):
            for title in self._known.title(place).split("|"):
                written = title.split()
                if run := initialled(written, word):
                    runs.setdefault(" ".join(written[at] for at in run).removesuffix("s"), []).append(place)
        likely = max(runs.values(), key=len, default=[])
        if len(likely) == 1 and not guess and self._known.is_noted(word):
            return []
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

    def _scored(
        self, chosen: int, tiers: Sequence[Sequence[Tier]], telling: Sequence[float], phrase: str
    ) -> list[tuple[int, float]]:
        worth = dict.fromkeys(places_of(chosen), 0.0)
        for of_word, tells in zip(tiers, telling, strict=True):
            left = chosen
            for tier in sorted(of_word, reverse=True):
                for place in places_of(tier.bits & left):
                    worth[place] += tier.worth * tells
                left &= ~tier.bits
        every = sum(telling) or 1.0
        scored = [(place, self._score(place, of_all / every, phrase)) for place, of_all in worth.items()]
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
