"""What ties talks of several years to each other is seen though only the years that a change bears on are looked at."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from test_index_agrees import said

from reinvent_notes.index_build import refresh

ONE, TWO = "https://youtu.be/sdCA0Y7QDrM", "https://youtu.be/SbL3a9YOW7s"
Files = dict[str, str]


def note(title: str, year: int | None, text: str = "", code: str = "") -> str:
    named = f"{title} ({code})" if code else title
    return f"# AWS re:Invent {year or ''} - {named}\n\n{text}\n\nSome words.\n"


CASES: dict[str, tuple[Files, Files]] = {
    "a talk without a year has the recording of two years now": (
        {"loose/a.md": note("Queues in AWS", None, ONE), "2021/b.md": note("Streams", 2021, ONE)},
        {"2022/c.md": note("Kinesis", 2022, ONE)},
    ),
    "a talk without a year has the code and title of two years now": (
        {
            "loose/a.md": note("Queues in AWS", None, code="SVS301"),
            "2021/b.md": note("Queues in AWS", 2021, code="SVS301"),
        },
        {"2022/c.md": note("Queues in AWS", 2022, code="SVS301")},
    ),
    "a talk without a year has no longer what another year has": (
        {
            "loose/a.md": note("Queues in AWS", None, ONE),
            "2021/b.md": note("Streams", 2021, ONE),
            "2022/c.md": note("Kinesis", 2022, ONE),
        },
        {"2022/c.md": note("Kinesis", 2022, code="SVS306")},
    ),
    "two talks without a year that are one by their title": (
        {
            "loose/a.md": note("Queues in AWS", None, ONE),
            "more/b.md": note("Queues in AWS", None),
            "2021/b.md": note("Streams", 2021, ONE),
        },
        {"2021/b.md": note("Queues in AWS", 2021)},
    ),
    "a file comes to which a list links": (
        {"README.md": "# re:Invent 2022\n\n| Code | Title |\n|---|---|\n| SVS302 | [Cells](2021/cells.md) |\n"},
        {"2021/cells.md": "# Cells\n\nSome words.\n"},
    ),
    "a list comes that links to a file": (
        {"2021/cells.md": "# Cells\n\nKinesis and more words.\n"},
        {"README.md": "# re:Invent 2022\n\n| Code | Title |\n|---|---|\n| SVS302 | [Cells](2021/cells.md) |\n"},
    ),
    "a page lends another its year": (
        {"notes/a.md": note("Streams", 2021, code="SVS305"), "notes/b.md": note("Queues in AWS", None, ONE)},
        {"notes/a.md": note("Streams", 2022, code="SVS305")},
    ),
    "a page takes the year away that it lent": (
        {"notes/a.md": note("Streams", 2021, code="SVS305"), "notes/b.md": note("Queues in AWS", None, ONE)},
        {"notes/c.md": note("Kinesis", 2022, code="SVS306")},
    ),
    "a third file with a code says what a folder is about": (
        {
            "notes/svs301.md": "# Queues\n\nWords.\n",
            "notes/svs302.md": "# Streams\n\nWords.\n",
            "notes/plain.md": "# Chaos\n\nWords.\n",
            "2021/b.md": note("Kinesis", 2021),
        },
        {"notes/svs303.md": "# Shards\n\nWords.\n"},
    ),
    "a recording of two years is told first": (
        {
            **{f"2021/{name}.md": note("Streams", 2021, TWO) for name in "ab"},
            **{f"2022/{name}.md": note("Queues", 2022, ONE) for name in "cd"},
            **{f"2022/{name}.md": note("Queues", 2022, TWO) for name in "ef"},
        },
        {"2022/other.md": note("Chaos and order", 2022, code="ARC210")},
    ),
    "a recording that another year has is told first": (
        {
            **{f"2021/{name}.md": note("Streams", 2021, TWO) for name in "ab"},
            **{f"2022/{name}.md": note("Queues", 2022, ONE) for name in "cd"},
        },
        {f"2022/{name}.md": note("Queues", 2022, TWO) for name in "ef"},
    ),
    "a talk goes to another year": (
        {
            "2021/a.md": note("Streams", 2021, code="SVS305"),
            "2022/b.md": note("Streams", 2022, code="SVS305"),
            "2023/c.md": note("Streams", 2023, code="SVS305"),
        },
        {"2021/a.md": note("Streams", 2022, code="SVS305")},
    ),
    "a year comes and another goes": (
        {"a.md": note("Streams", 2021, code="SVS305"), "b.md": note("Streams", 2023, code="SVS305")},
        {"a.md": note("Streams", 2022, code="SVS305")},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_change_is_seen_wherever_it_bears_on(case: tuple[Files, Files], tmp_path: Path) -> None:
    notes, path = tmp_path / "notes", tmp_path / "index.db"
    before, after = case
    always = {f"{year}/other.md": note("Chaos and resilience", year, code="ARC210") for year in range(2020, 2024)}
    added = dict.fromkeys(after.keys() - before.keys())
    for files in (before | always, after, before, added):  # and back again
        for name, text in files.items():
            (notes / name).parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                (notes / name).unlink()
            else:
                (notes / name).write_text(text)
        refreshed, _ = refresh(path, lambda: [notes], "test")
        anew, _ = refresh(None, lambda: [notes], "test")
        with closing(refreshed), closing(anew):
            assert said(refreshed) == said(anew)
