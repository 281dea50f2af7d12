"""The query language: words, phrases and filters are told apart as a person means them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes.errors import CallError
from reinvent_notes.filters import FILTERS
from reinvent_notes.query import SORTS, Query, parse


def read(text: str) -> Query:
    return parse(text, FILTERS)


def words(text: str) -> list[str]:
    """The words of a query; phrases in quotation marks, unwanted ones with a minus."""
    return ["-" * word.negated + (f'"{word.text}"' if word.exact else word.text) for word in read(text).words]


def filters(text: str) -> list[str]:
    return [f"{'-' * term.negated}{term.name}={term.value}" for term in read(text).terms]


# words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lambda", ["lambda"]),
        ("  event   driven\tlambda ", ["event", "driven", "lambda"]),
        ("multi-az", ["multi-az"]),
        ("don't what’s", ["don't", "what’s"]),
        ("C++ & .NET, 10% (beta)", ["C++", "&", ".NET,", "10%", "(beta)"]),
        ("日本語 🚀", ["日本語", "🚀"]),
        ('"deep dive"', ['"deep dive"']),
        ('s3 "deep dive" lambda', ["s3", '"deep dive"', "lambda"]),
        ('"never closed', ['"never closed"']),
        ("-snapstart", ["-snapstart"]),
        ('-"deep dive"', ['-"deep dive"']),
        ("lambda -snapstart", ["lambda", "-snapstart"]),
        ("-", []),
        ("lambda - snapstart", ["lambda", "snapstart"]),
        ("Matt Garman - CEO keynote", ["Matt", "Garman", "CEO", "keynote"]),
        ('""', []),
        ('-""', []),
        ("", []),
        ("   ", []),
    ],
)
def test_words_and_phrases_are_text_and_a_minus_refuses_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert filters(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "re:Invent",
        "re:invent",
        "https://youtu.be/SbL3a9YOW7s",
        "https://www.youtube.com/watch?v=SbL3a9YOW7s&t=12",
        "http://example.com:8080/a:b",
        "12:30",
        "C:",
        "note:this",
        "AWS::Lambda::Function",
        "arn:aws:s3:::bucket",
        ":",
        "::",
        ":year",
        "a:b",
    ],
)
def test_a_colon_that_follows_no_filter_is_text(text: str) -> None:
    assert words(text) == [text]
    assert filters(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Build & run it: Streamline DevOps",
        "core: eks",
        "as: a service",
        "Infrastructure as code: what is new",
        "The APIs of 2022, by year: 2022",
        "it: ",
        "it:",
        "is: ",
    ],
)
def test_a_colon_with_nothing_behind_it_is_that_of_a_title(text: str) -> None:
    assert words(text) == text.split()
    assert filters(text) == []


def test_a_filter_beside_a_title_is_one_all_the_same() -> None:
    assert words("run it: -is: now year:2022") == ["run", "it:", "-is:", "now"]
    assert filters("run it: -is: now year:2022") == ["year=2022"]


# filters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year:2022", "year=2022"),
        ("year:2023..", "year=2023.."),
        ("year:..2022", "year=..2022"),
        ("year:2021..2023", "year=2021..2023"),
        ("YEAR:2022", "year=2022"),
        ("level:400", "level=400"),
        ("track:serverless", "track=serverless"),
        ('track:"machine learning"', "track=machine learning"),
        ("code:svs", "code=svs"),
        ("speaker:vogels", "speaker=vogels"),
        ('speaker:"Werner Vogels"', "speaker=Werner Vogels"),
        ("kind:keynote", "kind=keynote"),
        ("service:lambda", "service=lambda"),
        ("verdict:watch", "verdict=watch"),
        ("source:/home/me/notes.md", "source=/home/me/notes.md"),
        ("rating:4..", "rating=4.."),
        ("fits:30m", "fits=30m"),
        ("is:watched", "is=watched"),
        ("has:video", "has=video"),
        ("-is:watched", "-is=watched"),
        ('-speaker:"Werner Vogels"', "-speaker=Werner Vogels"),
    ],
)
def test_a_known_word_before_a_colon_is_a_filter(text: str, expected: str) -> None:
    assert filters(text) == [expected]
    assert words(text) == []


def test_words_and_filters_may_be_mixed_in_any_order() -> None:
    text = 'lambda year:2023.. "cold start" -is:watched sort:title -snapstart'
    assert words(text) == ["lambda", '"cold start"', "-snapstart"]
    assert filters(text) == ["year=2023..", "-is=watched"]
    assert read(text).sort == "title"


@pytest.mark.parametrize("name", [*FILTERS])
def test_a_filter_without_a_value_asks_nothing_while_it_is_being_typed(name: str) -> None:
    assert filters(f"{name}:") == []


def test_nothing_typed_asks_nothing() -> None:
    assert not read(" - ")
    assert read("a")
    assert read("year:2022")
    assert read("sort:year")


@pytest.mark.parametrize("order", SORTS)
def test_every_order_can_be_asked_for(order: str) -> None:
    assert read(f"lambda sort:{order}").sort == order
    assert read(f"SORT:{order.upper()}").sort == order


def test_the_orders_are_those_that_are_promised() -> None:
    assert set(SORTS) == {"title", "code", "year", "length", "rating", "watched"}


def test_an_unknown_order_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(CallError, match="title, code, year, length, rating, watched"):
        read("sort:size")


def test_an_order_without_a_value_asks_nothing_while_it_is_being_typed() -> None:
    assert read("lambda sort:").sort is None


# typing errors in a filter's name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yeer:2022", "year"),
        ("yera:2022", "year"),
        ("yea:2022", "year"),
        ("years:2022", "year"),
        ("levle:400", "level"),
        ("trak:serverless", "track"),
        ("speakr:vogels", "speaker"),
        ("speakers:vogels", "speaker"),
        ("kimd:keynote", "kind"),
        ("servce:lambda", "service"),
        ("verdcit:watch", "verdict"),
        ("sources:me", "source"),
        ("ratng:4..", "rating"),
        ("fit:30m", "fits"),
        ("iss:watched", "is"),
        ("hass:video", "has"),
        ("srot:year", "sort"),
        ("-yeer:2022", "year"),
    ],
)
def test_a_filter_mistyped_by_one_letter_is_an_error_that_names_the_one_meant(typed: str, meant: str) -> None:
    with pytest.raises(CallError) as raised:
        read(typed)
    said = str(raised.value)
    assert typed.strip("-").partition(":")[0] in said
    assert f"did you mean {meant}:" in said
    assert "\n" not in said


_ONE_LETTER = st.sampled_from(string.ascii_lowercase)


@given(st.sampled_from([*FILTERS, "sort"]), st.integers(0, 6), _ONE_LETTER, st.sampled_from("add drop change".split()))
def test_a_name_that_is_one_letter_off_is_never_taken_for_text(name: str, at: int, letter: str, how: str) -> None:
    at = min(at, len(name) - 1)
    typed = {
        "add": name[:at] + letter + name[at:],
        "drop": name[:at] + name[at + 1 :],
        "change": name[:at] + letter + name[at + 1 :],
    }[how]
    if typed in (*FILTERS, "sort") or len(typed) < 2:
        return
    with pytest.raises(CallError):
        read(f"{typed}:x")


@pytest.mark.parametrize("name", ["api", "cto", "lambda", "saas", "note", "title", "watch", "reinvent", "aws"])
def test_a_word_that_is_further_off_is_text(name: str) -> None:
    assert words(f"{name}:x") == [f"{name}:x"]


# laws

_PLAIN = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters='":-'), min_size=1, max_size=8)


@given(st.lists(_PLAIN, max_size=5))
def test_plain_words_are_read_as_they_are_typed(typed: list[str]) -> None:
    assert words(" ".join(typed)) == typed


@given(st.lists(_PLAIN, min_size=1, max_size=4).map(" ".join))
def test_what_stands_in_quotation_marks_is_one_phrase(phrase: str) -> None:
    assert words(f'"{phrase}"') == [f'"{phrase}"']
    assert words(f'-"{phrase}"') == [f'-"{phrase}"']


_PIECE = st.text(max_size=6) | st.sampled_from(
    [*(f"{name}:" for name in FILTERS), "sort:", '"', "-", " ", "..", "2022"]
)


@given(st.lists(_PIECE, max_size=8).map("".join))
def test_any_text_is_a_query_or_an_error_in_one_line(text: str) -> None:
    try:
        assert isinstance(read(text), Query)
    except CallError as error:
        assert str(error)
        assert "\n" not in str(error)
