"""The words and columns of an index that is changed are those of one that is made anew."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reinvent_notes import vocabulary, vocabulary_changes
from reinvent_notes.columns import pack_columns, repack_columns
from reinvent_notes.talk import Talk
from reinvent_notes.vocabulary import pack
from reinvent_notes.vocabulary_changes import repack

WORDS = ["Serverless", "S3", "queues", "a", "Zürich", "— !", "kinesis", "queue"]


class Edit(NamedTuple):
    place: float
    goes: bool
    comes: bool


def talk(pick: random.Random) -> Talk:
    words = pick.choices(WORDS, k=pick.randrange(1, 4))
    speakers = tuple(pick.sample(WORDS, pick.randrange(2)))
    level, minutes = pick.choice([None, 200, 400]), pick.choice([None, 5, 20, 100])
    title, year, code = " ".join(words), 2020 + pick.randrange(3), pick.choice([None, "SVS301"])
    return Talk(title, year, code, speakers=speakers, level=level, minutes=minutes)


edits = st.lists(st.builds(Edit, st.floats(0, 1), st.booleans(), st.booleans()), max_size=4)


@settings(max_examples=200)
@given(st.integers(0, 10**6), st.integers(0, 12), edits)
def test_words_that_are_changed_are_those_that_are_packed_anew(seed: int, size: int, changes: list[Edit]) -> None:
    pick = random.Random(seed)
    before = [talk(pick) for _ in range(size)]
    was = {int(place * (size - 1)) for place, goes, _ in changes if goes and size}
    after = [one for place, one in enumerate(before) if place not in was]
    now: dict[int, Talk] = {}
    for place in sorted({int(place * len(after)) for place, _, comes in changes if comes}):
        now[place] = talk(pick)
        after.insert(place, now[place])
    with pytest.MonkeyPatch.context() as patch:
        for module in (vocabulary, vocabulary_changes):
            patch.setattr(module, "COMMON", 2)
        gone = {place: before[place] for place in was}
        changed, anew = repack(pack(before), gone, now), pack(after)
    columns = pack_columns(before)
    assert columns | repack_columns(columns, len(before), gone, now) == pack_columns(after)
    assert changed.blobs == anew.blobs
    assert sorted(changed.ready) == sorted(anew.ready)
