"""The order of the queue, whatever machines have written into it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes.index import Index
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import Mark, Marked
from reinvent_notes.shelves import moved, queue


def queued(places: list[int]) -> list[tuple[int, Marked]]:
    """Talks 0, 1, … at these places of the queue."""
    subjects = [Subject(f"2025-talk-{n}", 2025, None, (), f"Talk {n}") for n in range(len(places))]
    return [
        (n, Marked(subject, {Mark.QUEUED: place}, {Mark.QUEUED: 0}))
        for n, (subject, place) in enumerate(zip(subjects, places, strict=True))
    ]


def order(marked: list[tuple[int, Marked]]) -> list[int]:
    return queue(Index.empty(), marked)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8), st.data())
def test_a_move_moves_one_talk_and_keeps_the_order_of_all_others(places: list[int], data: st.DataObject) -> None:
    marked = queued(places)
    n, by = data.draw(st.sampled_from(range(len(places)))), data.draw(st.integers(-9, 9))
    before = order(marked)
    changes = moved(marked, n, by)
    values = {talk: {Mark.QUEUED: changes.get(talk, one.values[Mark.QUEUED])} for talk, one in marked}
    after = order([(talk, one._replace(values=values[talk])) for talk, one in marked])
    wanted = max(0, min(before.index(n) + by, len(before) - 1))
    assert after.index(n) == wanted
    assert [talk for talk in after if talk != n] == [talk for talk in before if talk != n]


@given(st.permutations(range(6)), st.lists(st.integers(1, 3), min_size=6, max_size=6))
def test_the_order_of_the_queue_hangs_on_nothing_but_the_marks(told: list[int], places: list[int]) -> None:
    """Two machines may have queued talks at the same place in the same moment, also talks of one name."""
    marked = queued(places)
    marked[1] = 1, marked[1][1]._replace(subject=marked[0][1].subject._replace(title="Another"))
    assert order([marked[n] for n in told]) == order(marked)


def test_a_move_by_one_changes_two_talks_alone() -> None:
    assert moved(queued([1, 2, 3, 9]), 1, 1) == {2: 2, 1: 3}
