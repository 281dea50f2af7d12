"""Front matter in the spellings that notes use; whatever else stands there is text, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import limits
from reinvent_notes.front_matter import Value, list_of, read, text_of
from reinvent_notes.text import clean


def values(block: str, fence: str = "---") -> dict[str, Value]:
    return read([fence, *block.split("\n"), fence, "text"])[0]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("title: Refactoring to Serverless", {"title": "Refactoring to Serverless"}),
        ("Title: Keys are the same in any case", {"title": "Keys are the same in any case"}),
        ("title:    blanks around it   ", {"title": "blanks around it"}),
        ("title: deep dive: the sequel", {"title": "deep dive: the sequel"}),
        ('title: "deep dive: the sequel"', {"title": "deep dive: the sequel"}),
        ('title: "a \\"quoted\\" word"', {"title": 'a "quoted" word'}),
        ("title: 'it''s'", {"title": "it's"}),
        ("title: C# and F#", {"title": "C# and F#"}),
        ("title: A talk # not of the title", {"title": "A talk"}),
        ("url: https://example.com/a#b", {"url": "https://example.com/a#b"}),
        ("year: 2022\nlevel: 400", {"year": "2022", "level": "400"}),
        ("date: 2022-12-01", {"date": "2022-12-01"}),
        ("speakers: [Julian Wood, Chris Munns]", {"speakers": ["Julian Wood", "Chris Munns"]}),
        ("speakers: ['A B', \"C, D\", E]", {"speakers": ["A B", "C, D", "E"]}),
        ("speakers:\n  - Julian Wood\n  - Chris Munns", {"speakers": ["Julian Wood", "Chris Munns"]}),
        ("speakers:\n- Julian Wood\n- Chris Munns", {"speakers": ["Julian Wood", "Chris Munns"]}),
        ("why: >\n  one\n  two", {"why": "one two"}),
        ("title: one\n  two", {"title": "one two"}),
        ("# a remark\n\ntitle: A", {"title": "A"}),
        ("title: null\nyear: ~\nspeakers: []\nwhy:", {}),
        ("title: first\ntitle: second", {"title": "first"}),
    ],
)
def test_yaml_says_what_a_person_reads_in_it(block: str, expected: dict[str, Value]) -> None:
    assert values(block + "\nkept: yes") == {**expected, "kept": "yes"}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ('title: "deep dive" # a remark', {"title": "deep dive"}),
        ("speakers: [Julian Wood, Chris Munns] # a remark", {"speakers": ["Julian Wood", "Chris Munns"]}),
    ],
)
def test_a_remark_may_follow_a_quoted_value_or_a_list(block: str, expected: dict[str, Value]) -> None:
    assert values(block) == expected


def test_a_list_in_brackets_may_go_over_several_lines() -> None:
    assert values("speakers: [\n  Julian Wood,\n  Chris Munns\n]") == {"speakers": ["Julian Wood", "Chris Munns"]}


def test_toml_says_the_same_between_pluses() -> None:
    block = 'title = "A talk"\nyear = 2022\nspeakers = ["A B", "C D"]\ndate = 2022-12-01\n[nested]\nkey = "ignored"'
    assert values(block, "+++") == {"title": "A talk", "year": "2022", "speakers": ["A B", "C D"], "date": "2022-12-01"}


@pytest.mark.parametrize("number", ["1" * 5_000, "0x" + "f" * 5_000], ids=["decimal", "hexadecimal"])
def test_a_toml_number_of_thousands_of_digits_is_no_error(number: str) -> None:
    assert values(f'title = "A talk"\nyear = {number}', "+++").get("year") != "2022"


def test_escapes_cannot_bring_back_what_was_cleaned_out_of_the_file() -> None:
    block = 'title = "\\u001b[31mred"\nspeakers = ["\\u202eA B"]\nwhy = "a\\u009bb"'
    found = values(block, "+++")
    everything = "".join("".join(value) for value in found.values())
    assert "red" in everything
    assert clean(everything) == everything


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["text"],
        ["", "---", "title: A", "---"],
        ["---", "title: A", "and no end"],
        ["---", "A rule, then text.", "---", "More text."],
        ["---", "", *["key: value"] * limits.FRONT_MATTER_LINES, "---"],
        ["+++", "this is = = no toml", "+++"],
        ["----", "title: A", "----"],
    ],
    ids=["nothing", "blank", "text", "not first", "no end", "a rule", "too long", "bad toml", "another sign"],
)
def test_what_only_looks_like_front_matter_is_text(lines: list[str]) -> None:
    assert read(lines) == ({}, 0)


def test_the_text_starts_on_the_line_after_the_block() -> None:
    assert read(["---", "title: A", "---", "text"])[1] == 3
    assert read(["---", "title: A", "...", "text"])[1] == 3
    assert read(["--- ", "title: A", "---  ", "text"])[1] == 3


def test_anchors_and_nested_tables_do_not_grow() -> None:
    found = values("a: &a [x, x]\nb: [*a, *a]\nc:\n  d: nested")
    assert sum(len(value) for value in found.values()) < 40


def test_the_first_key_that_has_a_value_is_taken() -> None:
    found = values("speaker: A B\nspeakers:\nauthors: [C D, E F]")
    assert text_of(found, "speakers", "speaker") == "A B"
    assert text_of(found, "authors") == "C D"
    assert text_of(found, "nobody") is None
    assert list_of(found, "speakers", "authors") == ["C D", "E F"]
    assert list_of(found, "nobody") == []


def test_names_in_one_text_are_taken_apart() -> None:
    assert list_of(values("speakers: A B, C D; E F"), "speakers") == ["A B", "C D", "E F"]


_LINE = st.text(max_size=30) | st.sampled_from(
    ["---", "+++", "...", "title: A", "speakers: [", "- item", "  - item", "a = 1", "[t]", "why: |", '"', "a: '"]
)


@given(st.sampled_from(["---", "+++"]), st.lists(_LINE, max_size=8))
def test_front_matter_never_raises_and_never_reaches_beyond_the_file(fence: str, lines: list[str]) -> None:
    found, start = read([fence, *lines])
    assert 0 <= start <= len(lines) + 1
    for value in found.values():
        assert value
        assert isinstance(value, str) or all(isinstance(item, str) for item in value)
