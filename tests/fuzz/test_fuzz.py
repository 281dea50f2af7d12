"""Whatever is given to the doors of the program: nothing but what they promise comes out.

As tests these are short and always the same. For a long run with new examples: `python tests/fuzz/test_fuzz.py 100000`.
What it finds becomes a fixture or a test where the thing that failed is tested.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings

sys.path.insert(0, str(Path(__file__).parent))
from grammar import catalogs, documents, exports, junk, queries

from reinvent_notes import collection, front_matter, mark_export, sources
from reinvent_notes.catalogs import read as read_catalog
from reinvent_notes.errors import Refused, ReinventError
from reinvent_notes.filters import FILTERS
from reinvent_notes.outline import outline
from reinvent_notes.query import parse as parse_query
from reinvent_notes.source_list import SourceList, change, load
from reinvent_notes.talk import Talk
from reinvent_notes.text import clean_lines, shown_path
from reinvent_tui.markdown import DEFAULT_STYLES, convert, layout

_EXAMPLES = int(sys.argv[1]) if __name__ == "__main__" and len(sys.argv) > 1 else 60
_is_long = __name__ == "__main__"
short = settings(
    max_examples=_EXAMPLES,
    derandomize=not _is_long,
    database=None,
    deadline=None,
    phases=[Phase.generate, *([Phase.shrink] if _is_long else [])],
    suppress_health_check=list(HealthCheck),
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_harmless(text: str) -> bool:
    return not any((unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t") or c in _BIDI for c in text)


def are_harmless(talks: Iterable[Talk]) -> bool:
    return all(is_harmless(str(value)) for talk in talks for value in _texts(talk.as_dict()))


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


@short
@given(documents)
def test_a_document_gives_talks_without_harm_or_says_why_not(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "reinvent-2023.md"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        readings = list(collection.read_all(sources.find([path], []), explained=True))
        talks = collection.talks(readings)
    assert are_harmless(talks)
    assert all(
        is_harmless(str(told)) for _, reading in readings for told in (*reading["warnings"], *reading["skipped"])
    )
    assert all(note.line >= 1 for talk in talks for note in talk.notes)


@short
@given(documents)
def test_an_outline_is_within_its_document(text: str) -> None:
    lines = clean_lines(text).lines
    assert all(0 <= heading.line < len(lines) for heading in outline(lines).headings)


@short
@given(documents)
def test_front_matter_ends_within_its_document(text: str) -> None:
    lines = clean_lines(text).lines
    values, end = front_matter.read(lines)
    assert 0 <= end <= len(lines)
    assert is_harmless(str(values))


@short
@given(documents)
def test_a_note_is_laid_out_without_harm(text: str) -> None:
    page = layout(convert(text), 40, DEFAULT_STYLES, lines=100_000)
    assert all(is_harmless(line.text) for line in page.lines)


@short
@given(catalogs())
def test_a_list_gives_talks_without_harm_or_says_why_not(text: str) -> None:
    try:
        catalog = read_catalog(text, "list.json", 2023)
    except Refused as refusal:
        assert is_harmless(str(refusal))
        return
    assert catalog is None or are_harmless(catalog.talks)


@short
@given(exports())
def test_marks_of_another_machine_are_taken_in_without_harm_or_told_of(text: str) -> None:
    try:
        found = mark_export.read(text.encode("utf-8", "surrogatepass"), "marks.json")
    except Refused as refusal:
        assert is_harmless(str(refusal))
        return
    assert all(map(is_harmless, found.told))
    assert all(is_harmless(str(record.subject)) for record in found.records)
    again = mark_export.read(mark_export.written(found.records).encode(), "marks.json")
    assert again.is_whole and not again.told
    one, other = (
        {(record.subject, *(frozenset(part.items()) for part in record[1:])) for record in records}
        for records in (again.records, found.records)
    )
    assert one == other, "in whatever order the marks of a talk stand"


@short
@given(queries)
def test_a_query_is_understood_or_refused(text: str) -> None:
    try:
        parse_query(text, FILTERS)
    except ReinventError as error:
        assert str(error)


@short
@given(junk)
def test_a_source_of_any_name_is_kept_and_shown_without_harm(text: str) -> None:
    path = Path("/notes") / (text.replace("\0", "").encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape"))
    assert is_harmless(shown_path(path))
    if os.name == "posix":
        with TemporaryDirectory() as folder:
            change(Path(folder) / "sources.txt", lambda now: SourceList((path,)))
            assert load(Path(folder) / "sources.txt").roots == (path,)


if __name__ == "__main__":
    tests: list[Callable[[], None]] = [value for name, value in dict(globals()).items() if name.startswith("test_")]
    for test in tests:
        print(test.__name__, flush=True)
        test()
