"""No verb waits for the reader, and the reader waits for nothing that its first screen does not show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reinvent_tui.cli import main

_CALL = """
import sys
from reinvent_tui.cli import main
main(sys.argv[1:])
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as it is after a first start."""
    folder = tmp_path_factory.mktemp("imports")
    assert main(["--data-dir", str(folder), "index"]) == 0
    return folder


def loaded(program: str, *words: str, home: Path) -> set[str]:
    """The modules that a program has loaded when it is done; what it prints itself goes to stdout."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        encoding="utf-8",
        env={**kept, "HOME": str(home), "LANG": "C.UTF-8"},
        timeout=20,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words",
    [
        ["search", "eventbrige"],
        ["list", "year:2022"],
        ["show", "2023-SVS323"],
        ["mark", "2023-SVS323", "--watched"],
        ["marks"],
        ["stats"],
        ["parse", "{}"],
        ["--version"],
    ],
    ids=lambda words: words[0],
)
def test_a_verb_answers_without_loading_the_reader(words: list[str], data: Path) -> None:
    page = data / "page.md"
    page.write_text("# AWS re:Invent 2022\n\n## ARC301: Resilient applications\n\nEverything fails.\n")
    modules = loaded(_CALL, "--data-dir", str(data), *(word.format(page) for word in words), home=data)
    assert "reinvent_tui.cli" in modules
    assert not {"textual", "rich", "pygments", "reinvent_tui.app"} & modules


def test_the_version_is_told_without_reading_notes(data: Path) -> None:
    modules = loaded(_CALL, "--version", home=data)
    assert not {"sqlite3", "reinvent_notes.shapes", "reinvent_notes.index"} & modules


_UNTIL_IT_RUNS = f"""
import os, sys
os.environ["TEXTUAL_DRIVER"] = "elsewhere"
from reinvent_tui import app
app.ReinventApp.run = lambda self: None
{_CALL}"""


@pytest.mark.parametrize("module", ["markdown_it", "rapidfuzz", "pygments", "tomllib", "hashlib"])
def test_the_first_screen_does_not_wait_for(module: str, data: Path) -> None:
    modules = loaded(_UNTIL_IT_RUNS, "--data-dir", str(data), home=data)
    assert {"textual", "reinvent_tui.app"} <= modules
    assert module not in {name.partition(".")[0] for name in modules}


def test_the_reader_never_loads_what_reads_notes(data: Path) -> None:
    program = """
import sys
import reinvent_tui.app, reinvent_tui.cli.watch_process, reinvent_tui.explaining, reinvent_tui.screens.searching
import reinvent_notes.sources  # for a hint
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)"""
    modules = loaded(program, home=data)
    assert "reinvent_tui.cli.watch_process" in modules
    assert not {"reinvent_notes.reading", "reinvent_notes.shapes", "reinvent_notes.catalogs", "hashlib"} & modules
