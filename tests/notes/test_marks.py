"""The table of marks, what their values may be, and how records of marks join."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import limits
from reinvent_notes.errors import CallError
from reinvent_notes.mark_ledger import Entry, Ledger
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import LAST, LAST_PLACE, UNWATCHED_GLYPHS, Change, Mark, Value, position_text

TALK = Subject("2022-API311", 2022, "API311-R", ("SbL3a9YOW7s",), "Building event-driven things")
OTHER = Subject("2023-SVS401", 2023, "SVS401", (), "Serverless, again")


def named(title: str) -> Subject:
    return Subject(f"2023-{title}", 2023, None, (), title)


TAKEN: list[tuple[Mark, str | int | None, Value | None]] = [
    (Mark.WATCHED, "2026-11-20", "2026-11-20"),
    (Mark.WATCHED, " 2024-02-29 ", "2024-02-29"),
    (Mark.WATCHED, "none", None),
    (Mark.QUEUED, "12", 12),
    (Mark.QUEUED, 1, 1),
    (Mark.FAVOURITE, True, True),
    (Mark.FAVOURITE, 1, True),
    (Mark.HIDDEN, "Yes", True),
    (Mark.HIDDEN, False, None),
    (Mark.RATING, "5", 5),
    (Mark.RATING, 1, 1),
    (Mark.RATING, "", None),
    (Mark.NOTE, "Slides\r\nare\tgood\x1b[31m\x00\u202e", "Slides\nare\tgood[31m"),
    (Mark.NOTE, "none", "none"),
    (Mark.NOTE, " \n ", None),
    (Mark.NOTE, "\ud800x", "x"),
    (Mark.POSITION, "12:30", 750),
    (Mark.POSITION, "1:02:03", 3723),
    (Mark.POSITION, "90:15", 5415),
    (Mark.POSITION, 750, 750),
    (Mark.POSITION, "0:00", None),
    (Mark.POSITION, None, None),
]
REFUSED: list[tuple[Mark, str | int, str]] = [
    (Mark.WATCHED, "yesterday", "YYYY-MM-DD"),
    (Mark.WATCHED, "2026-02-30", "YYYY-MM-DD"),
    (Mark.WATCHED, "20261120", "YYYY-MM-DD"),
    (Mark.QUEUED, 0, "from 1"),
    (Mark.QUEUED, 10**5000, "from 1"),
    (Mark.FAVOURITE, "perhaps", "true or false"),
    (Mark.RATING, 0, "1 to 5"),
    (Mark.RATING, "6", "1 to 5"),
    (Mark.RATING, "4.5", "1 to 5"),
    (Mark.RATING, "٣", "1 to 5"),
    (Mark.RATING, True, "1 to 5"),
    (Mark.POSITION, "1:2", "H:MM:SS"),
    (Mark.POSITION, "1:60", "H:MM:SS"),
    (Mark.POSITION, "1:75:00", "H:MM:SS"),
    (Mark.POSITION, "-5", "H:MM:SS"),
    (Mark.POSITION, "100:00:00", "under 100 hours"),
    (Mark.NOTE, "x" * (limits.NOTE_CHARS + 1), "100,000 characters (NOTE_CHARS)"),
]


def test_every_mark_is_found_by_its_name_and_shown_in_its_own_way() -> None:
    assert [Mark(mark.value) for mark in Mark] == list(Mark)
    for shown in ("value", "glyph", "plain", "label", "state", "key"):
        values = [value for mark in Mark if (value := getattr(mark, shown))]
        assert len(values) == len(set(values)), f"two marks share a {shown}"
    options = [word for mark in Mark for word in mark.options if word]
    assert len(options) == len(set(options))
    assert all(mark.plain.isascii() and bool(mark.plain) == bool(mark.glyph) for mark in Mark)
    assert UNWATCHED_GLYPHS[1].isascii()
    assert UNWATCHED_GLYPHS[0] not in {mark.glyph for mark in Mark}


@pytest.mark.parametrize(("mark", "given_value", "kept"), TAKEN)
def test_a_value_is_kept_in_its_one_form(mark: Mark, given_value: str | int | None, kept: Value | None) -> None:
    assert mark.parse(given_value) == kept
    assert type(mark.parse(given_value)) is type(kept)
    assert mark.parse(kept) == kept


@pytest.mark.parametrize(
    ("mark", "given_value", "accepted"), REFUSED, ids=[f"{row[0].value}-{n}" for n, row in enumerate(REFUSED)]
)
def test_a_value_that_a_mark_does_not_take_is_refused_with_what_it_takes(
    mark: Mark, given_value: str | int, accepted: str
) -> None:
    with pytest.raises(CallError) as refused:
        mark.parse(given_value)
    assert accepted in str(refused.value)
    assert mark.value in str(refused.value)
    assert len(str(refused.value)) < 200


@given(st.sampled_from(list(Mark)), st.text() | st.integers() | st.booleans())
def test_whatever_is_given_becomes_a_value_that_stays_as_it_is_or_one_sentence(mark: Mark, anything: str | int) -> None:
    try:
        kept = mark.parse(anything)
    except CallError as refused:
        assert str(refused).isprintable()
    else:
        assert mark.parse(kept) == kept


@given(st.integers(1, 100 * 3600 - 1))
def test_a_place_in_a_recording_is_read_back_as_it_is_written(seconds: int) -> None:
    assert Mark.POSITION.parse(position_text(seconds)) == seconds


def test_a_place_is_written_as_players_write_it() -> None:
    assert [position_text(s) for s in (5, 750, 3600, 3723)] == ["0:05", "12:30", "1:00:00", "1:02:03"]


@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True), max_size=5), st.sampled_from([0, 3, LAST_PLACE]))
def test_what_is_queued_goes_behind_all_that_is_there_in_its_order(batches: list[list[str]], there: int) -> None:
    ledger, order = Ledger(), ["first"] if there else []
    ledger.apply([Change(named("first"), Mark.QUEUED, there)] if there else [], 0)
    for now, batch in enumerate(batches, 1):
        ledger.apply([Change(named(name), Mark.QUEUED, LAST) for name in batch], now)
        order = [name for name in order if name not in batch] + batch
    places = {one.subject.title: int(one.values[Mark.QUEUED]) for one in ledger.marked()}
    assert sorted(places, key=places.__getitem__) == order or there == LAST_PLACE
    assert len(set(places.values())) == len(order) or there == LAST_PLACE
    assert all(Mark.QUEUED.parse(place) == place for place in places.values()), "each can be exported and taken in"


def test_a_talk_keeps_its_marks_under_every_id_that_it_ever_had() -> None:
    ledger = Ledger()
    ledger.apply([Change(TALK, Mark.RATING, 4)], 1000)
    ledger.rename(TALK, TALK._replace(id="2022-API311b"))
    ledger.rename(TALK._replace(id="2022-API311b"), TALK._replace(id="2022-API311c"))
    ledger.apply([Change(TALK, Mark.FAVOURITE, True)], 2000)
    (marked,) = ledger.marked()
    assert marked.subject.id == "2022-API311c"
    assert set(marked.subject.former_ids) == {"2022-API311", "2022-API311b"}
    assert dict(marked.values) == {Mark.RATING: 4, Mark.FAVOURITE: True}


def test_a_talk_whose_id_another_once_had_by_mistake_gets_marks_of_its_own() -> None:
    mistaken = Subject("2023-SVS401", 2023, "SVS401", ("video-1",), "Event-driven patterns")
    corrected = Subject("2023-SVS402", 2023, "SVS402", ("video-1",), "Event-driven patterns")
    ledger = Ledger()
    ledger.apply([Change(mistaken, Mark.RATING, 4)], 1000)
    ledger.rename(mistaken, corrected)
    ledger.apply([Change(OTHER, Mark.RATING, 1)], 2000)  # the talk that really is 2023-SVS401
    assert [(one.subject.id, one.values[Mark.RATING]) for one in ledger.marked()] == [
        ("2023-SVS402", 4),
        ("2023-SVS401", 1),
    ]
    ledger.rename(corrected, corrected._replace(title="Event-driven patterns, explained"))
    assert len(ledger.marked()) == 2


# whether two descriptions are of one talk

KNOWN = Subject("2022-API311", 2022, "API311-R", ("video-1",), "Building event-driven things")


@pytest.mark.parametrize(
    ("changed", "sure"),
    [
        ({"id": "another"}, True),
        ({"code": None, "videos": ()}, True),
        ({"code": "API311", "title": "Another name"}, True),
        ({"title": "Another name", "code": "API312", "videos": ("video-1", "video-2")}, None),
        ({"code": "API312"}, True),
        ({"code": "API312", "videos": ()}, False),
        ({"code": "API312", "videos": ("video-2",)}, None),
        ({"code": "API311-L", "title": "Another name", "videos": ()}, None),
        ({"code": None, "title": "Another name"}, False),
        ({"code": None, "title": "Another name", "videos": ("video-2",)}, None),
        ({"title": "Another name", "videos": ()}, False),
        ({"title": "Another name", "videos": ("video-2",)}, None),
        ({"code": None, "videos": (), "title": "Building more event-driven things"}, False),
        ({"code": None, "videos": (), "title": "Building event-driven rooms"}, None),
        ({"year": 2023}, False),
        ({"year": 2023, "videos": ()}, None),
        ({"year": None, "videos": ()}, True),
        ({"year": None, "videos": (), "code": None}, False),
        ({"year": None, "videos": (), "code": "API312"}, None),
    ],
)
def test_all_that_is_known_says_whether_two_are_one_talk(changed: dict[str, Any], sure: bool | None) -> None:
    other = KNOWN._replace(**changed)
    tie = KNOWN.tie(other)
    assert (tie.sure if tie else None) == sure
    assert other.tie(KNOWN) == tie


def test_of_a_talk_of_several_titles_any_counts_and_of_a_mark_those_that_it_had() -> None:
    plain = KNOWN._replace(code=None, videos=())
    renamed = plain._replace(title="Another name")
    assert plain.tie(renamed) is None
    assert plain.tie(renamed, ["building event-driven THINGS!"])
    assert renamed._replace(former_ids=("2022-building-event-driven-things",)).tie(plain)


def test_two_talks_of_one_id_each_have_their_own_marks() -> None:
    lab = TALK._replace(code="API311-L", videos=(), title="Build things that are driven by events")
    ledger = Ledger()
    ledger.apply([Change(TALK, Mark.RATING, 4)], 1000)
    undo = ledger.apply([Change(lab, Mark.RATING, 1)], 2000)
    assert [(one.subject, one.values[Mark.RATING]) for one in ledger.marked()] == [(TALK, 4), (lab, 1)]
    ledger.rename(lab, lab._replace(videos=("video-2",)))
    assert len(ledger.marked()) == 2
    ledger.apply(undo, 3000)
    assert [one.subject for one in ledger.marked()] == [TALK]


def test_two_marks_are_joined_only_when_nothing_tells_them_apart_and_what_loses_leaves_a_trace() -> None:
    guess = Subject("2022-things", 2022, None, (), "Things")
    ledger = Ledger()
    ledger.apply([Change(TALK, Mark.RATING, 4), Change(guess, Mark.RATING, 2)], 1000)
    ledger.rename(guess, guess._replace(code=TALK.code, videos=TALK.videos))
    assert len(ledger.marked()) == 2
    ledger.rename(guess, TALK)
    [one] = ledger.marked()
    assert (one.subject.knowledge, one.values[Mark.RATING]) == (TALK.knowledge, 4)
    assert [(lost.subject.title, lost.entry.value) for lost in ledger.superseded.values()] == [("Things", 2)]


def test_records_join_by_number_though_two_talks_in_them_go_by_one_id() -> None:
    lab = TALK._replace(code="API311-L", videos=(), title="Build things that are driven by events")
    ledger = Ledger()
    ledger.apply([Change(TALK, Mark.RATING, 4), Change(lab, Mark.RATING, 1)], 1000)
    for backup in (Ledger(), ledger.copy()):
        backup.absorb(ledger)
        backup.absorb(ledger)
        assert backup == ledger


def test_no_mark_is_lost_when_a_record_calls_a_talk_what_another_was_called() -> None:
    one, other = Subject("2022-one", 2022, None, (), "One"), Subject("2022-other", 2022, None, (), "Other")
    old = Ledger({1: one, 2: other}, {(1, "rating"): Entry(4, 10), (2, "hidden"): Entry(1, 10)})
    later = Ledger(
        {1: other._replace(former_ids=("2022-one",)), 2: other._replace(id="2022-third", former_ids=("2022-other",))},
        {(1, "rating"): Entry(5, 20), (2, "note"): Entry("kept", 20)},
    )
    for first, second in ((old, later), (later, old)):
        joined = first.copy()
        assert joined.absorb(second) == 0
        assert {name: entry.value for (_, name), entry in joined.marks.items()} == {
            "rating": 5,
            "hidden": 1,
            "note": "kept",
        }


def test_the_time_of_a_change_never_goes_backwards() -> None:
    ledger = Ledger()
    for now in (5000, 3000, 3000):
        ledger.apply([Change(TALK, Mark.RATING, 4)], now)
    assert ledger.marked()[0].changed == {Mark.RATING: 5002}


def test_a_mark_of_a_later_version_is_carried_along_and_not_shown() -> None:
    ledger = Ledger()
    ledger.apply([Change(TALK, Mark.RATING, 4), Change(OTHER, Mark.RATING, 2)], 1000)
    first, second = ledger.talks
    ledger.marks[second, "transcript-read"] = Entry("yes", 900)
    ledger.rename(TALK, OTHER)
    assert ledger.marked()[0].values == {Mark.RATING: 4}
    assert ledger.marks[first, "transcript-read"] == Entry("yes", 900)


ENTRIES = st.builds(Entry, st.none() | st.integers(1, 5) | st.sampled_from(["a", "b"]), st.integers(1, 3))


@given(ENTRIES, ENTRIES)
def test_of_two_different_entries_one_is_newer_on_every_machine(one: Entry, other: Entry) -> None:
    assert one.newer_than(other) + other.newer_than(one) == (one != other)


NAMES = st.sampled_from([mark.value for mark in Mark])
LEDGERS = st.dictionaries(st.tuples(st.integers(1, 3), NAMES), ENTRIES).map(
    lambda marks: Ledger({n: TALK._replace(id=f"talk {n}") for n in (1, 2, 3)}, marks)
)


@given(LEDGERS, LEDGERS, LEDGERS)
def test_records_of_marks_join_to_the_same_in_any_order(a: Ledger, b: Ledger, c: Ledger) -> None:
    def joined(*ledgers: Ledger) -> dict[tuple[int, str], Entry]:
        result = Ledger()
        for ledger in ledgers:
            result.absorb(ledger)
        return result.marks

    assert joined(a, b, c) == joined(c, a, b) == joined(b, c, a, b, a)


def test_an_old_record_joins_a_later_one_in_which_two_talks_became_one() -> None:
    old = Ledger()
    old.apply([Change(TALK, Mark.RATING, 4), Change(OTHER, Mark.HIDDEN, True)], 1000)
    later = old.copy()
    later.rename(TALK, OTHER)
    old.absorb(later)
    assert old.marked() == later.marked()


def test_marks_whose_talk_nobody_knows_are_counted_when_records_join() -> None:
    torn = Ledger({}, {(7, "rating"): Entry(5, 1)})
    assert Ledger().absorb(torn) == 1
    assert Ledger({7: TALK}).absorb(torn) == 0


def test_the_values_of_marks_need_no_database() -> None:
    code = "import sys, reinvent_notes.marks; sys.exit('sqlite3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
