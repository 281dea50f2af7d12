"""When two entries are one talk, and what the one talk then says: laws that a reader of several notes relies on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import identity
from reinvent_notes.merged import Entry, Merged
from reinvent_notes.talk import Note, Talk, code_of_talk


def note(source: str, markdown: str = "") -> Note:
    return Note(source, 1, markdown or f"what {source} wrote")


def entry(title: str, year: int | None = 2022, **known: object) -> Talk:
    """An entry as one document has it; `videos` and the like may be given as lists."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    return Talk(title, year, **values)  # type: ignore[arg-type]  # a test names the fields


def merge(entries: Iterable[Talk]) -> list[Merged]:
    return identity.merge([Entry(entry) for entry in entries])


def are_one(*entries: Talk) -> bool:
    return len(merge(entries)) == 1


# which entries are one talk

SAME = [
    pytest.param(entry("A title", code="SVS401"), entry("Another", code="SVS401"), id="same code"),
    pytest.param(entry("A title", code="SVS401"), entry("Another", code="SVS401-R"), id="a repeat"),
    pytest.param(entry("A title", code="SVS401-R1"), entry("Another", code="SVS401-R2"), id="two repeats"),
    pytest.param(entry("A title", videos=["sdCA0Y7QDrM"]), entry("B", videos=["sdCA0Y7QDrM"]), id="same recording"),
    pytest.param(entry("A title", videos=["sdCA0Y7QDrM"]), entry("B", None, videos=["sdCA0Y7QDrM"]), id="a year less"),
    pytest.param(entry("What's new: S3 & EBS"), entry("Whats New - S3 and EBS!"), id="same title, other signs"),
    pytest.param(entry("Multi-AZ, in depth"), entry("MultiAZ in-depth"), id="same title, other hyphens"),
    pytest.param(entry("A title", None), entry("a title", None), id="same title, no year"),
    pytest.param(entry("A", titles=["A", "A title"]), entry("A title"), id="one of its titles"),
    pytest.param(entry("A title", code="SVS401"), entry("A title"), id="a code less"),
]
DIFFERENT = [
    pytest.param(entry("A title", code="SVS401"), entry("A title", code="SVS402"), id="other code, same title"),
    pytest.param(
        entry("A title", code="SVS401", videos=["sdCA0Y7QDrM"]),
        entry("A title", code="SVS402", videos=["sdCA0Y7QDrM"]),
        id="other code, same recording",
    ),
    pytest.param(entry("A title", code="SVS210"), entry("A title", code="SVS210-L"), id="a lab beside a talk"),
    pytest.param(entry("A title", 2022), entry("A title", 2023), id="other year, same title"),
    pytest.param(
        entry("A title", 2022, code="SVS401"), entry("A title", 2023, code="SVS401"), id="other year, same code"
    ),
    pytest.param(
        entry("A title", 2022, videos=["sdCA0Y7QDrM"]),
        entry("A title", 2023, videos=["sdCA0Y7QDrM"]),
        id="other year, same recording",
    ),
    pytest.param(entry("A title"), entry("A title, part two"), id="a title that goes on"),
    pytest.param(entry("A title", None), entry("A title", 2022), id="same title, one without a year"),
    pytest.param(entry("Moving to microservices"), entry("Moving from microservices"), id="the other way"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_one_talk(one: Talk, other: Talk) -> None:
    assert are_one(one, other)
    assert are_one(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_two_talks(one: Talk, other: Talk) -> None:
    assert not are_one(one, other)
    assert not are_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keynote with Adam Selipsky", "Adam Selipsky - CEO AWS"),
        ("Keynote with Dr. Werner Vogels", "Werner Vogels - CTO AWS"),
        ("Dr. Werner Vogels keynote", "CTO Keynote: Werner Vogels"),
        ("Werner Vogels - CTO keynote", "CTO keynote"),
        ("CEO keynote", "Matt Garman - CEO keynote"),
        ("Keynote with Peter DeSantis", "Monday Night Live Keynote with Peter DeSantis"),
        ("Keynote with Swami Sivasubramanian", "Dr. Swami Sivasubramanian, VP Databases"),
        ("Keynote with Peter DeSantis", "Monday Night Live with Peter DeSantis"),
        ("Keynote with Peter DeSantis", "The silicon beneath it all with Peter DeSantis and Dave Brown"),
    ],
)
def test_a_keynote_is_known_by_its_speaker_or_office(one: str, other: str) -> None:
    assert are_one(entry(one, kind="keynote"), entry(other, kind="keynote"))
    assert not are_one(entry(one, kind="keynote"), entry(other, 2023, kind="keynote"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keynote with Adam Selipsky", "Keynote with Peter DeSantis"),
        ("CEO keynote", "CTO keynote"),
        ("Partner keynote with Dr. Ruba Borno", "CEO Keynote with Matt Garman"),
        ("Machine learning keynote", "Opening keynote"),
        ("Keynote day 1", "Keynote day 2"),
        ("Monday Night Live with Peter DeSantis", "Monday Night Live with James Hamilton"),
    ],
)
def test_other_keynotes_of_the_year_are_other_talks(one: str, other: str) -> None:
    assert not are_one(entry(one, kind="keynote"), entry(other, kind="keynote"))


def test_a_talk_that_is_no_keynote_is_not_joined_by_its_speakers_name() -> None:
    assert not are_one(entry("Keynote with Werner Vogels", kind="keynote"), entry("Werner Vogels"))


def test_a_keynote_is_its_first_speakers_and_not_a_guests() -> None:
    untitled = entry("Building the cloud", kind="keynote", speakers=["Adam Selipsky", "Ruba Borno"])
    assert are_one(untitled, entry("Keynote with Adam Selipsky", kind="keynote"))
    assert not are_one(untitled, entry("Keynote with Ruba Borno", kind="keynote"))


def test_an_entry_may_be_the_link_between_two_others() -> None:
    by_code, by_title = entry("One wording", code="SVS401"), entry("Another wording")
    assert not are_one(by_code, by_title)
    assert are_one(by_code, by_title, entry("Another wording", code="SVS401"))


@pytest.mark.parametrize("signs", [("???", "!!!"), ("👍", "🚀"), ("-", "…")])
def test_titles_that_are_nothing_but_signs_are_not_the_same_title(signs: tuple[str, str]) -> None:
    assert not are_one(entry(signs[0]), entry(signs[1]))


def test_another_years_talk_with_the_recording_does_not_keep_two_entries_apart() -> None:
    wrong = entry("Linked by mistake", 2021, videos=["sdCA0Y7QDrM"])
    one, other = (entry(title, 2022, videos=["sdCA0Y7QDrM"]) for title in ("One wording", "Another wording"))
    assert len(merge([one, other, wrong])) == 2
    assert len(merge([wrong, one, other])) == 2


def test_an_entry_that_learns_its_year_from_another_is_then_known_by_its_code() -> None:
    without_year = entry("A title", None, code="SVS401", videos=["sdCA0Y7QDrM"])
    of_the_year = entry("A caption", videos=["sdCA0Y7QDrM"])
    assert are_one(without_year, of_the_year, entry("Another wording", code="SVS401"))


def groups(entries: Sequence[Talk]) -> set[frozenset[int]]:
    """Which entries are one talk, by number; the same in whatever order they come."""
    said = [replace(made, sources=(str(number),)) for number, made in enumerate(entries)]
    orders = [said, said[::-1], *([*said[at:], *said[:at]] for at in range(1, len(said)))]
    [found] = {frozenset(frozenset(map(int, talk.sources)) for talk in merged(order)) for order in orders}
    return set(found)


def parts(*numbers: Iterable[int]) -> set[frozenset[int]]:
    return set(map(frozenset, numbers))


VIDEO = "sdCA0Y7QDrM"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param(
            [entry("A title", code="SVS401"), entry("A title", code="SVS402"), entry("A title"), entry("A title")],
            parts([0], [1], [2, 3]),
            id="the title of two",
        ),
        pytest.param(
            [
                entry("A", code="SVS401", videos=[VIDEO]),
                entry("B", code="SVS402", videos=[VIDEO]),
                entry("B", videos=[VIDEO]),
            ],
            parts([0], [1, 2]),
            id="the recording of two, and the title of one",
        ),
        pytest.param(
            [entry("A", code="SVS401"), entry("B", code="SVS402", videos=[VIDEO]), entry("A", videos=[VIDEO])],
            parts([0], [1, 2]),
            id="the recording before the title",
        ),
        pytest.param(
            [entry("A", 2021, videos=[VIDEO]), entry("B", 2022, videos=[VIDEO]), entry("C", None, videos=[VIDEO])],
            parts([0], [1], [2]),
            id="a recording of two years",
        ),
        pytest.param(
            [
                entry("A", videos=[VIDEO]),
                entry("B", None, code="SVS401", videos=[VIDEO]),
                entry("C", None, code="SVS402", videos=[VIDEO]),
            ],
            parts([0], [1], [2]),
            id="a recording that two without a year say to be theirs",
        ),
        pytest.param(
            [entry("A title", year, code="SVS401") for year in (2021, 2022, None)],
            parts([0], [1], [2]),
            id="the code and title of two years",
        ),
        pytest.param(
            [
                entry("Serverless at scale"),
                entry("Serverless at scale: storage", code="SVS401"),
                entry("Serverless at scale: queues", code="SVS402"),
            ],
            parts([0], [1], [2]),
            id="goes on differently in two talks",
        ),
        pytest.param(
            [entry(f"Serverless at scale{subtitle}") for subtitle in ("", ": storage", ": queues")],
            parts([0], [1], [2]),
            id="goes on differently without codes",
        ),
        pytest.param(
            [
                entry("Serverless in practice: storage"),
                entry("Serverless in practice: storage (sponsored by Example)"),
                entry("Serverless in practice"),
            ],
            parts([0, 1, 2]),
            id="one subtitle after the other",
        ),
    ],
)
def test_what_fits_two_talks_is_decided_by_evidence_and_never_by_order(
    entries: list[Talk], expected: set[frozenset[int]]
) -> None:
    assert groups(entries) == expected


def test_wordings_of_one_talk_are_one_however_many() -> None:
    wordings = [f"Building serverless apps {word} AWS Lambda" for word in ("with", "using", "on", "at", "by", "via")]
    wordings += ["Building servreless apps with Lambda", "Building serverless apps with Lambda: what is new"]
    wordings += ["Building the serverless apps of Lambda", "Building your serverless apps in Lambda"]
    assert len(merge([entry(wording) for wording in wordings])) == 1


def test_notes_of_several_documents_may_be_kept_apart() -> None:
    notes = [entry("A title", notes=[note(source)]) for source in ("ann", "bee")]
    said = [Entry(made) for made in (entry("A title"), *notes, entry("A title"))]
    found = identity.merge(said, linked=[(2, 3)], notes_apart=True)
    assert [merged.entries for merged in found] == [(said[0], said[1]), (said[2], said[3])]


# what the one talk says


def test_what_is_said_first_is_trusted_most_and_the_rest_fills_the_gaps() -> None:
    first = entry(
        "First wording", code="SVS401", level=400, speakers=["A B"], videos=["first-video"], notes=[note("a")]
    )
    second = entry(
        "Second wording",
        code="SVS401-R1",
        level=300,
        speakers=["C D", "E F"],
        minutes=60,
        videos=["second-vide", "first-video"],
        notes=[note("b")],
        verdict="watch",
    )
    [found] = merge([first, second])
    talk = found.talk
    assert (talk.title, talk.level, talk.speakers) == ("First wording", 400, ("A B",))
    assert (talk.minutes, talk.verdict) == (60, "watch")
    assert talk.titles == ("First wording", "Second wording")
    assert talk.videos == ("first-video", "second-vide")
    assert [kept.source for kept in talk.notes] == ["a", "b"]


def test_the_suffix_of_a_code_is_kept_whoever_says_it() -> None:
    for codes in (("SVS401", "SVS401-R"), ("SVS401-R", "SVS401")):
        [found] = merge([entry("A title", code=code) for code in codes])
        assert found.talk.code == "SVS401-R"


def test_two_revisions_of_one_page_give_one_note_the_fuller() -> None:
    early = entry("A title", notes=[note("early", "- First point\n- Second point")])
    late = entry("A title", notes=[note("late", "- First point\n- Second point\n- Third point")])
    for order in ((early, late), (late, early)):
        [found] = merge(order)
        assert [kept.source for kept in found.talk.notes] == ["late"]


def test_the_same_note_in_two_files_is_shown_once() -> None:
    [found] = merge([entry("A title", notes=[note(name, "The *same* text.")]) for name in ("one", "two")])
    assert [kept.source for kept in found.talk.notes] == ["one"]


def test_different_notes_on_one_talk_are_all_kept_in_their_order() -> None:
    [found] = merge([entry("A title", notes=[note(name)]) for name in ("ann", "bee", "cy")])
    assert [kept.source for kept in found.talk.notes] == ["ann", "bee", "cy"]


LINES = ["- Queues hold what is not done", "- Drain them slowly, at night", "- Nobody waits for them", "- 👍", "- -5 %"]


def revisions(*texts: str) -> tuple[list[str], list[str]]:
    [found] = merge([entry("A title", notes=[note(str(number), text)]) for number, text in enumerate(texts)])
    return [kept.markdown for kept in found.talk.notes], [kept.markdown for kept in found.talk.earlier]


@pytest.mark.parametrize(
    ("early", "late"),
    [
        pytest.param(LINES[:2], LINES[:3], id="at its end"),
        pytest.param([LINES[0], LINES[2]], LINES[:3], id="in its middle"),
        pytest.param(LINES[1:3], LINES[:3], id="before its beginning"),
        pytest.param(LINES[:2], [LINES[0] + " yet", LINES[1]], id="at the end of a line"),
        pytest.param(["Written in C, then again"], ["Written in C++, then again"], id="in signs"),
    ],
)
def test_a_revision_that_grew_is_shown_and_the_earlier_one_kept(early: list[str], late: list[str]) -> None:
    texts = "\n".join(early), "\n".join(late)
    assert revisions(*texts) == revisions(*texts[::-1]) == ([texts[1]], [texts[0]])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(LINES[:2], LINES[1::-1], id="other order"),
        pytest.param([*LINES[:2], "- Or not"], LINES[:3], id="a line each"),
        pytest.param(["- Good"], ["- Nothing else", "- Good"], id="a few words"),
    ],
)
def test_two_notes_that_each_say_something_are_both_shown(one: list[str], other: list[str]) -> None:
    texts = ["\n".join(one), "\n".join(other)]
    assert revisions(*texts) == (texts, [])


@given(st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=4).map("\n".join), min_size=1, max_size=5))
def test_every_text_is_shown_or_kept_as_an_earlier_one(texts: list[str]) -> None:
    shown, earlier = revisions(*texts)
    assert shown
    assert sorted([*shown, *earlier]) == sorted(set(texts))


@pytest.mark.parametrize("short", ["art", "👍👍", "🚀"], ids=["part of a word", "thumbs", "rocket"])
def test_a_short_note_is_not_lost_beside_a_long_one(short: str) -> None:
    [found] = merge(
        [entry("A title", notes=[note("short", short)]), entry("A title", notes=[note("long", "Good start")])]
    )
    assert {kept.source for kept in found.talk.notes} == {"short", "long"}


def test_a_subject_is_a_talks_track_before_a_section_that_names_a_kind() -> None:
    own = entry("A title", code="SVS401", track="Breakout Sessions")
    [found] = merge([own, entry("A title", code="SVS401", track="Serverless")])
    assert found.talk.track == "Serverless"
    [alone] = merge([own])
    assert alone.talk.track == "Breakout Sessions"


def test_a_joined_talk_says_why() -> None:
    [found] = merge([entry("One", code="SVS401"), entry("Two", code="SVS401")])
    assert any("code" in reason and "SVS401" in reason for reason in found.reasons)
    [alone] = merge([entry("One", code="SVS401")])
    assert alone.reasons == ()


# names


def test_an_id_is_the_year_and_the_code_without_suffix_or_the_title() -> None:
    ids = [
        found.talk.id
        for found in merge(
            [
                entry("A", code="SVS401-R1"),
                entry("What's new: S3 & EBS"),
                entry("A title", None),
                entry("B", 2023, code="SVS401"),
            ]
        )
    ]
    assert ids == ["2022-SVS401", "2022-whats-new-s3-and-ebs", "unknown-a-title", "2023-SVS401"]


def test_a_talk_keeps_the_ids_that_it_had_before_its_code_or_another_title_was_known() -> None:
    [found] = merge([entry("First wording", code="SVS401"), entry("Second wording", code="SVS401")])
    assert found.ids[0] == found.talk.id == "2022-SVS401"
    assert {"2022-first-wording", "2022-second-wording"} <= set(found.ids)


# laws


@st.composite
def _entries(draw: st.DrawFn, known: bool = True) -> list[Talk]:
    """Entries that often have something in common. Those with `known` have a year, and recordings of that year."""
    found = []
    for number in range(draw(st.integers(0, 7))):
        year = draw(st.sampled_from((2022, 2023) if known else (2022, 2023, None)))
        recordings = [f"recording-{letter}-{year if known else ''}" for letter in "ab"]
        found.append(
            entry(
                draw(st.sampled_from(("A title", "B title", "C title"))),
                year,
                code=draw(st.sampled_from((None, None, "SVS401", "SVS401-R", "SVS402"))),
                videos=draw(st.lists(st.sampled_from(recordings), max_size=1)),
                notes=[note(f"writer{number}")],
            )
        )
    return found


def together(talks: Iterable[Talk]) -> set[frozenset[str]]:
    """Which entries were joined, by who wrote them."""
    return {frozenset(kept.source for kept in talk.notes) for talk in talks}


def merged(entries: Sequence[Talk]) -> list[Talk]:
    return [found.talk for found in merge(entries)]


@given(_entries(known=False))
def test_no_entry_is_lost_and_none_is_in_two_talks(entries: list[Talk]) -> None:
    groups = together(merged(entries))
    assert sorted(source for group in groups for source in group) == [f"writer{n}" for n in range(len(entries))]


@given(_entries(known=False))
def test_every_talk_has_an_id_of_its_own(entries: list[Talk]) -> None:
    ids = [talk.id for talk in merged(entries)]
    assert len(set(ids)) == len(ids)


@given(_entries(known=False))
def test_entries_of_different_years_or_codes_are_never_one_talk(entries: list[Talk]) -> None:
    by_writer = {made.notes[0].source: made for made in entries}
    for group in together(merged(entries)):
        joined = [by_writer[source] for source in group]
        assert len({made.year for made in joined} - {None}) <= 1
        assert len({code_of_talk(made.code) for made in joined if made.code}) <= 1


@given(_entries())
def test_merging_what_is_merged_changes_nothing(entries: list[Talk]) -> None:
    once = merged(entries)
    assert merged(once) == once


@given(_entries())
def test_one_years_talks_are_joined_alike_with_and_without_the_other_years(entries: list[Talk]) -> None:
    apart = [made for year in (2022, 2023) for made in entries if made.year == year]
    alone = [merged([made for made in entries if made.year == year]) for year in (2022, 2023)]
    assert together(merged(entries)) == together(merged(apart)) == together(alone[0]) | together(alone[1])


@given(_entries(), st.integers(0, 7))
def test_where_an_unrelated_entry_stands_does_not_matter(entries: list[Talk], place: int) -> None:
    stranger = entry("Nothing in common", 2022, code="DAT301", videos=["another-one"], notes=[note("stranger")])
    groups = together(merged([*entries[:place], stranger, *entries[place:]]))
    assert groups == together(merged(entries)) | {frozenset(("stranger",))}


_TITLES = [
    "Governing control planes",
    "Governing the control planes",
    "Governing control plains",
    "Governing control planes: from perimeters to services in a few weeks",
    "Governing control planes: from perimeters to servi",
    "Governing control planes: from zero",
    "Keynote with Ann Bee",
    "Ann Bee - CEO keynote",
]


@given(
    st.lists(
        st.builds(
            lambda titles, year, code, videos: entry(
                titles[0], year, titles=titles, code=code, videos=videos, kind="keynote"
            ),
            st.lists(st.sampled_from(_TITLES), min_size=1, max_size=2),
            st.sampled_from((2022, 2022, 2023, None)),
            st.sampled_from((None, None, None, "SVS401", "SVS401-R", "SVS402")),
            st.lists(st.sampled_from("ab"), max_size=2),
        ),
        max_size=7,
    ),
    st.data(),
)
def test_which_entries_are_one_talk_never_depends_on_their_order(entries: list[Talk], data: st.DataObject) -> None:
    said = [replace(made, sources=(str(number),)) for number, made in enumerate(entries)]
    shuffled = data.draw(st.permutations(said))
    one, other = ({frozenset(talk.sources) for talk in merged(order)} for order in (said, shuffled))
    assert one == other
