"""The packed words of an index in which a few talks changed: what `pack` makes of all, in a fraction of the time."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from reinvent_notes.bitsets import bits_of, from_bytes, to_bytes
from reinvent_notes.talk import Talk
from reinvent_notes.vocabulary import COMMON, READY, WHOLE, Packed, blobs_of, initials_of, words_of

_Said = dict[int, tuple[str, dict[str, int]]]  # by place what `words_of` says of a talk
_Sets = dict[str, list[int]]  # by letters the talks with them in title, in speakers, in what is about them


def repack(old: Packed, was: Mapping[int, Talk], now: Mapping[int, Talk]) -> Packed:
    """`was` are talks that are gone, by their place of before, and `now` those that are new, by theirs of now.

    A talk that changed is both. All others are in the order in which they were.
    """
    gone, new = ({place: words_of(talk) for place, talk in sorted(talks.items())} for talks in (was, now))
    titles, initials = (old.blobs[name].decode().split("\n")[1:] for name in ("titles", "initials"))
    moved = _moved(len(titles), gone, new)
    for place in reversed(gone):
        del titles[place], initials[place]
    for place, (title, _) in new.items():
        titles.insert(place, title)
        initials.insert(place, initials_of(title))
    words, sizes, postings = _postings(old.blobs, moved, gone, new)
    ready = {letters: [*map(from_bytes, fields)] for letters, *fields in old.ready}
    _change_ready(ready, gone, new)
    _change_common(ready, gone, new, words, sizes, postings, len(titles))
    rows = [(letters, *map(to_bytes, sets)) for letters, sets in ready.items() if any(sets)]
    return Packed(blobs_of(words, sizes, postings, titles, initials), rows)  # type: ignore[arg-type]


def _moved(size: int, gone: _Said, new: _Said) -> list[int] | None:
    """The posting of now for each of before; None when all have their place still. Of what is gone it is any."""
    if gone.keys() == new.keys():
        return None
    taken = iter(place for place in range(size + len(new)) if place not in new)
    places = [0 if place in gone else next(taken) for place in range(size)]
    return [place << 2 | where for place in places for where in range(4)]


def _postings(
    blobs: Mapping[str, bytes], moved: list[int] | None, gone: _Said, new: _Said
) -> tuple[list[str], list[int], array[int]]:
    """The words, how many talks each has, and these."""
    words = blobs["words"].decode().split("\n") if blobs["words"] else []
    starts, before = array("I", blobs["starts"]), array("I", blobs["postings"])
    after = before if moved is None else array("I", map(moved.__getitem__, before))
    added: defaultdict[str, list[int]] = defaultdict(list)
    for place, (_, said) in new.items():
        for word, where in said.items():
            added[word].append(place << 2 | where)
    kept, sizes, postings, last = list[str](), list[int](), array("I"), 0
    for word in sorted({word for _, said in gone.values() for word in said} | added.keys()):
        at = bisect_left(words, word)
        kept += words[last:at]
        sizes += [starts[i + 1] - starts[i] for i in range(last, at)]
        postings += after[starts[last] : starts[at]]
        last = at + (words[at : at + 1] == [word])
        of_word = range(starts[at], starts[last])
        found = sorted([after[i] for i in of_word if before[i] >> 2 not in gone] + added.get(word, []))
        if found:
            kept.append(word)
            sizes.append(len(found))
            postings.extend(found)
    kept += words[last:]
    sizes += [starts[i + 1] - starts[i] for i in range(last, len(words))]
    postings += after[starts[last] :]
    return kept, sizes, postings


def _change_ready(ready: _Sets, gone: _Said, new: _Said) -> None:
    """Take places out of all sets and put others in, and these into the sets of what their words begin with."""
    for sets in ready.values():
        for where, bits in enumerate(sets):
            for place in reversed(gone):
                bits = bits & _below(place) | bits >> place + 1 << place
            for place in new:
                bits = bits & _below(place) | bits >> place << place + 1
            sets[where] = bits
    for place, (_, said) in new.items():
        for word, where in said.items():
            for letters in range(1, min(READY + 1, len(word))):
                ready.setdefault(word[:letters], [0, 0, 0])[where] |= 1 << place


def _change_common(
    ready: _Sets, gone: _Said, new: _Said, words: list[str], sizes: list[int], postings: array[int], count: int
) -> None:
    """Keep ready the words that many talks have now."""
    start = 0
    touched = {word for said in (gone, new) for _, found in said.values() for word in found}
    for word, size in zip(words, sizes, strict=True):
        if word in touched and size > COMMON:
            found = postings[start : start + size]
            ready[WHOLE + word] = [bits_of((p >> 2 for p in found if p & 3 == where), count) for where in range(3)]
        elif word in touched:
            ready.pop(WHOLE + word, None)
        start += size
    for word in touched.difference(words):
        ready.pop(WHOLE + word, None)


def _below(place: int) -> int:
    return (1 << place) - 1
