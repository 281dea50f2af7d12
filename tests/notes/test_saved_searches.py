"""The file of saved searches: written by the program, and edited by hand."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes.errors import SettingsError
from reinvent_notes.saved_searches import SavedSearches

BY_HAND = """# what I mean to see
"Serverless 2023" = "year:2023 track:serverless"

short = 'fits:30m'   # on the train
"""
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "searches.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    return path


def test_names_and_queries_are_read_in_their_order(file: Path) -> None:
    assert list(SavedSearches(file).load().values.items()) == [
        ("Serverless 2023", "year:2023 track:serverless"),
        ("short", "fits:30m"),
    ]


def test_what_is_added_stands_at_the_end_on_a_line_of_its_own(file: Path) -> None:
    SavedSearches(file).change("Deep", "level:400")
    assert file.read_text(encoding="utf-8") == BY_HAND + '"Deep" = "level:400"\n'


def test_another_search_of_the_same_name_takes_its_line(file: Path) -> None:
    SavedSearches(file).change("Serverless 2023", "year:2023 svs")
    expected = BY_HAND.replace("year:2023 track:serverless", "year:2023 svs")
    assert file.read_text(encoding="utf-8") == expected


def test_what_is_forgotten_takes_its_line_alone(file: Path) -> None:
    SavedSearches(file).change("short", None)
    assert file.read_text(encoding="utf-8") == BY_HAND.replace("short = 'fits:30m'   # on the train\n", "")


def test_the_first_search_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "searches.toml"
    SavedSearches(path).change("Deep", "level:400")
    assert SavedSearches(path).load().values == {"Deep": "level:400"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 'x'\nno search\n", 2), ("a = 'x'\nb = 3\n", 2), ("\n\na = ''\n", 3), ("a = [\n", 1), ("a.b = 'x'\n", 1)],
)
def test_a_mistake_is_told_with_its_file_and_line_and_all_else_holds(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "searches.toml"
    path.write_text(text, encoding="utf-8")
    file = SavedSearches(path)
    [told] = file.load().wrong
    assert (told.where, told.line) == (str(path), line)
    good = file.load().values
    file.change("Deep", "level:400")
    assert path.read_text(encoding="utf-8") == f'{text}"Deep" = "level:400"\n'
    assert file.load().values == {**good, "Deep": "level:400"} and list(map(str, file.load().wrong)) == [str(told)]
    file.change("Deep", None)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text", ["a = 'x'\nb = 3\n", "a = 'x'\n[b]\nc = 'y'\n", "b = '''\n\n'''\na = 'x'\n"])
def test_what_would_lose_a_wrong_line_or_never_be_read_is_not_saved(tmp_path: Path, text: str) -> None:
    path = tmp_path / "searches.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"searches\.toml:[123]: "):
        SavedSearches(path).change("b", "level:400")
    assert path.read_text(encoding="utf-8") == text


def test_a_name_that_stands_on_several_lines_is_left_to_its_author(file: Path) -> None:
    file.write_text('long = """lambda\nyear:2023"""\n', encoding="utf-8")
    with pytest.raises(SettingsError):
        SavedSearches(file).change("long", None)
    assert SavedSearches(file).load().values == {"long": "lambda\nyear:2023"}


@given(st.dictionaries(_TEXT, _TEXT, max_size=5))
def test_whatever_is_saved_is_found_again_until_it_is_forgotten(searches: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "searches.toml"
        path.touch()
        for name, query in searches.items():
            SavedSearches(path).change(name, query)
        assert SavedSearches(path).load().values == searches
        for name in searches:
            SavedSearches(path).change(name, None)
            assert name not in SavedSearches(path).load().values
