"""Which known words a typed word may mean, and how well each fits: 1 as written, less for every liberty taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from reinvent_notes.own_lines import Form, OwnLines, load
from reinvent_notes.talk import fold

ALIAS = TOGETHER = 0.95  # a second name for it; two words written as one, or one as two
PREFIX, KIN, INITIALS, INSIDE, UNLIKELY_INITIALS, ERROR, SHORTENED = 0.9, 0.85, 0.75, 0.7, 0.65, 0.6, 0.5
_BEGUN_WITH_ERROR = 0.15  # less than a whole word with one
INSIDE_FROM = 3  # letters; shorter words are looked for at the beginning only
UNSPACED = "\u1100"  # from here on: Hangul, kana, Han
_ERROR_FROM, _TWO_ERRORS_FROM, _BEGUN_WITH_ERROR_FROM = 4, 8, 6  # letters; in shorter words an error is another word
_SHORTENED_FROM = 4
_MOST_FUZZY = 20
_NAME_WORDS = 5  # of the longest name in full: identity and access management
SMALL_WORDS = frozenset("a an and at by for from in of on or the to with".split())  # not part of initials
FILLING = SMALL_WORDS | frozenset(  # and what else says nothing of what a talk is about
    "about are as be became become been can could did do does had has have how i is it its my not our should than that"
    " their there these they this those was we were what when where which who why will would you your versus vs".split()
)
SAYING_LITTLE = FILLING | frozenset("aws amazon re invent reinvent".split())  # of one talk rather than another
_INFLECTED = r"ings?|(?<!e)(?<!mb)eds?|es?|ies|ied|ier|(?<![aeou])y|abilit(?:y|ies)|ibilit(?:y|ies)|[ai]bl(?:es?|y)"
_DERIVED = (
    "[eo]rs?|i[sz](?:e[sd]?|ing|ers?|ations?)?|at(?:e[sd]?|ing|ors?|ions?)?|ions?|(?<!i)ments?|[ae]n[ct](?:es?|ly|y|ies)?"
    "|ur(?:e[sd]?|ing)?|iv(?:e|es|ely)|it(?:y|ies)|al(?:s|ly)?|(?<![pi])ly|ships?|ness|i"
)
_ENDING = re.compile(  # the longest of those that leave enough of a word: use, aged; scales; operation
    rf"(?:(?<=^[aeiou].)(?:e[sd]?|ing|ers?)|(?<=...)(?:{_INFLECTED}|(?<![su])s)|(?<=....)(?:{_DERIVED}|ic(?:s|al|ally)?))\Z"
)
_ENDING_BEFORE = re.compile(rf"(?<=....)(?:{_INFLECTED}|{_DERIVED})\Z")
_STEM_FROM, _DOUBLED_FROM = 2, 3  # letters
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"(?<=..)([bdgmnprt])\1\Z")  # getting, running
_STEMS = 8_192  # that are remembered


def typed_words(text: str) -> list[str]:
    return fold(text).split()


Aliases = Mapping[str, tuple[str, ...]]  # what may be typed -> how it may be written, both folded
_FORM = Form(
    lambda _, ways: isinstance(ways, str) or (isinstance(ways, list) and all(isinstance(way, str) for way in ways)),
    "is no text and no list of texts",
    'write lines such as k8s = "kubernetes"; a name with more than a-z and 0-9 stands in quotation marks',
)


def names_in(path: Path | None) -> OwnLines:
    """The names in a file, as they are typed, and what of it is none."""
    return load(path, _FORM)


def aliases(own: Path | None = None) -> Aliases:
    """The names that come with the program, and a user's own, which replace them."""
    known: dict[str, tuple[str, ...]] = {}
    for path in (Path(__file__).with_name("aliases.toml"), own):
        for typed, ways in names_in(path).values.items():
            known[fold(typed)] = tuple(filter(None, map(fold, [ways] if isinstance(ways, str) else ways)))
    for short, ways in [*known.items()]:
        if len(ways) == 1 and " " in ways[0] and " " not in short:  # it means nothing else
            known[ways[0]] = (*known.get(ways[0], ()), short)
    return known


def named(words: Sequence[str], aliases: Aliases) -> Iterator[tuple[range, tuple[str, ...]]]:
    """Words, and words side by side, that have other names: their places, and these."""
    for size in range(1, min(len(words), _NAME_WORDS) + 1):
        for at in range(len(words) - size + 1):
            if others := aliases.get(" ".join(words[at : at + size])):
                yield range(at, at + size), others


def may_be_inside(word: str) -> bool:
    """Whether it is looked for inside words too: what is long enough, and scripts that put no blanks between words."""
    return len(word) >= INSIDE_FROM or max(word, default="") >= UNSPACED


def halves(word: str) -> Iterator[tuple[str, str]]:
    """Every way to read one word as two."""
    return ((word[:at], word[at:]) for at in range(2, len(word) - 1))


def shortened(word: str) -> re.Pattern[str] | None:
    """What finds the words in a title that people shorten so: `docdb` DocumentDB, `apigw` API Gateway.

    Each part begins with its word's first letter; letters may be left out before a consonant alone.
    """
    if len(word) < _SHORTENED_FROM or not word.isalpha():
        return None
    parts = word[0] + "".join(f"(?:[a-z0-9]*?{c}| {c})" if c not in "aeiou" else f"(?:{c}| {c})" for c in word[1:])
    return re.compile(rf" {parts}")


def stems(word: str) -> Iterator[str]:
    """What is left of a word as its endings go, ever less: `deployments`, `deploy`."""
    endings = _ENDING
    while True:
        yield word
        ending = endings.search(word, _STEM_FROM)
        if not ending or not _VOWEL.search(word, 0, ending.start()):
            return
        word = _DOUBLED.sub(r"\1", word[: ending.start()])
        endings = _ENDING_BEFORE


@lru_cache(_STEMS)
def stem(word: str) -> str:
    """What words of one family begin with: `scal` for scale, scales and scaling; for words of none all of it."""
    *_, least = stems(word)
    return least[:-1] if len(least) > _DOUBLED_FROM and least[-1] == least[-2] else least


def full_words(words: Sequence[str]) -> list[int]:
    """The places of those that initials are made of."""
    return [at for at, word in enumerate(words) if word not in SMALL_WORDS]


def initialled(words: Sequence[str], letters: str) -> list[int]:
    """The places of words, side by side but for small ones, with these initials."""
    places = full_words(words)
    at = "".join(words[place][0] for place in places).find(letters)
    return places[at : at + len(letters)] if at >= 0 else []


def letters_in_common(typed: str, word: str) -> list[int]:
    """The places of a word's letters that were typed, in their order."""
    from rapidfuzz.distance import LCSseq  # not on the way to the first paint

    return [
        at
        for code in LCSseq.opcodes(typed, word)
        if code.tag == "equal"
        for at in range(code.dest_start, code.dest_end)
    ]


class KnownWords:
    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def mistyped(self, word: str) -> dict[str, float]:
        """Words that one or two typing errors away from this one, and longer ones with an error in their beginning."""
        if len(word) < _ERROR_FROM:
            return {}
        from rapidfuzz import process  # not on the way to the first paint
        from rapidfuzz.distance import OSA

        most = 1 if len(word) < _TWO_ERRORS_FROM else 2
        close = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=most, limit=_MOST_FUZZY)
        fits = {known: ERROR - 0.1 * (errors - 1) + (0.02 if known[0] == word[0] else 0) for known, errors, _ in close}
        if len(word) >= _BEGUN_WITH_ERROR_FROM:
            longer = [known for known in self._words if len(known) > len(word)]
            begun = [known[: len(word)] for known in longer]
            for _, _, at in process.extract(word, begun, scorer=OSA.distance, score_cutoff=1, limit=_MOST_FUZZY):
                fits.setdefault(longer[at], ERROR - _BEGUN_WITH_ERROR)
        return fits
