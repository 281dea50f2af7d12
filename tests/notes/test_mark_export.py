"""Marks go out as text and come in again: joined in any order, damaged in any way, nothing newer is lost."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reinvent_notes.errors import Refused
from reinvent_notes.mark_export import BEGINNING, read, written
from reinvent_notes.mark_ledger import Entry, Ledger
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.mark_subject import Subject
from reinvent_notes.mark_sync import machine_name, read_folder, save
from reinvent_notes.marks import Change, Mark, Marked, Value, age

TALKS = [
    Subject("2022-API311", 2022, "API311-R", ("SbL3a9YOW7s",), "Building event-driven things"),
    Subject("2023-SVS401", 2023, "SVS401", (), "Serverless, again – “ünï”"),
    Subject("2023-SVS401", 2023, "SVS401", ("aaaaaaaaaaa", "bbbbbbbbbbb"), "Serverless, again – “ünï”"),
    Subject("unknown-a-chat", None, None, (), "A chat", ("2021-a-chat",)),
]
VALUES: dict[Mark, st.SearchStrategy[Value | None]] = {
    Mark.WATCHED: st.sampled_from([None, "2026-11-20", "2026-11-21"]),
    Mark.QUEUED: st.sampled_from([None, 1, 9, 10]),
    Mark.FAVOURITE: st.sampled_from([None, True]),
    Mark.HIDDEN: st.sampled_from([None, True]),
    Mark.RATING: st.none() | st.integers(1, 5),
    Mark.NOTE: st.sampled_from([None, "short", 'two\nlines "quoted" \\', "🏔 \u2028".strip()]),
    Mark.POSITION: st.sampled_from([None, 750]),
}


@st.composite
def records(draw: st.DrawFn) -> Marked:
    """What one machine knows of one talk, in a time so short that changes fall together."""
    subject = draw(st.sampled_from(TALKS))
    videos = tuple(draw(st.permutations(subject.videos)))
    former = tuple(draw(st.lists(st.sampled_from(["2020-one", "2020-two"]), unique=True)))
    changed = draw(st.dictionaries(st.sampled_from(list(Mark)), st.integers(0, 3), min_size=1))
    given = {mark: value for mark in changed if (value := draw(VALUES[mark])) is not None}
    return Marked(subject._replace(videos=videos, former_ids=former), given, changed)


MACHINES = st.lists(records(), max_size=5)


def joined(*machines: list[Marked]) -> Ledger:
    ledger = Ledger()
    for machine in machines:
        ledger.join(machine, 1000)
    return ledger


def everything(ledger: Ledger) -> Any:
    """What a ledger knows, without the numbers by which it knows it."""
    marks: dict[Subject, Any] = {
        talk._replace(former_ids=tuple(sorted(talk.former_ids))): {} for talk in ledger.talks.values()
    }
    for (number, name), entry in ledger.marks.items():
        talk = ledger.talks[number]
        marks[talk._replace(former_ids=tuple(sorted(talk.former_ids)))][name] = entry
    traces = {(lost.subject.knowledge, lost.mark, lost.entry) for lost in ledger.superseded.values()}
    return marks, traces, len(ledger.superseded)


# the laws


@given(MACHINES, MACHINES)
def test_joining_commutes(a: list[Marked], b: list[Marked]) -> None:
    assert everything(joined(a, b)) == everything(joined(b, a))


@given(MACHINES, MACHINES, MACHINES)
def test_joining_associates(a: list[Marked], b: list[Marked], c: list[Marked]) -> None:
    first, last = joined(a, b), joined(b, c)
    one, other = joined(first.marked(removed_too=True), c), joined(a, last.marked(removed_too=True))
    assert everything(one)[0] == everything(other)[0] == everything(joined(a, b, c))[0]


@given(MACHINES, MACHINES)
def test_joining_twice_is_joining_once(a: list[Marked], b: list[Marked]) -> None:
    ledger = joined(a, b)
    before = ledger.copy()
    assert ledger.join(a, 2000) == ledger.join(b, 3000) == ledger.join(ledger.marked(removed_too=True), 4000) == 0
    assert ledger == before


@given(st.lists(MACHINES, max_size=3))
def test_joining_never_loses_the_newest(machines: list[list[Marked]]) -> None:
    newest: dict[tuple[Any, Mark], tuple[int, str]] = {}
    for record in (record for machine in machines for record in machine):
        for mark in record.changed:
            key = record.subject.knowledge, mark
            newest[key] = max(newest.get(key, (-1, "")), record.age(mark))
    kept = {
        (one.subject.knowledge, mark): one.age(mark)
        for one in joined(*machines).marked(removed_too=True)
        for mark in one.changed
    }
    assert kept == newest


@given(records(), records())
def test_marks_of_one_talk_are_shown_the_same_whichever_record_is_first(one: Marked, other: Marked) -> None:
    there, back = one.joined(other), other.joined(one)
    assert (there.values, there.changed) == (back.values, back.changed)


@given(
    st.lists(st.tuples(st.sampled_from(TALKS), st.integers(0, 10), st.none() | st.integers(1, 5)), max_size=8), MACHINES
)
def test_what_is_done_here_is_newer_than_what_it_replaces_whatever_the_clock_says(
    done: list[tuple[Subject, int, Value | None]], others: list[Marked]
) -> None:
    ledger = joined(others)
    for subject, now, stars in done:
        before = joined(ledger.marked(removed_too=True))
        ledger.apply([Change(subject, Mark.RATING, stars)], now)
        before.join(ledger.marked(removed_too=True), 1000)
        assert everything(before)[0] == everything(ledger)[0], "another machine takes it over"


def test_a_note_that_lost_to_another_leaves_a_trace() -> None:
    mine, theirs = (
        Marked(TALKS[0], {Mark.NOTE: text}, {Mark.NOTE: when}) for text, when in (("mine", 1), ("theirs", 2))
    )
    for ledger in (joined([mine], [theirs]), joined([theirs], [mine], [mine])):
        assert [one.values for one in ledger.marked()] == [{Mark.NOTE: "theirs"}]
        assert [lost.entry for lost in ledger.superseded.values()] == [Entry("mine", 1)]


# text


@given(MACHINES, st.booleans())
def test_what_is_written_is_read_again(machine: list[Marked], plain: bool) -> None:
    there = joined(machine).marked(removed_too=True)
    text = written(there, "laptop", plain=plain)
    assert not plain or text.isascii()
    found = read(text.encode(), "marks.json", ours_alone=True)
    assert (found.told, found.is_whole) == ([], True)
    assert everything(joined(found.records)) == everything(joined(there))
    assert written(joined(found.records).marked(removed_too=True), "laptop", plain=plain) == text


def exported(*marks: Marked) -> bytes:
    return written(
        marks or [Marked(talk, {Mark.RATING: 4}, {Mark.RATING: 5, Mark.HIDDEN: 6}) for talk in TALKS]
    ).encode()


def test_of_a_file_that_broke_off_every_whole_talk_is_read() -> None:
    text = exported()
    found = read(text[: len(text) * 2 // 3], "half.json")
    assert [record.subject for record in found.records] == [record.subject for record in read(text, "").records][:2]
    assert not found.is_whole
    assert found.told[0].startswith("half.json:4: is not whole JSON; what is whole in it was read: 2 talks")


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (5, "item 2 is not an object"),
        ({"id": "2022-X"}, "item 2 has no title"),
        ({"title": ["x"]}, "item 2 has a title that is no text"),
        ({"title": "x" * 200_000}, "item 2 has a title that is no text"),
        ({"title": "x", "year": "2022", "marks": {}}, "item 2 has a year that is none"),
        ({"title": "x", "year": 10**400, "marks": {}}, "item 2 has a year that is none"),
        ({"title": "x", "videos": "abc", "marks": {}}, "item 2 has videos that are no list"),
        ({"title": "x", "marks": [1]}, "item 2 has no marks"),
        ({"title": "x", "marks": {"rating": 9}}, "item 2 (unknown-x): rating takes a whole number from 1 to 5"),
        ({"title": "x", "marks": {"rating": 10**400}}, "item 2 (unknown-x): rating takes"),
        ({"title": "x", "marks": {"rating": [5]}}, "item 2 (unknown-x): has a mark that is none (rating)"),
        ({"title": "x", "marks": {"evil\x1b[31m": 1}}, "item 2 (unknown-x): has a mark that is none (evil[31m)"),
        ({"title": "x", "marks": {"rating": 5}, "changed": {"rating": "yesterday"}}, "(rating)"),
        ({"title": "x", "marks": {"rating": 5}, "changed": {"rating": "9999-12-31T00:00:00Z"}}, "(rating)"),
        ({"title": "x", "marks": {"note": "y" * 100_001}}, "100,000 characters"),
    ],
)
def test_what_is_wrong_is_skipped_and_named_and_the_rest_is_read(item: Any, told: str) -> None:
    good = {"title": "Good", "year": 2022, "marks": {"rating": 3}}
    found = read(json.dumps({"marks": [good, item, good]}).encode(), "bad.json")
    assert [record.values for record in found.records] == [{Mark.RATING: 3}] * 2
    [sentence] = found.told
    assert sentence.startswith("bad.json: item 2")
    assert told in sentence
    assert len(sentence) < 250


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "holds no marks"),
        (b"[]", "holds no marks"),
        (b"{}", "holds no marks"),
        (b'{"marks": 5}', "holds no marks"),
        (b"# Marks", "holds no marks"),
        (b"\x00\x01", "is a binary file"),
        (b'{"marks": [\n{"id": "x"', "bad.json:2: is not whole JSON"),
        (b'{"marks": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"reinvent-tui marks": 2, "marks": []}', "another version"),
    ],
)
def test_a_file_without_marks_is_refused_in_one_sentence(data: bytes, what: str) -> None:
    with pytest.raises(Refused) as refused:
        read(data, "bad.json")
    assert what in str(refused.value)
    assert str(refused.value).startswith("bad.json")


def test_a_mark_without_a_time_is_older_than_any() -> None:
    [record] = read(b'{"marks": [{"title": "A", "marks": {"rating": 3}}]}', "").records
    assert record.age(Mark.RATING) < age(1, 1)
    [same] = joined([record], [Marked(record.subject, {Mark.RATING: 1}, {Mark.RATING: 1})]).marked()
    assert same.values == {Mark.RATING: 1}


def test_bytes_that_are_no_text_never_replace_a_mark() -> None:
    text = exported(
        Marked(TALKS[0], {Mark.NOTE: "kept"}, {Mark.NOTE: 5}), Marked(TALKS[3], {Mark.RATING: 1}, {Mark.RATING: 1})
    )
    found = read(text.replace(b"kept", b"k\xffpt"), "bad.json")
    assert [record.subject.title for record in found.records] == ["A chat"]
    assert "bytes that are no text" in found.told[0]


@given(st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_whatever_is_damaged_it_is_read_or_refused(chance: random.Random) -> None:
    data = bytearray(exported())
    for _ in range(chance.randrange(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        found = read(bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data), "bad.json")
    except Refused as refused:
        assert str(refused).startswith("bad.json")
    else:
        assert all(sentence.startswith("bad.json") for sentence in found.told)
        Ledger().join(found.records, 1)


# files


def test_a_store_takes_records_in_at_once_and_keeps_them(tmp_path: Path) -> None:
    with MarkStore(tmp_path / "marks.db") as store:
        assert store.join(read(exported(), "").records) == 2 * len(TALKS)
        version = store.version()
        assert store.join(read(exported(), "").records) == 0
    with MarkStore(tmp_path / "marks.db") as store:
        assert [one.values for one in store.load()] == [{Mark.RATING: 4}] * len(TALKS)
        assert written(store.load(removed_too=True)).encode() == exported()
        assert version


def test_old_marks_of_another_machine_are_in_the_next_backup(tmp_path: Path) -> None:
    now = [1_790_000_000.0]
    with MarkStore(tmp_path / "marks.db", clock=lambda: now[0]) as store:
        store.apply([Change(TALKS[0], Mark.RATING, 5)])
    now[0] += 86_400
    with MarkStore(tmp_path / "marks.db", clock=lambda: now[0]) as store:
        store.join([Marked(TALKS[1], {Mark.RATING: 1}, {Mark.RATING: 7})])  # of 1970
    (tmp_path / "marks.db").write_bytes(b"")
    now[0] += 86_400
    with MarkStore(tmp_path / "marks.db", clock=lambda: now[0]) as store:
        assert len(store.load()) == 2


def test_a_machine_keeps_its_name(tmp_path: Path) -> None:
    path = tmp_path / "new" / "machine.txt"
    name = machine_name(path)
    assert machine_name(path) == name
    path.write_bytes(b"../\xff")
    other = machine_name(path)
    assert other not in (name, "../")
    assert machine_name(path) == other


def test_every_file_of_a_folder_is_read_copies_and_halves_too(tmp_path: Path) -> None:
    one, two, three = (exported(Marked(talk, {Mark.RATING: 4}, {Mark.RATING: 5})) for talk in TALKS[:3])
    (tmp_path / "marks-a.json").write_bytes(one)
    (tmp_path / "marks-a (conflicted copy).json").write_bytes(two)
    (tmp_path / "marks-b.sync-conflict-1.json").write_bytes(three[:-3])
    (tmp_path / "notes.md").write_text("# not ours")
    (tmp_path / ".half.json").write_text("{")
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "marks-c.json").write_bytes(b"")
    (tmp_path / "folder.json").mkdir()
    found = read_folder(tmp_path)
    assert {record.subject for record in found.records} == {*TALKS[:3]}
    assert found.files == 3
    assert {Path(told.split(":")[0]).name for told in found.told} == {
        "marks-b.sync-conflict-1.json",
        "package.json",
        "marks-c.json",
        "folder.json",
    }


@pytest.mark.parametrize("there", ["My own notes\n", '{"name": "package"}', BEGINNING[:-6] + 'x": '])
def test_what_is_not_ours_is_never_overwritten(tmp_path: Path, there: str) -> None:
    path = tmp_path / "precious.json"
    path.write_text(there)
    with pytest.raises(Refused, match="holds something else"):
        save(path, exported().decode())
    assert path.read_text() == there
    path.write_bytes(exported())
    assert save(path, written([]))
