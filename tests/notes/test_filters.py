"""Each filter keeps the talks that it promises, its opposite keeps the rest; a wrong value is told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searched import Make, libraries

from reinvent_notes.errors import CallError
from reinvent_notes.filters import FILTERS
from reinvent_notes.index_build import refresh
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.marks import Mark

make = pytest.fixture(libraries)

NOTES = {
    "practices": """---
title: Best practices for serverless
year: 2022
code: SVS401-R
track: Serverless
speakers: [Julian Wood, Chris Munns]
video: sdCA0Y7QDrM
minutes: 60
verdict: watch
---

- Prefer **AWS Lambda** with SnapStart: a cold start hurts less
- Use EventBridge.
""",
    "dynamo": """---
title: What's new with DynamoDB
year: 2023
code: DAT301
track: Databases
kind: breakout
speakers: [Ana Díaz]
minutes: 25
verdict: skim
abstract: A look at tables that are global, and at Aurora.
---

Nothing about functions. Start when it is cold.
""",
    "keynote": """---
title: Keynote with Dr. Werner Vogels
year: 2023
kind: keynote
speakers: [Werner Vogels]
minutes: 90
---

Everything fails all the time.
""",
    "chalk": """---
title: Chaos engineering
kind: chalk talk
level: 300
track: Resilience
---
""",
}
MARKS = {
    "practices": {Mark.WATCHED: "2026-11-02", Mark.RATING: 5},
    "dynamo": {Mark.QUEUED: 1, Mark.FAVOURITE: True, Mark.NOTE: "ask about it", Mark.RATING: 3},
    "keynote": {Mark.HIDDEN: True, Mark.POSITION: 750, Mark.WATCHED: "2026-11-01"},
}
EVERYTHING = sorted(NOTES)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("filters")
    for name, text in NOTES.items():
        path = folder / "colleague" / f"{name}.md" if name == "dynamo" else folder / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    index, _ = refresh(None, lambda: [folder], "test")
    with closing(index), MarkStore(folder / "marks.db") as store:
        library = Library(index, store)
        for name, marks in MARKS.items():
            for mark, value in marks.items():
                library.mark([library.named(_TITLES[name])], mark, value)
        yield library


_TITLES = {name: text.partition("title: ")[2].partition("\n")[0] for name, text in NOTES.items()}
_NAMES = {title: name for name, title in _TITLES.items()}


def in_order(library: Library, query: str) -> list[str]:
    """The talks that a query keeps, by their short names."""
    return [_NAMES[library.talk(hit.n).title] for hit in library.find(library.parse_query(query))]


def kept(library: Library, query: str) -> list[str]:
    return sorted(in_order(library, query))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("year:2022", ["practices"]),
        ("year:2023", ["dynamo", "keynote"]),
        ("year:2023..", ["dynamo", "keynote"]),
        ("year:..2022", ["practices"]),
        ("year:2022..2023", ["dynamo", "keynote", "practices"]),
        ("year:2022-2023", ["dynamo", "keynote", "practices"]),
        ("year:2022–2023", ["dynamo", "keynote", "practices"]),
        ("year:2030", []),
        ("year:unknown", ["chalk"]),
        ("level:400", ["practices"]),
        ("level:300", ["chalk", "dynamo"]),
        ("level:300..", ["chalk", "dynamo", "practices"]),
        ("level:..300", ["chalk", "dynamo"]),
        ("track:serverless", ["practices"]),
        ("track:server", ["practices"]),
        ("track:SERVERLESS", ["practices"]),
        ("track:less", []),
        ("code:svs", ["practices"]),
        ("code:svs401", ["practices"]),
        ("code:svs-401", ["practices"]),
        ("code:SVS401-R", ["practices"]),
        ("code:DAT3", ["dynamo"]),
        ("code:301", []),
        ("kind:keynote", ["keynote"]),
        ("kind:key", ["keynote"]),
        ('kind:"chalk talk"', ["chalk"]),
        ("kind:chalk", ["chalk"]),
        ("kind:breakout", ["dynamo"]),
        ("speaker:vogels", ["keynote"]),
        ("speaker:werner", ["keynote"]),
        ('speaker:"chris munns"', ["practices"]),
        ("speaker:diaz", ["dynamo"]),
        ("speaker:DÍAZ", ["dynamo"]),
        ("speaker:ogels", []),
        ("service:lambda", ["practices"]),
        ("service:eventbridge", ["practices"]),
        ("service:dynamodb", ["dynamo"]),
        ("service:aurora", ["dynamo"]),
        ("verdict:watch", ["practices"]),
        ("verdict:SKIM", ["dynamo"]),
        ("verdict:skip", []),
        ("source:colleague", ["dynamo"]),
        ("source:dynamo.md", ["dynamo"]),
        ("source:nobody", []),
        ("rating:5", ["practices"]),
        ("rating:4..", ["practices"]),
        ("rating:..4", ["dynamo"]),
        ("rating:1..5", ["dynamo", "practices"]),
        ("fits:30m", ["dynamo"]),
        ("fits:25", ["dynamo"]),
        ("fits:24m", []),
        ("fits:1h", ["dynamo", "practices"]),
        ("fits:1h30m", ["dynamo", "keynote", "practices"]),
        ("fits:90min", ["dynamo", "keynote", "practices"]),
        ("is:watched", ["keynote", "practices"]),
        ("is:unwatched", ["chalk", "dynamo"]),
        ("is:queued", ["dynamo"]),
        ("is:favourite", ["dynamo"]),
        ("is:hidden", ["keynote"]),
        ("is:rated", ["dynamo", "practices"]),
        ("is:noted", ["dynamo"]),
        ("is:begun", ["keynote"]),
        ("has:video", ["practices"]),
        ("has:note", ["dynamo", "keynote", "practices"]),
        ("has:code", ["dynamo", "practices"]),
        ("has:speakers", ["dynamo", "keynote", "practices"]),
        ("has:abstract", ["dynamo"]),
        ("has:ownnote", ["dynamo"]),
    ],
)
def test_a_filter_keeps_what_it_promises_and_its_opposite_keeps_the_rest(
    query: str, expected: list[str], library: Library
) -> None:
    assert kept(library, query) == expected
    assert kept(library, f"-{query}") == sorted(set(EVERYTHING) - set(expected))


def test_a_talk_that_nobody_wrote_notes_on_comes_from_a_source_too(library: Library) -> None:
    assert kept(library, "source:chalk.md") == ["chalk"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", EVERYTHING),
        ("-", EVERYTHING),
        ("year:2023 kind:keynote", ["keynote"]),
        ("year:2023 -kind:keynote", ["dynamo"]),
        ("year:2023 kind:keynote level:400", []),
        ("year:2023 year:2022", []),
        ("dynamodb year:2023", ["dynamo"]),
        ("dynamodb year:2022", []),
        ("is:unwatched -is:queued", ["chalk"]),
        ('"cold start"', ["practices"]),
        ('"COLD   start"', ["practices"]),
        ('"start cold"', []),
        ('"aws lambda with snapstart"', ["practices"]),
        ('"best practices"', ["practices"]),
        ('"est practices"', []),
        ('"werner vogels"', ["keynote"]),
        ('-"cold start"', ["chalk", "dynamo", "keynote"]),
        ("-lambda", ["chalk", "dynamo", "keynote"]),
        ("-dynamodb -vogels", ["chalk", "practices"]),
        ("-lamb", EVERYTHING),
        ("year:", EVERYTHING),
        ("-year:", EVERYTHING),
    ],
)
def test_everything_that_a_query_asks_must_hold(query: str, expected: list[str], library: Library) -> None:
    assert kept(library, query) == expected


def test_talks_without_words_asked_for_stand_as_in_the_tree(library: Library) -> None:
    assert in_order(library, "") == ["keynote", "dynamo", "practices", "chalk"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort:title", ["practices", "chalk", "keynote", "dynamo"]),
        ("sort:length", ["dynamo", "practices", "keynote", "chalk"]),
        ("sort:rating", ["practices", "dynamo", "keynote", "chalk"]),
        ("year:2023 sort:length", ["dynamo", "keynote"]),
    ],
)
def test_talks_are_put_in_the_order_asked_for_and_where_it_is_unknown_last(
    query: str, expected: list[str], library: Library
) -> None:
    assert in_order(library, query) == expected


def test_sorting_by_year_begins_with_the_latest_and_ends_with_the_unknown(library: Library) -> None:
    found = in_order(library, "sort:year")
    assert set(found[:2]) == {"dynamo", "keynote"}
    assert found[2:] == ["practices", "chalk"]


def test_sorting_by_watched_puts_what_is_not_watched_last(library: Library) -> None:
    assert set(in_order(library, "sort:watched")[:2]) == {"practices", "keynote"}


# values that no talk has


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("track:servrless", "track:serverless"),
        ('speaker:"wener voglels"', 'speaker:"werner vogels"'),
        ("lambda speaker:voglels", "speaker:vogels"),
        ("track:servrless speaker:voglels", "track:serverless speaker:vogels"),
        ("track:serverless", ""),
        ("track:serv", ""),
        ("track:quantum", ""),
        ("-track:servrless", ""),
        ("year:2030", ""),
        ("servrless", ""),
    ],
)
def test_a_value_that_no_talk_has_is_told_with_the_one_it_is_like(query: str, meant: str, make: Make) -> None:
    library = make({"title": "One", "track": "Serverless", "speakers": "[Werner Vogels, Ada Lovelace]"})
    assert library.meant(library.parse_query(query)) == meant


# wrong values


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("year:abc", "year:abc"),
        ("year:20x2", "year:20x2"),
        ("year:..", "year:.."),
        ("year:3x", "year:2022..2024"),
        ("level:2xx", "level:200.. or level:200..400"),
        ("rating:*", "rating:3..5"),
        ("year:2023-2022", "year:2022..2023"),
        ("year:-1", "year:-1"),
        ("level:high", "level:high"),
        ("rating:best", "rating:best"),
        ("year:2023..2022", "year:2022..2023"),
        ("level:400..300", "level:300..400"),
        ("rating:5..1", "rating:1..5"),
        ("year:1234567890", "no number"),
        ("fits:long", "fits:long"),
        ("fits:1d", "fits:1d"),
        ("kind:lecture", "keynote"),
        ("verdict:good", "watch, skim, skip"),
        ("is:seen", "watched"),
        ("has:slides", "video"),
    ],
)
def test_a_value_that_is_not_understood_is_an_error_in_one_line_that_helps(
    query: str, named: str, library: Library
) -> None:
    for asked in (query, f"-{query}"):
        with pytest.raises(CallError) as raised:
            library.find(library.parse_query(asked))
        said = str(raised.value)
        assert named in said
        assert query.partition(":")[2] in said
        assert "\n" not in said


@pytest.mark.parametrize("name", ["year", "level", "rating"])
def test_a_number_of_thousands_of_digits_is_an_error_in_one_line(name: str, library: Library) -> None:
    with pytest.raises(CallError):
        library.find(library.parse_query(f"{name}:{'9' * 5_000}"))


@pytest.mark.parametrize("name", list(FILTERS))
def test_the_example_that_help_gives_for_a_filter_works(name: str, library: Library) -> None:
    example = FILTERS[name].example
    assert example.startswith(f"{name}:")
    assert set(kept(library, example)) | set(kept(library, f"-{example}")) == set(EVERYTHING)


@pytest.mark.parametrize("query", ['fits:"1\nd"', 'year:"2\n3"', 'has:"a\nb"'])
def test_a_value_with_a_line_end_in_it_makes_no_error_of_two_lines(query: str, library: Library) -> None:
    with pytest.raises(CallError) as raised:
        library.find(library.parse_query(query))
    assert "\n" not in str(raised.value)


_PRINTED = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12)


@given(st.sampled_from(sorted(FILTERS)), _PRINTED | st.from_regex(r"\d{0,4}[.–-]{0,3}\d{0,4}", fullmatch=True))
def test_any_value_is_understood_or_told_to_be_wrong(name: str, value: str) -> None:
    try:
        assert callable(FILTERS[name].make(value))
    except CallError as error:
        assert "\n" not in str(error)
