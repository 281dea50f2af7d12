"""Which re:Invent a talk is of: the surest sign decides, and where there is none the year is unknown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes.years import FIRST_EVENT, event_year, names_event, year_in_name, year_of_date
from reinvent_tui.cli import main

# What may say of which year a talk is, the surest first, each with a year of its own.
SIGNS = (
    ("its own line", 2012),
    ("front matter", 2013),
    ("the heading above it", 2014),
    ("the page's title", 2015),
    ("the file's name", 2016),
    ("what the page says most often", 2017),
    ("the nearest folder", 2018),
    ("a folder further up", 2019),
    ("a date in the text", 2020),
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("re:Invent 2022", 2022),
        ("AWS re:Invent 2022 notes", 2022),
        ("reInvent2019", 2019),
        ("reinvent-2019", 2019),
        ("aws-reinvent_2019", 2019),
        ("re Invent 2020", 2020),
        ("AWS re:Invent, 2023", 2023),
        ("AWS re:Invent (2023)", 2023),
        ("re:Invent '18", 2018),
        ("re:Invent ’18", 2018),
        ("2021 re:Invent", 2021),
        ("2017-aws-reinvent", 2017),
        ("re:Invent", None),
        ("2022", None),
        ("re:Invent 1999", None),
        ("re:Invent 2011", None),
        ("re:Invent 20222", None),
        ("re:Inforce 2022", None),
        ("AWS Summit 2022", None),
    ],
)
def test_the_event_is_known_with_its_year(text: str, year: int | None) -> None:
    assert event_year(text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022-12-01", 2022),
        ("2022-11-28", 2022),
        ("2023-01-15", 2022),
        ("2023-03-31", 2022),
        ("2023-04-01", 2023),
        ("2023/1/5", 2022),
        ("January 5, 2023", 2022),
        ("Jan 2023", 2022),
        ("5th March 2020", 2019),
        ("December 1st, 2022", 2022),
        ("1 Dec 2022", 2022),
        ("2022-13-01", None),
        ("2022", None),
        ("no date at all", None),
    ],
)
def test_a_date_in_the_first_three_months_is_of_the_event_before(text: str, year: int | None) -> None:
    assert year_of_date(text) == year


@pytest.mark.parametrize("text", ["AWS Marketplace 2023", "Marketing 2022", "Decision 2021", "Mayor 2020"])
def test_a_word_that_only_begins_like_a_month_makes_no_date(text: str) -> None:
    assert year_of_date(text) is None


@pytest.mark.parametrize(
    ("name", "year"),
    [("2019", 2019), ("notes-2017", 2017), ("reinvent2018", 2018), ("notes", None), ("20190101", None), ("1999", None)],
)
def test_a_folder_may_be_named_after_its_year(name: str, year: int | None) -> None:
    assert year_in_name(name) == year


@pytest.mark.parametrize("text", ["re:Invent", "AWS reInvent", "re-invent", "my RE:INVENT notes"])
def test_the_event_is_known_in_any_spelling(text: str) -> None:
    assert names_event(text)


@pytest.mark.parametrize("text", ["reinventing the wheel", "invent", "a preinvented thing", "re:Inventory 2019"])
def test_other_words_are_not_the_event(text: str) -> None:
    assert not names_event(text)


def _page(folder: Path, signs: dict[str, int]) -> Path:
    """A page with one talk that carries these signs."""

    def said(name: str, text: str, otherwise: str = "") -> str:
        return text.format(signs[name]) if name in signs else otherwise

    path = (
        folder
        / said("a folder further up", "reinvent-{}", "outer")
        / said("the nearest folder", "reinvent-{}", "inner")
        / said("the file's name", "reinvent-{}.md", "page.md")
    )
    path.parent.mkdir(parents=True)
    path.write_text(
        said("front matter", "---\nyear: {}\n---\n")
        + said("the page's title", "# What I saw at AWS re:Invent {}\n", "# What I saw at AWS re:Invent\n")
        + said("the heading above it", "## Tuesday, re:Invent {}\n", "## Tuesday\n")
        + said("its own line", "### AWS re:Invent {} - Best practices (SVS401)\n", "### SVS401: Best practices\n")
        + said("what the page says most often", "At re:Invent {0} a lot. At re:Invent {0} it was full.\n")
        + said("a date in the text", "Seen on {}-12-02 in a large room.\n", "Seen in a large room.\n")
    )
    return path


@pytest.mark.parametrize(
    "first",
    [pytest.param(n, id=name) for n, (name, _) in enumerate(SIGNS)],
)
def test_the_surest_sign_says_of_which_year_a_talk_is(
    first: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _page(tmp_path, dict(SIGNS[first:]))
    assert main(["parse", str(path), "--json"]) == 0
    [talk] = json.loads(capsys.readouterr().out)["talks"]
    assert (talk["code"], talk["year"]) == ("SVS401", SIGNS[first][1])


def test_where_nothing_says_the_year_it_is_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(_page(tmp_path, {})), "--json"]) == 0
    [talk] = json.loads(capsys.readouterr().out)["talks"]
    assert (talk["code"], talk["year"]) == ("SVS401", None)


@given(st.text(max_size=30) | st.from_regex(r"(re:?invent)?[ '-]?[0-9]{2,5}([-/.][0-9]{1,2}){0,2}", fullmatch=True))
def test_any_text_is_of_a_year_that_had_an_event_or_of_none(text: str) -> None:
    for asked in (event_year, year_in_name, year_of_date):
        year = asked(text)
        assert year is None or year >= FIRST_EVENT
